"""Published hits of patterns: how many of each, and those of one."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np

from graph.analysis.answer import Completeness, Meaning, PartyRef, Sentence, Total
from graph.analysis.patterns import (
    ADVICE,
    Evidence,
    HitFigures,
    accounts_of,
    result_of,
)
from graph.analysis.published_run import PublishedRun
from graph.analysis.receipt import Receipt
from graph.analysis.snapshot_directory import BUILD_COMMAND
from graph.errors import NotPublishedError
from graph.instant import At
from graph.patterns import pattern_named, patterns

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pyarrow as pa

    from graph.analysis.published import Published
    from graph.patterns import Pattern
    from graph.stores.base import Store

SHOWN = 100
"""Pieces of evidence that a list tells of one hit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternCount:
    """A pattern with its test in a sentence, and how often it was found."""

    name: str
    title: Sentence
    text: Sentence
    hits: Annotated[
        Total | None, Meaning("Null: not searched, for something was not collected.")
    ]
    not_collected: Annotated[
        tuple[str, ...], Meaning("Kinds of facts that it needs and nobody collected.")
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternCounts:
    """Every pattern with its published hits."""

    items: tuple[PatternCount, ...]
    at: At
    completeness: Completeness
    receipt: Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedHit(HitFigures):
    """A hit with the first hundred pieces of its evidence; `transfers` counts them."""

    account_ids: Annotated[tuple[str, ...], Meaning("Of the evidence that is told.")]
    parties: Annotated[
        tuple[PartyRef, ...], Meaning("Known holders of these accounts, each once.")
    ]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedHits:
    """A page of the hits of one pattern, earliest first; `total` counts all pages."""

    pattern: PatternCount
    items: tuple[ListedHit, ...]
    total: Total
    currency: str
    at: At
    completeness: Completeness
    receipt: Receipt


def pattern_counts(published: Published, store: Store) -> PatternCounts:
    """How often each pattern was found. O(hits), over a column.

    Raises
    ------
    NotPublishedError
        No hits of this snapshot are published.
    """
    run = _run(published, store)
    counts = run.table("pattern_hit")["pattern"].value_counts()
    pairs = (counts.field(name).to_pylist() for name in ("values", "counts"))
    found = dict(zip(*pairs, strict=True))
    return PatternCounts(
        items=tuple(
            _count(run, item, found.get(item.name, 0)) for item in patterns().values()
        ),
        at=published.at,
        completeness=result_of((), run.receipt).completeness,
        receipt=published.stamped(run.receipt),
    )


def listed_hits(
    published: Published, store: Store, name: str, *, offset: int = 0, limit: int = 20
) -> ListedHits:
    """A page of the published hits of a pattern. O(hits and evidence), over columns.

    Raises
    ------
    NotFoundError
        There is no such pattern.
    NotPublishedError
        No hits of this snapshot are published.
    """
    import pyarrow.compute as pc

    pattern, run = pattern_named(name), _run(published, store)
    receipt = run.receipt
    hits = run.table("pattern_hit")
    own = hits.filter(pc.equal(hits["pattern"], name))
    page = own.slice(offset, limit)
    evidence = _evidence(run.table("pattern_evidence"), page["hit_id"])
    names = [item.name for item in fields(HitFigures)]
    items = [
        _listed(published, row, evidence.get(row["hit_id"], ()))
        for row in page.select(names).to_pylist()
    ]
    cut = (
        "limit" if offset + limit < own.num_rows else "",
        "limit:evidence" if any(hit.transfers > SHOWN for hit in items) else "",
    )
    return ListedHits(
        pattern=_count(run, pattern, own.num_rows),
        items=tuple(items),
        total=run.total(own.num_rows, name),
        currency=published.currency,
        at=published.at,
        completeness=Completeness.cut(
            receipt.run["explored"], *run.cuts_of(name), *cut, advice=ADVICE
        ),
        receipt=published.stamped(receipt),
    )


def _run(published: Published, store: Store) -> PublishedRun:
    """The hits that the store publishes of this snapshot."""
    run = PublishedRun.of(published, store, "patterns")
    if run is None:
        raise NotPublishedError(BUILD_COMMAND)
    return run


def _count(run: PublishedRun, pattern: Pattern, hits: int) -> PatternCount:
    snapshot = run.published.snapshot
    moved = ("transfer",) if "transfers" in pattern.evidence else ()
    kinds = [kind for kind in (*moved, *pattern.needs)
             if snapshot.facts(kind).num_rows == 0]  # fmt: skip
    if f"rate:{pattern.name}" in run.truncated_by:
        kinds.append("exchange_rate")
    return PatternCount(
        name=pattern.name,
        title=Sentence(pattern.title.en, pattern.title.zh),
        text=Sentence(pattern.text.en, pattern.text.zh),
        hits=None if kinds else run.total(hits, pattern.name),
        not_collected=tuple(kinds),
    )


def _evidence(table: pa.Table, hits: pa.ChunkedArray) -> dict[str, list[Evidence]]:
    """The first pieces of evidence of each of these hits, in order."""
    import pyarrow.compute as pc

    chosen = pc.and_(
        pc.is_in(table["hit_id"], value_set=hits.combine_chunks()),
        pc.less(table["place"], SHOWN),
    )
    facts: dict[str, list[Evidence]] = {}
    for row in table.filter(chosen).to_pylist():
        hit_id = row.pop("hit_id")
        row.pop("place")
        facts.setdefault(hit_id, []).append(Evidence(**row))
    return facts


def _listed(
    published: Published, figures: dict[str, Any], evidence: Sequence[Evidence]
) -> ListedHit:
    accounts = accounts_of(evidence)
    return ListedHit(
        **figures,
        account_ids=accounts,
        parties=_holders(published, accounts),
        evidence=tuple(evidence),
    )


def _holders(published: Published, accounts: Iterable[str]) -> tuple[PartyRef, ...]:
    rows = published.snapshot.incoming("account_holder")
    numbers = published.snapshot.numbers("account", list(accounts)).tolist()
    held = [rows.row(number) for number in numbers if number >= 0]
    parties = np.concatenate(held).tolist() if held else []
    return tuple(map(published.party_at, dict.fromkeys(parties)))
