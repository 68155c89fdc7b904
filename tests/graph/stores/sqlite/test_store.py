"""What only a SQLite file does."""

from __future__ import annotations

import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from graph.errors import (
    StoreBusyError,
    StoreError,
    StoreUnavailableError,
    UnsupportedStoreError,
)
from graph.stores import open_store
from graph.stores.sql.tables import CONFIRMED, FACTS, KEYS, METADATA, NODES
from graph.stores.sqlite.write import SqliteTransaction
from graph.testing.facts import batch, guarantee_rows, write
from graph.vocabulary import KINDS

PARTY = KINDS["party"]


@pytest.fixture
def path(sqlite_url):
    return Path(sqlite_url.removeprefix("sqlite:///"))


def query(path, text):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(text).fetchall()


def change(path, *texts):
    with closing(sqlite3.connect(path)) as connection:
        for text in texts:
            connection.execute(text)
        connection.commit()


def test_facts_outlive_the_process_that_wrote_them(sqlite_url):
    with open_store(sqlite_url) as store:
        write(store, guarantee_rows(("a", "b")))
        at, counts = store.at(), store.view().counts()
    with open_store(sqlite_url) as store:
        assert (store.at(), store.view(at).counts()) == (at, counts)


def test_a_file_may_be_made_by_several_at_once(sqlite_url):
    def make(number):
        with open_store(sqlite_url) as store:
            return store.append(batch(PARTY, [{"party_id": f"p{number}"}])).sequence

    with ThreadPoolExecutor() as pool:
        assert sorted(pool.map(make, range(4))) == [1, 2, 3, 4]
    with open_store(sqlite_url) as store:
        assert store.check() == []
        assert store.view().counts() == {"party.company": 4}


def test_sql_users_read_tables_named_after_the_vocabulary(sqlite_url, path):
    with open_store(sqlite_url) as store:
        write(store, guarantee_rows(("a", "b"), cap=5))
    rows = query(
        path,
        "SELECT p.node_id, f.cap FROM fact_guarantee f "
        "JOIN node_party p ON p.node_no = f.debtor_no",
    )
    assert rows == [("b", 5)]
    assert query(path, "SELECT seq, kind, added, closed FROM commits") == [
        (1, "party", 2, 0),
        (2, "guarantee", 1, 0),
        (3, "guarantor", 1, 0),
    ]


def test_migrations_make_the_tables_that_statements_use(sqlite_url, tmp_path, path):
    open_store(sqlite_url).close()
    declared = tmp_path / "declared.db"
    engine = create_engine(f"sqlite:///{declared}")
    METADATA.create_all(engine)
    engine.dispose()
    derived = {*FACTS.values(), *NODES.values(), *CONFIRMED.values(), *KEYS.values()}
    for table in set(METADATA.tables.values()) - derived:
        for pragma in ("table_xinfo", "foreign_key_list", "index_list"):
            text = f"PRAGMA {pragma}({table.name})"
            assert query(path, text) == query(declared, text), table.name
        text = f"SELECT strict, wr FROM pragma_table_list('{table.name}')"  # noqa: S608 - ours
        assert query(path, text) == query(declared, text), table.name


DIGESTED = ("commits", "ledger", "run", "finding")


def test_an_older_file_gets_the_settings_of_the_search_index(sqlite_url, path):
    settings = "SELECT k, v FROM party_search_config WHERE k <> 'version' ORDER BY k"
    open_store(sqlite_url).close()
    given = query(path, settings)
    assert given == [("automerge", 16), ("hashsize", 64 << 20)]
    change(
        path,
        "DELETE FROM party_search_config WHERE k <> 'version'",
        "DELETE FROM meta WHERE key = 'store_id'",
        "DROP TABLE publication",
        "ALTER TABLE commits DROP COLUMN confirmed",
        *(f"ALTER TABLE {name} DROP COLUMN digest" for name in DIGESTED),
        "UPDATE alembic_version SET version_num = '0001'",
        "PRAGMA user_version = 1",
    )
    open_store(sqlite_url).close()
    assert query(path, settings) == given


def test_an_older_file_gets_what_the_vocabulary_gained(sqlite_url, path):
    with open_store(sqlite_url) as store:
        write(store, {"party": [{"party_id": "a", "website": "x"}]})
    change(
        path,
        "ALTER TABLE fact_party DROP COLUMN website",
        "DROP TABLE fact_sign_in",
        "UPDATE meta SET value = 'older' WHERE key = 'vocabulary'",
    )
    with open_store(sqlite_url) as store:
        assert "website" not in store.view().node(PARTY, "a").properties
        write(store, {"party": [{"party_id": "a", "website": "y"}]})
        assert store.view().node(PARTY, "a").properties["website"] == "y"
        assert store.view().select(KINDS["sign_in"]).num_rows == 0


def test_a_file_of_a_newer_program_is_refused(sqlite_url, path):
    open_store(sqlite_url).close()
    change(path, "PRAGMA user_version = 999")
    with pytest.raises(StoreError, match="999"):
        open_store(sqlite_url)


def test_a_file_that_is_no_database_is_refused(sqlite_url, path):
    path.write_text("name,amount\n" * 100)
    with pytest.raises(StoreUnavailableError, match="not a database"):
        open_store(sqlite_url)


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(StoreUnavailableError, match="unable to open"):
        open_store(f"sqlite:///{tmp_path}/nowhere/facts.db")


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///", "sqlite://host/facts.db"])
def test_a_url_without_a_file_is_refused(url):
    with pytest.raises(UnsupportedStoreError, match="sqlite:///relative"):
        open_store(url)


def test_a_relative_url_is_a_file_of_the_working_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    open_store("sqlite:///my%20facts.db").close()
    assert (tmp_path / "my facts.db").is_file()


def test_a_closed_store_says_so(sqlite_url):
    store = open_store(sqlite_url)
    store.close()
    store.close()
    with pytest.raises(StoreUnavailableError, match="closed"):
        store.sequence()


def test_a_writer_gives_up_while_another_process_writes(sqlite_url, path):
    with (
        open_store(f"{sqlite_url}?timeout=0.05") as store,
        closing(sqlite3.connect(path, isolation_level=None)) as other,
    ):
        assert "timeout" not in store.url
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusyError) as caught:
            write(store, {"party": [{"party_id": "a"}]})
        assert caught.value.seconds == 0.05
        assert store.sequence() == 0
        other.execute("ROLLBACK")
        write(store, {"party": [{"party_id": "a"}]})
        assert store.sequence() == 1


def test_a_writer_gives_up_while_another_thread_writes(sqlite_url, monkeypatch):
    facts = batch(PARTY, [{"party_id": "a"}])
    with open_store(f"{sqlite_url}?timeout=0.05") as store:

        def meanwhile(*_):
            with ThreadPoolExecutor() as another:
                failure = another.submit(store.append, facts).exception()
            refused.append(type(failure))

        refused = []
        monkeypatch.setattr(SqliteTransaction, "mark_done", meanwhile)
        store.append(facts, ledger_key="k")
        assert refused == [StoreBusyError]
        assert store.sequence() == 1


def test_a_failure_in_the_middle_leaves_nothing(sqlite_url, monkeypatch):
    facts = batch(PARTY, [{"party_id": "a"}])
    with open_store(sqlite_url) as store:
        with monkeypatch.context() as patch:
            patch.setattr(SqliteTransaction, "mark_done", _fail)
            with pytest.raises(ZeroDivisionError):
                store.append(facts, ledger_key="k")
        assert (store.sequence(), store.missing("party", ["a"])) == (0, ["a"])
        assert store.append(facts, ledger_key="k").added == 1
        assert store.check() == []


def _fail(*_):
    return 1 / 0


def test_a_copy_of_the_file_is_the_same_store(sqlite_url, path, tmp_path):
    with open_store(sqlite_url) as store:
        write(store, guarantee_rows(("a", "b")))
    shutil.copy(path, tmp_path / "copy.db")
    with (
        open_store(f"sqlite:///{tmp_path}/copy.db") as copy,
        open_store(f"sqlite:///{tmp_path}/another.db") as another,
    ):
        assert copy.store_id == store.store_id != another.store_id
        assert copy.sequence() == 3


def test_several_that_make_a_file_give_it_one_id(sqlite_url):
    def ask(_):
        with open_store(sqlite_url) as store:
            return store.store_id

    with ThreadPoolExecutor() as pool:
        assert len(set(pool.map(ask, range(4)))) == 1
