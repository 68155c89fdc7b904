"""One bit or one cell of a file is changed: the check finds it, or nothing differs."""

from __future__ import annotations

import random

import pytest

from damage import answers, columns, fill, flip, mutate
from graph.errors import StoreError
from graph.stores import open_store

SEED = 9


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    path = tmp_path_factory.mktemp("whole") / "facts.db"
    fill(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="module")
def said(whole):
    return answers(f"sqlite:///{whole}")


def faults(url, *, quick=False):
    """What the check says; that a file cannot be opened is said, too."""
    try:
        with open_store(url) as store:
            return store.check(quick=quick)
    except StoreError as error:
        return [str(error)]


def test_an_undamaged_file_is_sound(whole):
    assert faults(f"sqlite:///{whole}") == []


@pytest.mark.parametrize("flips", [20, pytest.param(200, marks=pytest.mark.slow)])
def test_a_flipped_bit_is_found_or_changes_no_answer(
    whole, said, tmp_path, sqlite_url, flips
):
    draw, content = random.Random(SEED), whole.read_bytes()
    path = tmp_path / "facts.db"
    found = 0
    for number in range(flips):
        path.write_bytes(flip(content, draw))
        if faults(sqlite_url):
            found += 1
        else:
            assert answers(sqlite_url) == said, number
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
    assert found >= 0.8 * flips


SOME = {
    "fact_party",
    "fact_transfer",
    "commits",
    "confirmed_party",
    "publication",
    "run",
}


@pytest.mark.integration
@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_a_changed_cell_of_any_column_is_found(whole, tmp_path, sqlite_url, every):
    path = tmp_path / "facts.db"
    content = whole.read_bytes()
    missed = []
    for table, column, sql_type in columns(whole):
        if (not every and table not in SOME) or table.startswith("party_search"):
            continue
        path.write_bytes(content)
        mutate(path, table, column, sql_type)
        if not faults(sqlite_url):
            missed.append((table, column))
    assert missed == []


def test_a_quick_check_compares_nothing(whole, tmp_path, sqlite_url):
    path = tmp_path / "facts.db"
    path.write_bytes(whole.read_bytes())
    mutate(path, "fact_party", "city")
    assert faults(sqlite_url, quick=True) == []
    (fault,) = faults(sqlite_url)
    assert "is not as it was written (facts of the kind party)" in fault
