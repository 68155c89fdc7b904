"""Damage that `check` tells."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from graph.stores import open_store
from graph.testing.facts import guarantee_rows, write


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        ("DELETE FROM node_party WHERE node_id = 'a'", "refers to a row missing"),
        ("DELETE FROM commits WHERE seq = 2", "1 guarantee facts of no known commit"),
        (
            """INSERT INTO party_search (party_search, rowid, words)
            VALUES ('delete', 1, 'a №a')""",
            "1 parties that the search index does not hold",
        ),
        (
            """INSERT INTO fact_guarantor SELECT 9, guarantor_no, guarantee_no, share,
            joint_group, source_no, record_id, valid_from, valid_to, collected_at,
            file_no, row, content_hash, recorded_from + 1, recorded_to
            FROM fact_guarantor""",
            "1 overlapping versions of guarantor facts",
        ),
    ],
)
def test_damage_is_told(sqlite_url, damage, complaint):
    with open_store(sqlite_url) as store:
        write(store, guarantee_rows(("a", "b")))
        assert store.check() == []
        path = sqlite_url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute(damage)
        assert any(complaint in text for text in store.check())
