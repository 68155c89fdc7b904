"""A node of any kind at an instant."""

from __future__ import annotations

import pytest

from graph.analysis.node import node_of
from graph.errors import NotFoundError
from graph.instant import At
from graph.testing.facts import guarantee_rows

AT = At(0, 2**52)


def test_a_node_says_whom_it_names_and_what_describes_it(filled):
    rows = guarantee_rows(("a", "b"))
    rows["loan"] = [
        {"loan_id": "l", "borrower_id": "a", "outstanding": 1, "collected_at": 1},
        {"loan_id": "l", "borrower_id": "b", "outstanding": 2, "collected_at": 2}
        | {"source": "later"},
    ]
    found = node_of(filled(rows), AT, ("loan", "l"))
    assert found.fact.properties["outstanding"] == 2
    assert [(end.name, end.key) for end in found.ends] == [("borrower", ("party", "b"))]
    assert found.ends[0].fact.properties["name"] == "b"
    assert sorted(record.source for record in found.records) == ["later", "test"]
    assert found.at == AT
    assert found.completeness.complete


def test_records_left_out_are_told(filled):
    rows = {"account": [{"account_id": "x", "source": name} for name in "pqr"]}
    found = node_of(filled(rows), AT, ("account", "x"), limit=2)
    assert len(found.records) == 2
    assert found.completeness.truncated_by == ("records",)
    assert "More records" in found.completeness.advice


@pytest.mark.parametrize(
    ("key", "what"),
    [
        (("horoscope", "x"), "kind of node"),
        (("transfer", "x"), "kind of node"),
        (("loan", "x"), "loan"),
    ],
)
def test_what_is_not_there_is_not_found(filled, key, what):
    with pytest.raises(NotFoundError) as caught:
        node_of(filled(guarantee_rows(("a", "b"))), AT, key)
    assert caught.value.what == what
