"""Findings: what an analysis wrote down per run, as tables that stores keep.

Findings are not facts. They name the snapshot and the receipt that they came from
and are replaced as a whole by the next run.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.analysis.circle_findings import CircleFinding, riskiest_first
from graph.analysis.contagion import SCORE_COLUMNS
from graph.analysis.structure import CircleKind
from graph.errors import NotFoundError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.snapshot import Snapshot
    from graph.stores.base import Store


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
        rows.sort(key=riskiest_first)
        return cls(
            snapshot_id=wanted,
            circles=rows,
            members={name: tuple(sorted(ids)) for name, ids in members.items()},
            receipts={name: dict(run.receipt) for name, run in runs.items()},
            **columns,
        )

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
