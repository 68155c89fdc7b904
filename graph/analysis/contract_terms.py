"""One guarantee contract at an instant: its terms, its force, its guarantors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.analysis.answer import Completeness
from graph.errors import NotFoundError
from graph.legal_force import Force, legal_force
from graph.model import Fact, facts_of
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    import pyarrow as pa

    from graph.instant import At
    from graph.snapshot.source import FactView

GUARANTORS = 200
_ADVICE = "More guarantors signed than are listed."
_CONTRACT, _PROMISE = KINDS["guarantee"], KINDS["guarantor"]


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract as its links in pictures rest on it.

    Attributes
    ----------
    fact
        The description that counts, made of all records by `graph.descriptions`.
    force
        The rule that decides whether it binds.
    promises
        What its guarantors signed, ordered by guarantor; of several records of one
        the last by source and record.
    records
        All visible descriptions.
    """

    fact: Fact
    force: Force
    promises: tuple[Fact, ...]
    records: tuple[Fact, ...]
    completeness: Completeness


def with_force(contracts: pa.Table, at: At) -> list[tuple[Fact, Force]]:
    """Contracts as a view's `nodes` returns them, each with what decides on it."""
    _, codes = legal_force(contracts, at.as_of)
    forces = (Force(int(code)) for code in codes)
    return list(zip(facts_of(_CONTRACT, contracts), forces, strict=True))


def contract_of(
    view: FactView, guarantee_id: str, *, limit: int = GUARANTORS
) -> Contract:
    """Read a contract with at most `limit` of its promises. Three indexed reads.

    Raises
    ------
    NotFoundError
        No visible fact describes it.
    """
    table = view.select(_CONTRACT, by="guarantee", ids=[guarantee_id])
    if not table.num_rows:
        raise NotFoundError(_CONTRACT.name, guarantee_id)
    counted = view.nodes(_CONTRACT, by="guarantee", ids=[guarantee_id])
    ((fact, force),) = with_force(counted, view.at)
    found = view.select(_PROMISE, by="guarantee", ids=[guarantee_id], limit=limit + 1)
    read = facts_of(_PROMISE, found.slice(0, limit))
    by_guarantor = {fact.references["guarantor"] or "": fact for fact in read}
    return Contract(
        fact=fact,
        force=force,
        promises=tuple(fact for _, fact in sorted(by_guarantor.items())),
        records=tuple(facts_of(_CONTRACT, table)),
        completeness=Completeness.cut(
            len(read), "guarantors" if found.num_rows > limit else "", advice=_ADVICE
        ),
    )
