"""Facts written to CSV and loaded are the facts; nonsense never half loads."""

from __future__ import annotations

import csv
import io
import tempfile
from datetime import date
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from graph.errors import GraphError
from graph.instant import BEGINNING, to_milliseconds
from graph.money import to_decimal
from graph.stores import open_store
from graph.testing.strategies import at_most
from graph.vocabulary import KINDS
from ingest.files.native import file_columns, file_name
from ingest.loading.load import load
from names import is_name

PARTY = KINDS["party"]
LATER = to_milliseconds(date(2200, 1, 1))
WORDS = st.text(
    st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1
)
IDS = st.text("abcXYZ:/%?#&+担保0123456789", min_size=1, max_size=12).map("c:{}".format)
DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1))
PARTIES = st.fixed_dictionaries(
    {
        "party_id": IDS,
        "party_type": st.sampled_from(PARTY.property_by_name["party_type"].choices),
        "name": WORDS.filter(is_name),
        "name_en": st.none() | WORDS,
        "established_on": st.none() | DAYS,
        "listed": st.none() | st.booleans(),
        "registered_capital": st.none() | st.integers(0, 10**14),
        "currency": st.sampled_from(["CNY", "JPY", "KWD"]),
        "valid_from": st.none() | DAYS,
    }
)


def as_text(row):
    """The cells of a party as a file holds them."""
    capital = row["registered_capital"]
    cells = row | {
        "registered_capital": None
        if capital is None
        else to_decimal(capital, row["currency"]),
        "listed": None if row["listed"] is None else str(row["listed"]).lower(),
    }
    return {name: "" if cell is None else str(cell) for name, cell in cells.items()}


def as_fact(row):
    """The same party as a store keeps it."""
    start = row["valid_from"]
    founded = row["established_on"]
    return row | {
        "valid_from": BEGINNING if start is None else to_milliseconds(start),
        "established_on": None if founded is None else to_milliseconds(founded),
    }


@given(
    st.lists(PARTIES, min_size=1, max_size=20, unique_by=lambda row: row["party_id"])
)
def test_what_was_written_is_what_is_kept(parties):
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, parties[0])
    writer.writeheader()
    writer.writerows(map(as_text, parties))
    with tempfile.TemporaryDirectory() as folder, open_store("memory://") as store:
        path = Path(folder) / "party.csv"
        path.write_bytes(stream.getvalue().encode())
        report = load(path, store)
        assert (report.exit_code, report.total("added")) == (0, len(parties))
        kept = store.view(store.at(as_of=LATER)).select(PARTY)
    found = {row["party_id"]: row for row in kept.to_pylist()}
    for party in parties:
        fact = as_fact(party)
        assert {name: found[party["party_id"]][name] for name in fact} == fact


SEED = (
    "party_id,party_type,name,registered_capital,currency,valid_from,valid_to\n"
    'c:a,company,"甲 ""A""",1.5,CNY,2020-01-01,\r\nc:b,person,乙,,,,2024-01-01\n'
).encode()
MUTATIONS = st.lists(
    st.tuples(
        st.integers(0, len(SEED)),
        st.integers(0, 3),
        st.sampled_from(
            [b"", b'"', b",", b"\n", b"\r", b"\0", b"\xff", b";", b"x", b"-"]
        )
        | st.binary(max_size=3),
    ),
    max_size=6,
)


def mutated(changes):
    data = SEED
    for place, length, replacement in changes:
        data = data[:place] + replacement + data[place + length :]
    return data


def check_all_or_nothing(data, name="party.csv"):
    with tempfile.TemporaryDirectory() as folder, open_store("memory://") as store:
        path = Path(folder) / name
        path.write_bytes(data)
        try:
            report = load(path, store)
        except GraphError:
            assert store.sequence() == 0
            return
        [file] = report.files
        written = file.added + file.corrected + file.unchanged
        assert file.read == written + file.rejected
        assert (file.error is None) or (file.read, store.sequence()) == (0, 0)
        assert store.view().select(PARTY).num_rows <= file.added
        assert report.exit_code == (3 if file.error or file.rejected else 0)


@at_most(200)
@given(MUTATIONS)
def test_a_damaged_file_is_reported_and_never_half_loaded(changes):
    check_all_or_nothing(mutated(changes))


@given(st.binary(max_size=200))
@example(b"\xef\xbb\xbf")
@example(b"\xff\xfe")
@example(b'"')
@example(b"party_id\r\n")
def test_random_bytes_are_reported_and_never_loaded(data):
    check_all_or_nothing(data)
    check_all_or_nothing(b"party_id,party_type,name\n" + data)
    check_all_or_nothing(data, "party.csv.gz")


@given(st.sampled_from(list(KINDS.values())), st.data())
def test_any_cells_in_any_file_are_reported(kind, data):
    names = file_columns(kind)
    cells = st.sampled_from(["", "c:a", "1", "-1", "0.5", "2024-01-01", "CNY", "=x"])
    rows = data.draw(
        st.lists(st.lists(cells, min_size=len(names), max_size=len(names)))
    )
    text = "\n".join(",".join(row) for row in [names, *rows])
    with tempfile.TemporaryDirectory() as folder, open_store("memory://") as store:
        path = Path(folder) / file_name(kind)
        path.write_text(text)
        report = load(path, store)
        outcomes = ("added", "rejected", "unchanged")
        assert report.total("read") == sum(map(report.total, outcomes))
