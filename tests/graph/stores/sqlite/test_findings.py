"""Findings as tables for SQL users."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pyarrow as pa
import pytest

from graph.model import Run
from graph.stores import open_store

RUN = Run("1", "circles", "snapshot-1", 0)


def test_findings_are_tables_of_their_own(sqlite_url):
    table = pa.table({"circle_no": [7], "strict": [True], "members": [["a", "b"]]})
    with open_store(sqlite_url) as store:
        store.write_findings(RUN, {"circle": table})
        assert store.findings("circle").equals(table)
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as connection:
        rows = connection.execute("SELECT * FROM finding_circle").fetchall()
    assert rows == [(7, 1, '["a", "b"]')]


@pytest.mark.parametrize("name", ["Circle", "a b", 'x"; DROP TABLE meta; --', "", "1"])
def test_odd_names_are_refused(sqlite_url, name):
    with open_store(sqlite_url) as store:
        for tables in ({name: pa.table({"a": [1]})}, {"a": pa.table({name: [1]})}):
            with pytest.raises(ValueError, match="no name"):
                store.write_findings(RUN, tables)
        assert store.runs() == []
