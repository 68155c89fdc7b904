"""Parquet reads back as the facts that were written."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
from hypothesis import given
from pyarrow import parquet

from graph.instant import BEGINNING, to_milliseconds
from graph.interchange.extract import whole
from graph.interchange.parquet import write_parquet
from graph.money import exponent
from graph.testing.facts import memory_store
from graph.testing.strategies import at_most
from graph.vocabulary import KINDS, SHARE_UNIT, PropertyType
from small_stores import small_stores
from village_facts import AS_OF


def stored(kind, row):
    """A typed row as stores have it."""
    found = {}
    for name, value in row.items():
        item = kind.property_by_name.get(name)
        what = None if item is None or value is None else item.type
        column = "valid_from" if name == kind.timing.value else name
        if what is PropertyType.MONEY:
            found[column] = int(value * 10 ** exponent(row["currency"]))
        elif what is PropertyType.SHARE:
            found[column] = int(value * SHARE_UNIT)
        elif isinstance(value, date):
            found[column] = to_milliseconds(value)
        else:
            found[column] = value
    if found["valid_from"] is None:
        found["valid_from"] = BEGINNING
    return found


@at_most(40)
@given(small_stores())
def test_every_fact_reads_back_equal(rows):
    with memory_store(rows) as store, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = whole(store.view(store.at(AS_OF)), sees_personal=True)
        counts = write_parquet(found, folder)
        assert counts == {n: len(t) for n, t in found.facts.items()}
        for kind_name, facts in found.facts.items():
            kind = KINDS[kind_name]
            table = parquet.read_table(folder / f"{kind_name}.parquet")
            expected = facts.to_pylist()
            for row in expected if kind.timing.value != "valid_from" else ():
                del row["valid_to"]
            assert [stored(kind, row) for row in table.to_pylist()] == expected


def test_columns_have_types_and_units(village_view, tmp_path):
    write_parquet(whole(village_view), tmp_path)
    table = parquet.read_table(tmp_path / "guarantee.parquet")
    assert table.schema.field("cap").metadata == {
        b"unit": b"major units of the column currency"
    }
    assert table["cap"].drop_null()[0].as_py() == Decimal(1_000_000)
    assert table.schema.field("signed_on").type == pa.date32()
    assert table.schema.metadata[b"as_of"] == b"2026-01-01T00:00:00.000Z"
    event = parquet.read_table(tmp_path / "risk_event.parquet")
    assert event["occurred_at"][0].as_py() == datetime(2025, 12, 31, tzinfo=UTC)
    party = parquet.read_table(tmp_path / "party.parquet")
    assert "personal_id" not in party.column_names
