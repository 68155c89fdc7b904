"""Names of records without ids, and rows that share a name."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from graph.model import batch_schema
from graph.vocabulary import KINDS
from ingest.loading.fingerprints import combined, fingerprints
from ingest.loading.record_names import (
    DuplicateResolution,
    name_fingerprints,
    named,
    natural_names,
    resolve_duplicates,
)

OWNERSHIP, TRANSFER = KINDS["ownership"], KINDS["transfer"]


def table_of(kind, rows):
    """Facts of a kind from partial rows."""
    base = {"source": "s", "valid_from": 0, "collected_at": 0, "file": "x.csv"}
    full = [base | {"row": place} | row for place, row in enumerate(rows, start=2)]
    schema = pa.schema([field.with_nullable(True) for field in batch_schema(kind)])  # noqa: FBT003 - Arrow's own signature
    return named(kind, pa.Table.from_pylist(full, schema=schema))


def settled(kind, rows):
    """Record id of each row that is kept, and the numbers of disputed rows."""
    table = table_of(kind, rows)
    resolution = resolve_duplicates(kind, name_fingerprints(table), table.take)
    ids = table["record_id"].to_pylist()
    kept = {
        place: ids[place]
        + (f"#{ordinal}" if (ordinal := resolution.ordinals.get(place)) else "")
        for place in range(len(ids))
        if place not in resolution.repeated and place not in resolution.disputed
    }
    return kept, sorted(resolution.disputed)


def stake(share, **more):
    return {"owner_id": "a", "asset_id": "b", "share": share, **more}


def test_an_edge_is_named_by_its_ends_and_an_event_by_its_moment_too():
    transfer = {"payer_id": "x", "payee_id": "y", "transfer_type": "withdraw"}
    table = table_of(TRANSFER, [transfer | {"valid_from": 77}])
    assert natural_names(TRANSFER, table).to_pylist() == ["x>y>withdraw@77"]
    event = {"party_id": "p", "event_type": "litigation", "case_no": "No. 1"}
    table = table_of(KINDS["risk_event"], [event])
    assert table["record_id"].to_pylist() == ["p>>litigation>No. 1@0"]
    rate = {"base_currency": "USD", "quote_currency": "CNY"}
    table = table_of(KINDS["exchange_rate"], [rate])
    assert table["record_id"].to_pylist() == ["USD>CNY"]


def test_given_ids_are_kept():
    kept, disputed = settled(OWNERSHIP, [stake(1, record_id="r"), stake(1)])
    assert (kept, disputed) == ({0: "r", 1: "a>b"}, [])


@given(st.permutations([1, 2, 2, 3]))
def test_equals_are_numbered_whatever_their_order(shares):
    kept, disputed = settled(OWNERSHIP, [stake(share) for share in shares])
    assert disputed == []
    named_shares = {shares[place]: name for place, name in kept.items()}
    reference, _ = settled(OWNERSHIP, [stake(share) for share in (1, 2, 3)])
    assert named_shares == dict(zip((1, 2, 3), reference.values(), strict=True))


def test_other_moments_and_sources_share_no_name():
    rows = [stake(1), stake(2, valid_from=5), stake(3, source="t")]
    assert settled(OWNERSHIP, rows) == ({0: "a>b", 1: "a>b", 2: "a>b"}, [])


def test_ids_that_are_given_twice_must_agree():
    rows = [stake(1, record_id="r"), stake(2, record_id="r"), stake(1, record_id="q")]
    assert settled(OWNERSHIP, [*rows, rows[2]]) == ({2: "q"}, [0, 1])


def test_a_given_id_that_looks_natural_is_no_equal():
    rows = [stake(1), stake(2, record_id="a>b")]
    assert settled(OWNERSHIP, rows) == ({}, [0, 1])


def test_a_dispute_names_the_places_of_all():
    table = table_of(OWNERSHIP, [stake(share, record_id="r") for share in range(6)])
    resolution = resolve_duplicates(OWNERSHIP, name_fingerprints(table), table.take)
    assert (
        resolution.disputed[0]
        == "x.csv row 2, x.csv row 3, x.csv row 4, x.csv row 5 ..."
    )


def test_rows_that_only_share_a_fingerprint_share_nothing():
    table = table_of(OWNERSHIP, [stake(1, record_id="r"), stake(2, record_id="q")])
    resolution = resolve_duplicates(OWNERSHIP, np.zeros(2, np.uint64), table.take)
    assert resolution == DuplicateResolution()


@given(st.lists(st.none() | st.text(max_size=40)), st.integers(0, 5))
def test_equal_texts_and_only_they_have_equal_fingerprints(texts, cut):
    column = pa.array(texts, pa.string()).slice(cut)
    codes = fingerprints(column).tolist()
    texts = texts[cut:]
    assert len(codes) == len(texts)
    for first, code in zip(texts, codes, strict=True):
        for second, other in zip(texts, codes, strict=True):
            assert (first == second) == (code == other)


def test_the_order_of_combined_fingerprints_matters():
    one, two = (fingerprints(pa.array([text])) for text in ("a", "b"))
    assert combined(one, two) != combined(two, one)
