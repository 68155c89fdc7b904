"""Delimited text on disk: bundles, encodings, quotes, blocks of rows, rejects."""
