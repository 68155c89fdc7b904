from __future__ import annotations

import pyarrow as pa
import pytest

from graph.model import AppendReport, FactBatch, batch_schema, content_hashes, facts_of
from graph.stores.columns import select_schema
from graph.testing.facts import batch
from graph.vocabulary import KINDS

PARTY = KINDS["party"]
OWNERSHIP = KINDS["ownership"]
ROW = {"owner_id": "a", "asset_id": "b", "share": 10, "currency": "CNY"}


def hashes(kind, rows):
    return content_hashes(kind, batch(kind, rows).table).tolist()


def content_hash(kind, row):
    return hashes(kind, [row])[0]


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_batch_has_ends_properties_and_provenance(kind):
    schema = batch_schema(kind)
    assert set(schema.types) <= {pa.string(), pa.int64(), pa.float64(), pa.bool_()}
    assert schema.names[: len(kind.content_columns) - 1] == list(
        kind.content_columns[:-1]
    )
    assert schema.names[-7:] == [
        "source",
        "record_id",
        "valid_from",
        "valid_to",
        "collected_at",
        "file",
        "row",
    ]


def test_other_columns_are_refused():
    table = batch(PARTY, [{"party_id": "a"}]).table
    with pytest.raises(ValueError, match="needs the columns"):
        FactBatch(OWNERSHIP, table)
    with pytest.raises(ValueError, match="needs the columns"):
        FactBatch(PARTY, table.select(table.schema.names[::-1]))


def test_a_batch_has_a_limit():
    table = batch(PARTY, [{"party_id": "a"}]).table
    rows = pa.concat_tables([table] * (FactBatch.LIMIT + 1)).combine_chunks()
    with pytest.raises(ValueError, match="at most 50000"):
        FactBatch(PARTY, rows)


def test_hashes_tell_contents_apart():
    contents = [
        ROW,
        ROW | {"owner_id": "c"},
        ROW | {"asset_id": "c"},
        ROW | {"owner_id": "b", "asset_id": "a"},
        ROW | {"share": 11},
        ROW | {"share": None},
        ROW | {"share": None, "voting_share": 10},
        ROW | {"currency": ""},
        ROW | {"currency": None},
        ROW | {"valid_to": 5},
    ]
    assert len({content_hash(OWNERSHIP, row) for row in contents}) == len(contents)


def test_hashes_pass_over_name_and_provenance():
    other = {
        "source": "x",
        "record_id": "y",
        "valid_from": 5,
        "collected_at": 7,
        "file": "f",
        "row": 3,
    }
    assert content_hash(OWNERSHIP, ROW) == content_hash(OWNERSHIP, ROW | other)


def test_hashes_stay_the_same_from_release_to_release():
    row = {"party_id": "a", "name": "名", "listed": True, "registered_capital": -1}
    assert content_hash(PARTY, row) == -8051073785525296156
    rate = {"base_currency": "USD", "quote_currency": "CNY", "rate": 7.1}
    assert content_hash(KINDS["exchange_rate"], rate) == 239807253543211494


def test_hashes_of_a_batch_are_in_the_order_of_its_rows():
    rows = [ROW, ROW | {"share": 11}]
    both = hashes(OWNERSHIP, rows)
    assert both == [content_hash(OWNERSHIP, row) for row in rows]
    assert hashes(OWNERSHIP, []) == []


def test_rows_become_facts_without_empty_properties():
    columns = dict.fromkeys(select_schema(OWNERSHIP).names)
    row = columns | ROW | {"source": "s", "record_id": "r", "valid_from": 1}
    row |= {"collected_at": 2, "recorded_from": 3}
    table = pa.Table.from_pylist([row], select_schema(OWNERSHIP))
    (fact,) = facts_of(OWNERSHIP, table)
    assert fact.references == {"owner": "a", "asset": "b"}
    assert fact.properties == {"share": 10, "currency": "CNY"}
    assert (fact.subject_id, fact.valid_to, fact.recorded_to) == ("a", None, None)


def test_reports_add_up():
    total = AppendReport(1, 2, 3, 4, 5, 6) + AppendReport(10, 20, 30, 40, 50, 2)
    assert total == AppendReport(11, 22, 33, 44, 55, 6)
