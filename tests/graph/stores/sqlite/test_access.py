"""Files that may only be read, are replaced while open, or have no room."""

from __future__ import annotations

import os
import shutil
import sqlite3

import pytest

from graph.errors import StoreError, StoreFullError, StoreUnavailableError
from graph.stores import open_store
from graph.stores.sqlite import access
from graph.testing.facts import guarantee_rows, write
from graph.vocabulary import KINDS


@pytest.fixture
def path(tmp_path):
    """A store's file with two firms."""
    path = tmp_path / "facts.db"
    with open_store(f"sqlite:///{path}") as store:
        write(store, guarantee_rows(("a", "b")))
    return path


@pytest.fixture
def sealed(path, monkeypatch):
    """The same, with permissions as a mount for reading gives them."""
    monkeypatch.setattr(access.os, "access", lambda *_: False)
    return path


def file_of(store):
    """The store's one connection, as long as nobody else reads."""
    return store._file  # noqa: SLF001 - its limit stands for that of a disk


def parties(store):
    return store.view().select(KINDS["party"])["party_id"].to_pylist()


def test_a_file_that_may_only_be_read_is_read_and_left_alone(sealed):
    before = sorted(item.name for item in sealed.parent.iterdir()), sealed.read_bytes()
    with open_store(f"sqlite:///{sealed}") as store:
        assert parties(store) == ["a", "b"]
        assert store.check() == []
        with pytest.raises(StoreError, match="can only be read"):
            write(store, guarantee_rows(("b", "c")))
    after = sorted(item.name for item in sealed.parent.iterdir()), sealed.read_bytes()
    assert after == before


def test_commits_of_those_who_may_write_are_seen(sealed, monkeypatch):
    with open_store(f"sqlite:///{sealed}") as store:
        assert parties(store) == ["a", "b"]
        with monkeypatch.context() as patch:
            patch.setattr(access.os, "access", lambda *_: True)
            with open_store(f"sqlite:///{sealed}") as writer:
                write(writer, guarantee_rows(("b", "c")))
                assert parties(store) == ["a", "b", "c"]
                write(writer, guarantee_rows(("c", "d")))
                assert parties(store) == ["a", "b", "c", "d"]
        assert parties(store) == ["a", "b", "c", "d"]


def test_an_old_file_that_may_only_be_read_says_what_to_do(path, monkeypatch):
    connection = sqlite3.connect(path)
    connection.execute("UPDATE meta SET value = 'old' WHERE key = 'vocabulary'")
    connection.commit()
    connection.close()
    monkeypatch.setattr(access.os, "access", lambda *_: False)
    with pytest.raises(StoreError, match="brought up to date"):
        open_store(f"sqlite:///{path}")


@pytest.mark.parametrize("how", ["replaced", "removed"])
def test_a_file_that_is_another_one_is_not_mixed_with_the_first(path, tmp_path, how):
    copy = tmp_path / "copy.db"
    shutil.copy(path, copy)
    with open_store(f"sqlite:///{path}") as store:
        assert store.sequence()
        if how == "replaced":
            os.replace(copy, path)  # noqa: PTH105 - as mv does
        else:
            path.unlink()
        with pytest.raises(StoreUnavailableError) as caught:
            store.sequence()
        if how == "replaced":
            assert "facts.db-wal" in str(caught.value)


def test_a_store_without_its_vocabulary_row_is_brought_up_to_date(path):
    connection = sqlite3.connect(path)
    connection.execute("DELETE FROM meta WHERE key = 'vocabulary'")
    connection.commit()
    connection.close()
    with open_store(f"sqlite:///{path}") as store:
        assert parties(store) == ["a", "b"]


def test_a_full_disk_is_no_store_that_is_away(path):
    with open_store(f"sqlite:///{path}") as store:
        with file_of(store).reading() as connection:
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
            connection.execute(f"PRAGMA max_page_count = {pages}")
        many = [(f"x{n}", f"x{n + 1}") for n in range(3_000)]
        with pytest.raises(StoreFullError, match="Commits made before stay"):
            write(store, guarantee_rows(*many))
        assert store.check() == []
        with file_of(store).reading() as connection:
            connection.execute("PRAGMA max_page_count = 100000000")
        write(store, guarantee_rows(*many))
        assert len(parties(store)) == 3_003
