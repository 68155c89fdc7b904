"""Alembic revisions of the fixed tables.

Tables of the kinds of fact are not here: `graph.stores.sql.tables` derives them from
the vocabulary, and opening adds what is missing.
"""
