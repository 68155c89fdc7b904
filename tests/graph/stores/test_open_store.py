"""Stores by URL, and stores that keep to the base class."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from importlib import import_module

import pytest

from graph.errors import UnsupportedStoreError
from graph.stores import SCHEMES, open_store
from graph.stores.base import Store
from graph.stores.memory.table import MemoryTransaction
from graph.stores.sqlite.write import SqliteTransaction
from graph.stores.transaction import Transaction

PUBLIC = [
    name
    for name, member in inspect.getmembers(Store, inspect.isfunction)
    if not name.startswith("__")
]


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


@pytest.mark.parametrize("name", PUBLIC)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_signatures_are_those_of_the_base_class(scheme, name):
    module, class_name = SCHEMES[scheme]
    pytest.importorskip(module)
    method = getattr(getattr(import_module(module), class_name), name)
    expected = inspect.signature(getattr(Store, name))
    found = inspect.signature(method)
    assert list(found.parameters.values()) == list(expected.parameters.values())
    if name != "_writing":  # each yields its own transaction
        assert found.return_annotation == expected.return_annotation


@pytest.mark.parametrize("transaction", [MemoryTransaction, SqliteTransaction])
def test_signatures_are_those_of_the_transaction(transaction):
    for name, member in inspect.getmembers(Transaction, inspect.isfunction):
        if not name.startswith("_"):
            found = inspect.signature(getattr(transaction, name))
            assert found == inspect.signature(member)


def test_a_store_shows_its_url():
    with open_store("memory://") as store:
        assert repr(store) == "MemoryStore('memory://')"
