"""Texts of Cypher statements; nothing runs here."""
