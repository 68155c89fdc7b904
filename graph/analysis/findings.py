"""Findings: what an analysis wrote down per run, as tables that stores keep.

Findings are not facts. They name the snapshot and the receipt that they came from
and are replaced as a whole by the next run.
"""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, get_type_hints

import numpy as np

from graph.analysis.answer import Meaning, Money
from graph.analysis.structure import (
    Circle,
    CircleFigures,
    CircleKind,
    CirclesResult,
    pairs_inside,
)
from graph.errors import NotFoundError
from graph.model import Run

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.analysis.contagion import ContagionParameters, ContagionResult
    from graph.snapshot import Snapshot
    from graph.stores.base import Store

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedCircle(CircleFigures):
    """A circle with its size and what contagion is expected to cost in it."""

    firms: int
    contagion_exposure: Annotated[
        Money,
        Meaning(
            "Effective amounts times the debtors' contagion increments: "
            "guarantees expected to be called because of contagion. Ranks the list."
        ),
    ]
    max_pd: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleFinding(RankedCircle):
    """A row of the table ``circle``."""

    heaviest_id: str


@dataclass(frozen=True, slots=True)
class MemberFinding:
    """A row of the table ``circle_member``."""

    circle_id: str
    party_id: str


def findings_schema(record: type) -> pa.Schema:
    """Arrow schema of a findings table: a column per field of its record."""
    import pyarrow as pa

    types = {str: pa.string(), CircleKind: pa.string(), int: pa.int64()}
    hints = get_type_hints(record)
    return pa.schema(
        [(item.name, types.get(hints[item.name], pa.float64()))
         for item in fields(record)]
    )  # fmt: skip


def findings_table(record: type[Record], rows: Iterable[Record]) -> pa.Table:
    """Rows of one record type as a findings table."""
    import pyarrow as pa

    listed = [asdict(row) for row in rows]  # type: ignore[call-overload] # dataclasses
    return pa.Table.from_pylist(listed, schema=findings_schema(record))


def circle_tables(
    snapshot: Snapshot, found: CirclesResult, scores: ContagionResult
) -> dict[str, pa.Table]:
    """Tables ``circle`` and ``circle_member``, riskiest first."""
    circles = (*found.circles, *found.mutual_pairs)
    rows = [_finding(snapshot, circle, scores) for circle in circles]
    members = [
        MemberFinding(circle.circle_id, party_id)
        for circle in circles
        for party_id in circle.member_ids
    ]
    rows.sort(key=_riskiest_first)
    return {
        "circle": findings_table(CircleFinding, rows),
        "circle_member": findings_table(MemberFinding, members),
    }


def _riskiest_first(row: CircleFinding) -> tuple[float, str]:
    return -(row.contagion_exposure or 0.0), row.circle_id


def _finding(
    snapshot: Snapshot, circle: Circle, scores: ContagionResult
) -> CircleFinding:
    numbers = snapshot.numbers("party", list(circle.member_ids))
    pairs = pairs_inside(snapshot, numbers)
    called = np.nan_to_num(snapshot.pairs.effective[pairs])
    increments = scores.increment[snapshot.pairs.debtor[pairs]]
    shared = {item.name: getattr(circle, item.name) for item in fields(CircleFigures)}
    return CircleFinding(
        **shared,
        firms=len(circle.member_ids),
        heaviest_id=circle.heaviest_id,
        contagion_exposure=float(called @ increments),
        max_pd=float(scores.pd[numbers].max()),
    )


def score_table(snapshot: Snapshot, scores: ContagionResult) -> pa.Table:
    """Table ``score``: one row per party in party number order."""
    import pyarrow as pa

    columns = {name: getattr(scores, name) for name in SCORE_COLUMNS}
    return pa.table({"party_id": snapshot.ids("party"), **columns})


SCORE_COLUMNS = ("self_pd", "self_quality", "pd", "increment", "error")
"""Figures of each party in the table ``score``: arrays of `ContagionResult`."""


def write(
    store: Store, snapshot: Snapshot, found: CirclesResult, scores: ContagionResult
) -> None:
    """Replace the store's findings by these, and show it the derived pairs."""
    import pyarrow as pa

    now = time.time_ns() // 1_000_000
    snapshot_id = snapshot.manifest.snapshot_id
    for analysis, receipt, tables in (
        ("circles", found.receipt, circle_tables(snapshot, found, scores)),
        ("pd", scores.receipt, {"score": score_table(snapshot, scores)}),
    ):
        run = Run(receipt.key(), analysis, snapshot_id, now, receipt.to_dict())
        store.write_findings(run, tables)
    ids = snapshot.ids("party")
    pairs = snapshot.pairs
    store.publish(
        snapshot_id,
        pa.table(
            {
                "guarantor_id": ids.take(pa.array(pairs.guarantor)),
                "debtor_id": ids.take(pa.array(pairs.debtor)),
                "effective": pairs.effective,
                "face": pairs.face,
                "contracts": pairs.contracts,
            }
        ),
    )


@dataclass(frozen=True)
class Findings:
    """The published findings of a snapshot, read back from its store.

    Arrays are by party number, shape (n_parties,).
    """

    snapshot_id: str
    circles: list[CircleFinding]  # riskiest first
    members: dict[str, tuple[str, ...]]
    self_pd: NDArray[np.float64]
    pd: NDArray[np.float64]
    increment: NDArray[np.float64]
    error: NDArray[np.float64]
    self_quality: NDArray[np.int8]
    receipts: dict[str, dict[str, Any]]

    @classmethod
    def read(cls, store: Store, snapshot: Snapshot) -> Findings:
        """The findings of this snapshot.

        Raises
        ------
        NotFoundError
            The store's findings are of another snapshot, or there are none, or they
            were replaced while they were read.
        """
        written = store.runs()
        runs = {run.analysis: run for run in written}
        wanted = snapshot.manifest.snapshot_id
        for analysis in ("circles", "pd"):
            if analysis not in runs or runs[analysis].snapshot_id != wanted:
                raise NotFoundError("findings of snapshot", wanted)
        circle, member, score = (
            store.findings(name) for name in ("circle", "circle_member", "score")
        )
        replaced = store.runs() != written
        if circle is None or member is None or score is None or replaced:
            raise NotFoundError("findings of snapshot", wanted)
        members: dict[str, list[str]] = {}
        for row in member.to_pylist():
            members.setdefault(row["circle_id"], []).append(row["party_id"])
        numbers = snapshot.numbers("party", score["party_id"].to_pylist())
        order = np.argsort(numbers)
        columns = {name: score[name].to_numpy()[order] for name in SCORE_COLUMNS}
        rows = [
            CircleFinding(**row | {"kind": CircleKind(row["kind"])})
            for row in circle.to_pylist()
        ]
        rows.sort(key=_riskiest_first)
        return cls(
            snapshot_id=wanted,
            circles=rows,
            members={name: tuple(sorted(ids)) for name, ids in members.items()},
            receipts={name: dict(run.receipt) for name, run in runs.items()},
            **columns,
        )

    def are_of(self, parameters: ContagionParameters | None) -> bool:
        """Whether the scores were computed with these parameters; None is any."""
        published = self.receipts["pd"]["parameters"]
        return parameters is None or asdict(parameters) == published

    @cached_property
    def by_id(self) -> dict[str, CircleFinding]:
        """Circles by id."""
        return {row.circle_id: row for row in self.circles}

    @cached_property
    def circles_of(self) -> dict[str, list[str]]:
        """Circle ids by member, riskiest first."""
        found: dict[str, list[str]] = {}
        for row in self.circles:
            for party_id in self.members[row.circle_id]:
                found.setdefault(party_id, []).append(row.circle_id)
        return found

    def circle(self, circle_id: str) -> CircleFinding:
        """One circle.

        Raises
        ------
        NotFoundError
            There is no such circle in this snapshot.
        """
        try:
            return self.by_id[circle_id]
        except KeyError:
            raise NotFoundError("circle", circle_id) from None
