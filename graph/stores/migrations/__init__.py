"""Alembic revisions of the SQL stores' fixed tables.

Tables of the kinds of fact are not here: `graph.stores.sql_schema` derives them from
the vocabulary, and opening adds what is missing.
"""
