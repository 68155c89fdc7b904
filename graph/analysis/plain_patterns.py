"""Patterns among transfers that stand in a file of their own, by their ids."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from graph.algorithms.money_graph import MoneyGraph
from graph.analysis.pattern_search import measured, transfer_hits
from graph.kernels.evidence import Caps
from graph.patterns.questions import TESTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.analysis.plain_rings import PlainTransfers

_CAPS = Caps(hits=1_000_000, evidence=50_000_000, work=30_000_000_000)
"""A file is searched once, by somebody who waits for it."""


@dataclass(frozen=True, slots=True)
class PlainHit:
    """A hit by names of accounts and ids of transfers, earliest first."""

    pattern: str
    accounts: tuple[str, ...]
    transfers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlainHits:
    """Hits by pattern, and whether these are all; `truncated_by` names the limits."""

    hits: tuple[PlainHit, ...]
    complete: bool
    truncated_by: tuple[str, ...]


def needs_of(question: Mapping[str, Any]) -> tuple[str, ...]:
    """Kinds of facts that a question needs and a file of transfers lacks."""
    return TESTS[question["test"]].needs(question)


def plain_patterns(
    transfers: PlainTransfers,
    questions: Sequence[Mapping[str, Any]],
    *,
    caps: Caps = _CAPS,
) -> PlainHits:
    """Hits of questions that need only transfers; times are in the file's unit.

    Transfers of one moment never follow each other.
    """
    graph = MoneyGraph.build(
        len(transfers.accounts),
        (transfers.payer, transfers.payee),
        transfers.time,
        transfers.amount,
    )
    hits: list[PlainHit] = []
    cut: list[str] = []
    for question in questions:
        values = measured(question, day=1, unit=transfers.unit)
        found = transfer_hits(graph, question, values, caps)
        cut += [f"{name}:{question['pattern']}" for name in found.truncated_by]
        ids = transfers.ids.take(found.edges).to_pylist()
        payers, payees = (
            transfers.accounts.take(ends[found.edges]).to_pylist()
            for ends in (transfers.payer, transfers.payee)
        )
        bounds = found.starts.tolist()
        for start, end in pairwise(bounds):
            pairs = zip(payers[start:end], payees[start:end], strict=True)
            names = dict.fromkeys(name for pair in pairs for name in pair)
            hits.append(
                PlainHit(question["pattern"], tuple(names), tuple(ids[start:end]))
            )
    return PlainHits(tuple(hits), not cut, tuple(cut))
