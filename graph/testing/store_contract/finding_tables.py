# ruff: noqa: D102 - the names of tests are sentences
"""Findings: replaced per analysis, outside the sequence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from graph.instant import BEGINNING
from graph.model import Run
from graph.testing.facts import write
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from graph.stores.base import Store

CIRCLES = pa.table(
    {
        "circle_no": pa.array([0, 1], pa.int32()),
        "size": pa.array([3, 4], pa.int64()),
        "exposure": pa.array([0.1, None], pa.float64()),
        "strict": pa.array([True, None]),
        "label": pa.array(["互保圈", None], pa.string()),
    }
)
MEMBERS = pa.table({"circle_no": [0, 0, 1], "party_id": ["a", "b", "a"]})


def run(run_id: str, analysis: str = "circles") -> Run:
    """A run of an analysis."""
    return Run(run_id, analysis, "snapshot-1", 1_000, {"seed": 7, "名": [1, None]})


class FindingsContract:
    """Findings."""

    def test_there_are_none_before_the_first_run(self, store: Store) -> None:
        assert store.runs() == []
        assert store.findings("circle") is None

    def test_findings_come_back_as_written(self, store: Store) -> None:
        write(store, {"party": [{"party_id": "a"}, {"party_id": "b"}]})
        tables = {"circle": CIRCLES, "circle_member": MEMBERS}
        store.write_findings(run("1"), tables)
        assert store.runs() == [run("1")]
        for name, table in tables.items():
            found = store.findings(name)
            assert found is not None
            assert found.schema.equals(table.schema)
            assert sorted(map(str, found.to_pylist())) == sorted(
                map(str, table.to_pylist())
            )
        assert store.check() == []

    def test_rows_come_in_order_and_only_the_columns_asked_for(
        self, store: Store
    ) -> None:
        order = [(7 * i) % 1_000 for i in range(1_000)]
        table = pa.table({"a": order, "b": list(map(str, order)), "c": order})
        store.write_findings(run("1"), {"circle": table})
        for columns in ((), ("b",), ("c", "a")):
            found = store.findings("circle", columns)
            assert found is not None
            assert found.equals(table.select(columns or ["a", "b", "c"]))
        assert store.findings("score", ("pd",)) is None

    def test_a_run_replaces_what_its_analysis_found(self, store: Store) -> None:
        store.write_findings(run("1"), {"circle": CIRCLES, "circle_member": MEMBERS})
        score = pa.table({"party_id": ["a"], "pd": [0.5]})
        store.write_findings(run("2", "pd"), {"score": score})
        store.write_findings(run("3"), {"circle": CIRCLES.slice(0, 1)})
        assert store.runs() == [run("3"), run("2", "pd")]
        circles, scores = store.findings("circle"), store.findings("score")
        assert circles is not None
        assert circles.num_rows == 1
        assert scores is not None
        assert scores.to_pylist() == score.to_pylist()
        assert store.findings("circle_member") is None

    def test_nothing_found_is_a_finding(self, store: Store) -> None:
        store.write_findings(run("1"), {"circle": CIRCLES.slice(0, 0)})
        found = store.findings("circle")
        assert found is not None
        assert found.schema.equals(CIRCLES.schema)
        assert found.num_rows == 0

    def test_the_columns_of_findings_may_change(self, store: Store) -> None:
        store.write_findings(run("1"), {"circle": CIRCLES})
        store.write_findings(run("2"), {"circle": CIRCLES.select(["size"])})
        found = store.findings("circle")
        assert found is not None
        assert sorted(found["size"].to_pylist()) == [3, 4]

    def test_findings_are_not_facts(self, store: Store) -> None:
        write(store, {"party": [{"party_id": "a"}, {"party_id": "b"}]})
        before = store.sequence(), store.last_instant(), store.view().counts()
        changes = store.changes(KINDS["party"], BEGINNING)
        store.write_findings(run("1"), {"circle": CIRCLES, "circle_member": MEMBERS})
        after = store.sequence(), store.last_instant(), store.view().counts()
        assert before == after
        assert store.changes(KINDS["party"], BEGINNING).equals(changes)
