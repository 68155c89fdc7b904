"""Findings: what an analysis wrote down per run, as tables that stores keep.

Findings are not facts. They name the snapshot and the receipt that they came from
and are replaced as a whole by the next run.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any

from graph.analysis.circle_findings import CircleFinding, riskiest_first
from graph.analysis.contagion import SCORE_COLUMNS
from graph.analysis.flagged_since import SINCE
from graph.analysis.snapshot_directory import BUILD_COMMAND
from graph.analysis.structure import CircleKind
from graph.errors import NotFoundError, NotPublishedError

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.snapshot import Snapshot
    from graph.stores.base import Store


@dataclass(frozen=True)
class Findings:
    """The published findings of a snapshot, read back from its store.

    Figures of parties are read when they are first asked for, each by itself; arrays
    are by party number, shape (n_parties,). A column raises `NotPublishedError` where
    the findings were replaced since.
    """

    snapshot_id: str
    circles: list[CircleFinding]  # riskiest first
    members: dict[str, tuple[str, ...]]
    receipts: dict[str, dict[str, Any]]
    _column: Callable[[str], NDArray[Any]]

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
        circle, member = (store.findings(name) for name in ("circle", "circle_member"))
        if circle is None or member is None or store.runs() != written:
            raise NotFoundError("findings of snapshot", wanted)

        def column(name: str) -> NDArray[Any]:
            score = store.findings("score", (name,))
            whole = score is not None and score.num_rows == snapshot.n_parties
            if score is None or not whole or store.runs() != written:
                raise NotPublishedError(BUILD_COMMAND)
            figures: NDArray[Any] = score[name].to_numpy()
            return figures

        return cls(
            snapshot_id=wanted,
            circles=_circles(circle),
            members=_members(member),
            receipts={
                name: dict(run.receipt)
                for name, run in runs.items()
                if name != SINCE  # a record beside the findings, which none replays
            },
            _column=column,
        )

    def read_whole(self) -> None:
        """Read all that there is, so that the store is asked for nothing more."""
        for name in (*SCORE_COLUMNS, "by_id", "circles_of"):
            getattr(self, name)

    @cached_property
    def self_pd(self) -> NDArray[np.float64]:
        """Default probabilities without contagion."""
        return self._column("self_pd")

    @cached_property
    def pd(self) -> NDArray[np.float64]:
        """Default probabilities with contagion."""
        return self._column("pd")

    @cached_property
    def increment(self) -> NDArray[np.float64]:
        """What contagion adds."""
        return self._column("increment")

    @cached_property
    def error(self) -> NDArray[np.float64]:
        """Standard errors of `pd`."""
        return self._column("error")

    @cached_property
    def self_quality(self) -> NDArray[np.int8]:
        """What `self_pd` rests on, as `SelfPdQuality`."""
        return self._column("self_quality")

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


def _circles(table: pa.Table) -> list[CircleFinding]:
    """Rows of the table ``circle``, riskiest first."""
    names = [item.name for item in fields(CircleFinding)]
    rows = zip(*(table[name].to_pylist() for name in names), strict=True)
    kind = names.index("kind")
    found = [
        CircleFinding(
            **dict(zip(names, row, strict=True)) | {"kind": CircleKind(row[kind])}
        )
        for row in rows
    ]
    return sorted(found, key=riskiest_first)


def _members(table: pa.Table) -> dict[str, tuple[str, ...]]:
    """Members of each circle, ascending."""
    found: dict[str, list[str]] = {}
    columns = (table[name].to_pylist() for name in ("circle_id", "party_id"))
    for circle_id, party_id in zip(*columns, strict=True):
        found.setdefault(circle_id, []).append(party_id)
    return {name: tuple(sorted(ids)) for name, ids in found.items()}
