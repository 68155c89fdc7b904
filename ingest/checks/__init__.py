"""Columns of text checked against the vocabulary and converted to stored values."""
