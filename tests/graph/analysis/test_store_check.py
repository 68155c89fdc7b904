"""Whether a store is sound, and what was published from it fits it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing

import pytest

from graph.analysis.publish import publish
from graph.analysis.store_check import check_store
from graph.instant import parse_instant
from graph.stores import open_store
from graph.testing.facts import batch, guarantee_rows, write
from graph.vocabulary import KINDS

pytestmark = pytest.mark.integration


@pytest.fixture
def path(tmp_path):
    return tmp_path / "facts.db"


@pytest.fixture
def published(path, tmp_path):
    """Folder with a store, what it published, and a commit that came later."""
    with open_store(f"sqlite:///{path}") as store:
        write(
            store, guarantee_rows(("c:a", "c:b"), ("c:b", "c:a"), cap=5, currency="CNY")
        )
        publish(store, tmp_path)
        store.append(batch(KINDS["party"], [{"party_id": "c:new"}]))
    return tmp_path


def found(path, folder, **options):
    with open_store(f"sqlite:///{path}") as store:
        return check_store(store, folder, **options)


def test_a_published_store_is_sound(path, published):
    said = found(path, published)
    assert (said.sound, said.faults, said.notes, said.sequence) == (True, (), (), 4)
    assert [p.name for p in published.iterdir() if p.name.startswith(".")] == []


@pytest.mark.parametrize("emptied", [True, False])
def test_an_empty_file_beside_a_publication_is_not_sound(path, published, emptied):
    path.unlink()
    if emptied:
        path.touch()
    for quick in (True, False):
        said = found(path, published, quick=quick)
        assert not said.sound
        assert "was built from another store of this name" in said.faults[0]


def test_a_copy_from_before_the_publication_is_not_sound(path, tmp_path):
    with open_store(f"sqlite:///{path}") as store:
        write(store, guarantee_rows(("a", "b"), cap=5, currency="CNY"))
    copy = tmp_path / "copy.db"
    shutil.copy(path, copy)
    with open_store(f"sqlite:///{path}") as store:
        store.append(batch(KINDS["party"], [{"party_id": "new"}]))
        publish(store, tmp_path)
    shutil.copy(copy, path)
    (fault,) = found(path, tmp_path).faults
    assert "was built from commit 4 of this store, which has 3 commits" in fault


def test_facts_that_make_another_snapshot_are_told(path, published):
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE publication SET snapshot_id = 'x', digest = NULL")
    assert found(path, published, quick=True).sound
    (fault,) = found(path, published).faults
    assert "and x is published" in fault


def test_a_publication_of_lost_commits_is_told(path, published):
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE publication SET sequence = 9, digest = NULL")
    (fault,) = found(path, published).faults
    assert "is of commit 9, the store has 4 commits" in fault


def test_older_commits_are_said_to_have_no_digest(path, published):
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE commits SET digest = NULL WHERE seq < 3")
    said = found(path, published, quick=True)
    assert (
        "2 of 4 commits were written by a release that kept no digests"
        in (said.notes[0])
    )


def test_ids_of_older_stores_that_break_the_rule_are_listed(path, published):
    with open_store(f"sqlite:///{path}") as store:
        rows = [{"party_id": name} for name in ("bare", "c:\u200bhidden")]
        store.append(batch(KINDS["party"], rows))
    said = found(path, published)
    (note,) = said.notes
    assert said.sound
    assert "2 ids break the rule scheme:value" in note
    assert note.endswith("refused: 'bare' (scheme), 'c:\\u200bhidden' (character)")
    assert found(path, published, quick=True).notes == ()


def test_facts_collected_in_the_future_are_listed(path, published):
    row = {"party_id": "c:z", "collected_at": parse_instant("9998-01-01")}
    with open_store(f"sqlite:///{path}") as store:
        store.append(batch(KINDS["party"], [row]))
    (note,) = found(path, published).notes
    assert note.startswith("1 facts were collected in the future, so that nothing ")
    assert note.endswith(" corrects them until then: party c:z")


def test_exchange_rates_that_cannot_be_are_listed(path, published):
    rates = [("USD", 0.0), ("EUR", 1e-300), ("GBP", 9.1)]
    with open_store(f"sqlite:///{path}") as store:
        rows = [
            {
                "base_currency": base,
                "quote_currency": "CNY",
                "rate": rate,
                "record_id": base,
            }
            for base, rate in rates
        ]
        store.append(batch(KINDS["exchange_rate"], rows))
    (note,) = found(path, published).notes
    assert note == "2 exchange rates cannot be and are left out: EUR (1e-300), USD (0)"


def test_names_that_nobody_can_read_are_listed(path, published):
    rows = [
        {"party_id": f"c:{number}", "name": name}
        for number, name in enumerate(("\u3000 ", "A\x1b[2J", "甲 A"))
    ]
    with open_store(f"sqlite:///{path}") as store:
        store.append(batch(KINDS["party"], rows))
    (note,) = found(path, published).notes
    assert note == (
        "2 parties have a name that is blank or holds a control character: c:0, c:1"
    )


def test_what_cannot_all_be_true_is_listed_unless_it_must_be_quick(path, published):
    alone = {"guarantee_id": "c:alone", "debtor_id": "c:z"}
    with open_store(f"sqlite:///{path}") as store:
        write(store, {"party": [{"party_id": "c:z"}], "guarantee": [alone]})
    said = found(path, published)
    assert said.sound
    assert said.notes == ("1 contracts are guaranteed by nobody: c:alone",)
    assert found(path, published, quick=True).notes == ()
