"""Stores by URL, and stores that keep to the base class."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from importlib import import_module

import pytest

from graph.errors import UnsupportedStoreError
from graph.stores import BACKENDS, open_store, store_file, with_credentials
from graph.stores.base import Store
from graph.stores.memory.table import MemoryTransaction
from graph.stores.sqlite.write import SqliteTransaction
from graph.stores.transaction import Transaction
from graph.stores.view import StoreView
from graph.testing.store_contract.publishing import PUBLICATION, pairs

OWN = {"__init__", "_view", "_writing"}
"""Each backend makes its own things, and of its own types."""


def test_an_unknown_scheme_names_the_known_ones():
    with pytest.raises(UnsupportedStoreError) as caught:
        open_store("mysql://scott:tiger@host/db")
    assert "mysql://" in str(caught.value)
    assert "memory://, sqlite://, neo4j://" in str(caught.value)
    assert "tiger" not in str(caught.value)


def test_a_missing_driver_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "neo4j", None)
    for name in [n for n in sys.modules if n.startswith("graph.stores.neo4j")]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(UnsupportedStoreError, match=r"suretynet\[neo4j\]") as caught:
        open_store("neo4j://user:secret@host")
    assert "secret" not in str(caught.value)


def test_opening_a_store_in_memory_imports_no_driver():
    text = (
        "import sys; from graph.stores import open_store; open_store('memory://');"
        "print(sorted({'sqlalchemy', 'sqlite3', 'neo4j', 'pypinyin'} & {*sys.modules}))"
    )
    # a measured process has sqlite3 already: coverage keeps its data in it
    clean = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE")}
    done = subprocess.run(
        [sys.executable, "-c", text],
        check=True,
        capture_output=True,
        text=True,
        env=clean,
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", BACKENDS)
def test_signatures_are_those_of_the_base_classes(name):
    module, class_name, *_ = BACKENDS[name]
    pytest.importorskip(module)
    store_class = getattr(import_module(module), class_name)
    views = import_module(f"{module.rpartition('.')[0]}.view")
    view_class = getattr(views, class_name.replace("Store", "View"))
    for base, found in ((Store, store_class), (StoreView, view_class)):
        for method, member in inspect.getmembers(base, inspect.isfunction):
            if method in OWN:
                continue
            expected = inspect.signature(member)
            assert inspect.signature(getattr(found, method)) == expected, method


@pytest.mark.parametrize("transaction", [MemoryTransaction, SqliteTransaction])
def test_signatures_are_those_of_the_transaction(transaction):
    for name, member in inspect.getmembers(Transaction, inspect.isfunction):
        if not name.startswith("_"):
            found = inspect.signature(getattr(transaction, name))
            assert found == inspect.signature(member)


def test_a_store_shows_its_url():
    with open_store("memory://") as store:
        assert repr(store) == "MemoryStore('memory://')"


@pytest.mark.parametrize(
    ("url", "remote", "durable"),
    [("memory://", False, False), ("sqlite:///facts.db", False, True)],
)
def test_a_store_states_what_it_is(tmp_path, monkeypatch, url, remote, durable):
    monkeypatch.chdir(tmp_path)
    with open_store(url) as store:
        assert (store.remote, store.durable) == (remote, durable)
        assert (store.bulk_source() is not None) == durable
        assert store.bulk_source() == store_file(url)


@pytest.mark.neo4j
def test_a_server_is_remote(neo4j_url):
    with open_store(neo4j_url) as store:
        assert (store.remote, store.durable) == (True, True)
        assert store.bulk_source() is None
    assert store_file(neo4j_url) is None


def test_a_url_of_no_store_has_neither_file_nor_user():
    for ask in (store_file, lambda url: with_credentials(url, "me", "secret")):
        with pytest.raises(UnsupportedStoreError, match="mysql"):
            ask("mysql://host")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("bolt+s://host:7687/db?timeout=5", "bolt+s://me:a%40b@host:7687/db?timeout=5"),
        ("neo4j://ann:own@host", "neo4j://ann:own@host"),
        ("memory://", "memory://"),
    ],
)
def test_credentials_go_where_they_are_wanted_and_missing(url, expected):
    assert with_credentials(url, "me", "a@b") == expected
    assert with_credentials(url, "me", "") == url


def test_a_durable_store_keeps_its_id_when_opened_again(store_url):
    with open_store(store_url) as first, open_store(store_url) as second:
        assert (first.store_id == second.store_id) == first.durable
    with open_store(store_url) as third:
        assert (first.store_id == third.store_id) == first.durable


def test_a_durable_store_says_what_is_published_when_opened_again(store_url):
    with open_store(store_url) as first, open_store(store_url) as second:
        first.publish(PUBLICATION, pairs())
        assert second.publication() == (PUBLICATION if first.durable else None)
