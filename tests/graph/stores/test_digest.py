"""Digests: equal for equal values however they lie, different for any other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from graph.model import content_hashes
from graph.stores.digest import (
    Commit,
    Written,
    commit_digest,
    rows_digest,
    table_digest,
)
from graph.testing.facts import batch
from graph.vocabulary import KINDS

COLUMNS = {
    "text": ["a", None, "", "张"],
    "number": [0.5, None, -0.0, 2.0],
    "count": [1, None, 0, -(2**63)],
    "flag": [True, None, False, True],
    "list": [["x"], None, [], ["y"]],
}
TABLE = pa.table(COLUMNS)
COMMIT = Commit(2, 9, "party", 1, 4, 0, 0)


@pytest.mark.parametrize(
    "same",
    [
        pa.concat_tables([TABLE.slice(0, 1), TABLE.slice(1)]),
        pa.concat_tables([TABLE, TABLE]).slice(4),
        TABLE.set_column(1, "number", [pa.array([0.5, np.nan, 0.0, 2.0])]),
        TABLE.set_column(0, "text", [TABLE["text"].dictionary_encode()]),
        TABLE.append_column("later", pa.nulls(4, pa.string())),
        TABLE.append_column("unknown", [pa.array([np.nan] * 4)]),
    ],
)
def test_equal_values_have_one_digest(same):
    assert table_digest(same) == table_digest(TABLE)


@pytest.mark.parametrize("name", COLUMNS)
@pytest.mark.parametrize("row", range(4))
def test_any_other_value_has_another(name, row):
    other = {"text": "b", "number": 7.0, "count": 7, "list": ["z"]}
    values = list(COLUMNS[name])
    values[row] = other.get(name, not values[row])
    changed = pa.table(COLUMNS | {name: values}, schema=TABLE.schema)
    assert table_digest(changed) != table_digest(TABLE)


def test_a_null_is_neither_zero_nor_empty():
    tables = [pa.table({"a": values}) for values in ([1, None], [1, 0], [None, 1])]
    texts = [pa.table({"a": values}) for values in (["x", None], ["x", ""], ["", "x"])]
    assert len({table_digest(table) for table in (*tables, *texts)}) == 6


def test_texts_do_not_run_into_each_other():
    assert table_digest(pa.table({"a": ["ab", "c"]})) != table_digest(
        pa.table({"a": ["a", "bc"]})
    )


def test_rows_tell_each_column_and_the_content_hash():
    party = KINDS["party"]
    facts = batch(party, [{"party_id": "a", "file": "f", "row": 3}])
    hashes = content_hashes(facts.kind, facts.table)
    first = rows_digest(party, facts.table, hashes)
    assert rows_digest(party, facts.table, hashes + 1) != first
    for column in ({"row": 4}, {"file": "g"}, {"collected_at": 1}, {"source": "s"}):
        row = {"party_id": "a", "file": "f", "row": 3} | column
        assert rows_digest(party, batch(party, [row]).table, hashes) != first


@pytest.mark.parametrize(
    "changed",
    [{"sequence": 3}, {"recorded_at": 8}, {"kind": "loan"}, {"first_fact_no": 2},
     {"added": 5}, {"closed": 1}, {"confirmed": 1}],
)  # fmt: skip
def test_a_commit_tells_its_own_row(changed):
    own = commit_digest("x", COMMIT, Written("rows"))
    assert commit_digest("x", replace(COMMIT, **changed), Written("rows")) != own


def test_a_commit_tells_what_it_closed_and_confirmed_and_what_was_before():
    one = np.array([1], np.int64)
    ways = [
        commit_digest(former, COMMIT, written)
        for former, written in (
            ("x", Written()),
            (None, Written()),
            ("x", Written(closed=one)),
            ("x", Written(confirmed=one, collected_at=one)),
            ("x", Written(confirmed=one, collected_at=one + 1)),
        )
    ]
    assert len(set(ways)) == 5
