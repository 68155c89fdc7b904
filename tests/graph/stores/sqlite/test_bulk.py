"""Indexes wait for the rows of a first load, whoever comes in between."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.instant import BEGINNING
from graph.stores import open_store
from graph.stores.sqlite.bulk import KeyFilter
from graph.stores.sqlite.nodes import NodeNumbers
from graph.stores.sqlite.write import SqliteTransaction
from graph.testing.facts import batch, guarantee_rows, write
from graph.vocabulary import KINDS

PARTY = KINDS["party"]


def connected(url):
    return closing(sqlite3.connect(url.removeprefix("sqlite:///")))


def indexes(url, kind="party"):
    with connected(url) as connection:
        return {
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'index' AND name GLOB ?",
                (f"fact_{kind}_*",),
            )
        }


def parties(*numbers, name="n"):
    return batch(PARTY, [{"party_id": f"p{n}", "name": name} for n in numbers])


ALL = {"fact_party_key", "fact_party_closed", "fact_party_party"}


def test_a_first_load_builds_no_index_until_it_ends(sqlite_url):
    with open_store(sqlite_url) as store:
        with store.bulk_load():
            assert store.append(parties(1, 2)).added == 2
            with store.bulk_load():
                assert store.append(parties(3)).added == 1
            assert indexes(sqlite_url) == set()
        assert indexes(sqlite_url) == ALL


def test_without_a_block_they_come_with_the_first_facts(sqlite_url):
    with open_store(sqlite_url) as store:
        store.append(parties(1, 2))
        assert indexes(sqlite_url) == ALL


def test_a_load_that_fails_builds_them(sqlite_url):
    def load(store):
        with store.bulk_load():
            store.append(parties(1, 2))
            _fail()

    with open_store(sqlite_url) as store:
        with pytest.raises(ZeroDivisionError):
            load(store)
        assert indexes(sqlite_url) == ALL
        assert store.view().counts() == {"party.company": 2}


@pytest.mark.parametrize(
    "read",
    [
        lambda store: store.view().select(PARTY),
        lambda store: store.view().node(PARTY, "p1"),
        lambda store: store.history(PARTY, "test", "p1"),
        lambda store: store.changes(PARTY, BEGINNING),
        lambda store: store.view().search("n"),
        lambda store: store.view().resolve("p1"),
        lambda store: store.view().export(PARTY),
        lambda store: store.view().count_by(PARTY, by="party", ids=["p1"]),
        lambda store: store.view().counts(),
    ],
)
def test_a_read_is_right_before_the_end_and_builds_none(sqlite_url, read):
    with open_store(sqlite_url) as store:
        with store.bulk_load():
            store.append(parties(1, 2))
            before = read(store)
            assert indexes(sqlite_url) == set()
        assert read(store) == before


def test_a_retraction_builds_them(sqlite_url):
    with open_store(sqlite_url) as store, store.bulk_load():
        store.append(parties(1, 2))
        assert store.retract(PARTY, "test", ["p1"]) == 1
        assert indexes(sqlite_url) == ALL


def test_a_record_seen_before_builds_them(sqlite_url):
    with open_store(sqlite_url) as store, store.bulk_load():
        store.append(parties(1, 2))
        report = store.append(parties(2, 3, name="other"))
        assert (report.added, report.corrected) == (1, 1)
        assert indexes(sqlite_url) == ALL
        assert store.check() == []


def test_a_load_that_was_cut_off_gets_them_at_the_next_opening(sqlite_url):
    cut_off = open_store(sqlite_url)
    with cut_off.bulk_load():
        cut_off.append(parties(1, 2))
        with open_store(sqlite_url) as store:
            assert indexes(sqlite_url) == ALL
            assert store.append(parties(2, name="other")).corrected == 1


def test_what_another_process_writes_is_known(sqlite_url):
    with (
        open_store(sqlite_url) as one,
        open_store(sqlite_url) as two,
        one.bulk_load(),
        two.bulk_load(),
    ):
        assert one.append(parties(1)).added == 1
        assert two.append(parties(2)).added == 1
        assert one.append(parties(2)).unchanged == 1
        assert two.append(parties(1, 2, 3)).added == 1
        assert one.sequence() == two.sequence() == 3
        assert one.check() == []


def _fail(*_):
    return 1 / 0


def test_a_load_that_failed_can_go_on(sqlite_url, monkeypatch):
    with open_store(sqlite_url) as store, store.bulk_load():
        store.append(parties(1))
        with monkeypatch.context() as patch:
            patch.setattr(SqliteTransaction, "finish", _fail)
            with pytest.raises(ZeroDivisionError):
                store.append(parties(2))
        assert store.append(parties(2)).added == 1
        assert store.append(parties(1, 2)).unchanged == 2
        assert store.check() == []


def test_a_second_load_of_other_kinds_waits_again(sqlite_url):
    rows = guarantee_rows(("p1", "p2"))
    with open_store(sqlite_url) as store:
        write(store, {"party": rows["party"]})
    with open_store(sqlite_url) as store:
        with store.bulk_load():
            write(store, rows | {"party": []})
            assert indexes(sqlite_url, "guarantor") == set()
            assert indexes(sqlite_url) == ALL
        assert store.view().counts()["guarantee"] == 1
    assert len(indexes(sqlite_url, "guarantor")) == 4


@given(st.lists(st.lists(st.integers(-20, 20), unique=True), max_size=12))
def test_a_key_filter_is_a_set(batches):
    keys = KeyFilter()
    known = set()
    for each in batches:
        array = np.array(each, np.int64)
        assert keys.may_hold(array) == bool(known & set(each))
        keys.add(array)
        known |= set(each)
    assert keys.may_hold(np.array(sorted(known), np.int64)) == bool(known)


def test_many_ids_are_remembered_and_new_ones_found(sqlite_url):
    ids = [f"p{n}" for n in range(1_200)]
    with open_store(sqlite_url) as store:
        store.append(batch(PARTY, [{"party_id": i, "name": "n"} for i in ids]))
        nodes = NodeNumbers()
        with connected(sqlite_url) as connection:
            by_file = {i: nodes.find(connection, "party", [i])[i] for i in ids[:5]}
            remembered = nodes.find(connection, "party", ids)
            assert by_file.items() <= remembered.items()
            assert len(remembered) == len(ids)
        with open_store(sqlite_url) as other:
            other.append(parties("new"))
        with connected(sqlite_url) as connection:
            assert "pnew" in nodes.find(connection, "party", [*ids, "pnew"])
