"""Findings: what an analysis wrote down per run, as tables that stores keep.

Findings are not facts. They name the snapshot and the receipt that they came from
and are replaced as a whole by the next run.
"""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.analysis.structure import Circle, CirclesResult, pairs_inside
from graph.errors import NotFoundError
from graph.model import Publication, Run

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.analysis.contagion import ContagionParameters, ContagionResult
    from graph.snapshot import Snapshot
    from graph.stores.base import Store


def circle_tables(
    snapshot: Snapshot, found: CirclesResult, scores: ContagionResult
) -> dict[str, pa.Table]:
    """Tables ``circle`` and ``circle_member``, riskiest first.

    `contagion_exposure` is the sum over the circle's guarantees of the effective
    amount times the debtor's contagion increment: what is expected to be called
    because of contagion, in the reporting currency.
    """
    import pyarrow as pa

    rows: list[dict[str, Any]] = []
    members: list[tuple[str, str]] = []
    for circle in (*found.circles, *found.mutual_pairs):
        numbers = snapshot.numbers("party", list(circle.member_ids))
        rows.append(_circle_row(snapshot, circle, numbers, scores))
        members.extend((circle.circle_id, party) for party in circle.member_ids)
    rows.sort(key=lambda row: (-row["contagion_exposure"], row["circle_id"]))
    ids, parties = zip(*members, strict=True) if members else ((), ())
    return {
        "circle": pa.Table.from_pylist(rows, schema=_circle_schema()),
        "circle_member": pa.table(
            {
                "circle_id": pa.array(ids, pa.string()),
                "party_id": pa.array(parties, pa.string()),
            }
        ),
    }


def _circle_schema() -> pa.Schema:
    import pyarrow as pa

    return pa.schema(
        {
            "circle_id": pa.string(),
            "kind": pa.string(),
            "firms": pa.int64(),
            "guarantees": pa.int64(),
            "effective_amount": pa.float64(),
            "unknown_amounts": pa.int64(),
            "loans": pa.float64(),
            "unknown_loans": pa.int64(),
            "heaviest_id": pa.string(),
            "contagion_exposure": pa.float64(),
            "max_pd": pa.float64(),
        }
    )


def _circle_row(
    snapshot: Snapshot,
    circle: Circle,
    numbers: NDArray[np.int32],
    scores: ContagionResult,
) -> dict[str, Any]:
    pairs = pairs_inside(snapshot, numbers)
    called = np.nan_to_num(snapshot.pairs.effective[pairs])
    increments = scores.increment[snapshot.pairs.debtor[pairs]]
    return {
        "circle_id": circle.circle_id,
        "kind": circle.kind,
        "firms": len(circle.member_ids),
        "guarantees": circle.guarantees,
        "effective_amount": circle.effective_amount,
        "unknown_amounts": circle.unknown_amounts,
        "loans": circle.loans,
        "unknown_loans": circle.unknown_loans,
        "heaviest_id": circle.heaviest_id,
        "contagion_exposure": float(called @ increments),
        "max_pd": float(scores.pd[numbers].max()),
    }


def score_table(snapshot: Snapshot, scores: ContagionResult) -> pa.Table:
    """Table ``score``: one row per party in party number order."""
    import pyarrow as pa

    return pa.table(
        {
            "party_id": snapshot.ids("party"),
            "self_pd": scores.self_pd,
            "self_quality": scores.self_quality,
            "pd": scores.pd,
            "increment": scores.increment,
            "error": scores.error,
        }
    )


def write(
    store: Store,
    snapshot: Snapshot,
    found: CirclesResult,
    scores: ContagionResult,
    *,
    sequence: int | None = None,
) -> None:
    """Replace the store's findings by these, and publish the snapshot there.

    `sequence` is the store's when the snapshot was begun, by default what it is now.
    """
    import pyarrow as pa

    now = time.time_ns() // 1_000_000
    manifest = snapshot.manifest
    snapshot_id = manifest.snapshot_id
    for analysis, receipt, tables in (
        ("circles", found.receipt, circle_tables(snapshot, found, scores)),
        ("pd", scores.receipt, {"score": score_table(snapshot, scores)}),
    ):
        run = Run(receipt.key(), analysis, snapshot_id, now, receipt.to_dict())
        store.write_findings(run, tables)
    ids = snapshot.ids("party")
    pairs = snapshot.pairs
    store.publish(
        Publication(
            snapshot_id=snapshot_id,
            as_of=manifest.at.as_of,
            known_at=manifest.at.known_at,
            reporting_currency=manifest.reporting_currency,
            sequence=store.sequence() if sequence is None else sequence,
            published_at=now,
        ),
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
    circles: list[dict[str, Any]]  # riskiest first
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
        for circle_id, party_id in zip(
            member["circle_id"].to_pylist(), member["party_id"].to_pylist(), strict=True
        ):
            members.setdefault(circle_id, []).append(party_id)
        numbers = snapshot.numbers("party", score["party_id"].to_pylist())
        order = np.argsort(numbers)
        columns = {
            name: score[name].to_numpy()[order]
            for name in ("self_pd", "pd", "increment", "error", "self_quality")
        }
        rows = circle.to_pylist()
        rows.sort(key=lambda row: (-row["contagion_exposure"], row["circle_id"]))
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
    def by_id(self) -> dict[str, dict[str, Any]]:
        """Circles by id."""
        return {row["circle_id"]: row for row in self.circles}

    @cached_property
    def circles_of(self) -> dict[str, list[str]]:
        """Circle ids by member, riskiest first."""
        found: dict[str, list[str]] = {}
        for row in self.circles:
            for party_id in self.members[row["circle_id"]]:
                found.setdefault(party_id, []).append(row["circle_id"])
        return found

    def circle(self, circle_id: str) -> dict[str, Any]:
        """One circle's row.

        Raises
        ------
        NotFoundError
            There is no such circle in this snapshot.
        """
        try:
            return self.by_id[circle_id]
        except KeyError:
            raise NotFoundError("circle", circle_id) from None
