"""One guarantee contract at an instant: its terms, its force, its guarantors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.analysis.answer import Completeness
from graph.errors import NotFoundError
from graph.legal_force import Force
from graph.model import Fact, facts_of
from graph.snapshot.builder.debts import binding_force
from graph.snapshot.builder.loan_facts import LoanFacts, covers_of
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    import pyarrow as pa

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


def with_force(view: FactView, contracts: pa.Table) -> list[tuple[Fact, Force]]:
    """Contracts as a view's `nodes` returns them, each with what decides on it.

    What they cover is read as well: a contract whose loans are over has no force.
    """
    facts = facts_of(_CONTRACT, contracts)
    if not facts:
        return []
    loans = LoanFacts.read(view, covers_of(contracts))
    numbered, numbers = contracts, []
    for name in ("debtor", "creditor"):
        column = contracts[f"{name}_id"].combine_chunks().dictionary_encode()
        ids = column.dictionary.to_pylist()
        numbers.append({party_id: number for number, party_id in enumerate(ids)})
        numbered = numbered.append_column(name, [column.indices.fill_null(-1)])
    debtors, creditors = numbers
    debts = loans.debts(numbered, debtors, creditors, view.at.as_of)
    _, codes = binding_force(numbered, debts, view.at.as_of)
    return [(fact, Force(int(code))) for fact, code in zip(facts, codes, strict=True)]


def contract_of(
    view: FactView, guarantee_id: str, *, limit: int = GUARANTORS
) -> Contract:
    """Read a contract with at most `limit` of its promises. A few indexed reads.

    Raises
    ------
    NotFoundError
        No visible fact describes it.
    """
    table = view.select(_CONTRACT, by="guarantee", ids=[guarantee_id])
    if not table.num_rows:
        raise NotFoundError(_CONTRACT.name, guarantee_id)
    counted = view.nodes(_CONTRACT, by="guarantee", ids=[guarantee_id])
    ((fact, force),) = with_force(view, counted)
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
