"""Hits of patterns that an account is part of."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Annotated

from graph.analysis.answer import Meaning, Sentence, Total
from graph.analysis.patterns import HitFigures
from graph.patterns import patterns

if TYPE_CHECKING:
    from graph.analysis.published import Published
    from graph.stores.base import Store

PAYMENT = "transfer"
"""Evidence that leads from an account; other kinds lead from a loan or a device."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternOfAccount(HitFigures):
    """A hit with what its pattern is called."""

    title: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountHits:
    """Published hits with an account in them, by pattern, earliest first."""

    items: tuple[PatternOfAccount, ...]
    total: Total
    published: Annotated[
        bool, Meaning("Whether hits of this snapshot are published at all.")
    ]


def hits_of_account(
    published: Published, store: Store, account_id: str, *, limit: int
) -> AccountHits:
    """The first hits of the account. O(evidence), over columns."""
    import pyarrow.compute as pc

    hits, evidence = (
        published.own_table(store, "patterns", name)
        for name in ("pattern_hit", "pattern_evidence")
    )
    if hits is None or evidence is None:
        return AccountHits(items=(), total=Total(0), published=False)
    leads_from = pc.and_(
        pc.equal(evidence["kind"], PAYMENT), pc.equal(evidence["from_id"], account_id)
    )
    concerned = pc.or_(leads_from, pc.equal(evidence["to_id"], account_id))
    ids = evidence.filter(concerned)["hit_id"].unique()
    own = hits.filter(pc.is_in(hits["hit_id"], value_set=ids))
    names = [item.name for item in fields(HitFigures)]
    rows = own.slice(0, limit).select(names).to_pylist()
    return AccountHits(
        items=tuple(
            PatternOfAccount(**row, title=_title(row["pattern"])) for row in rows
        ),
        total=Total(own.num_rows),
        published=True,
    )


def _title(name: str) -> Sentence:
    known = patterns()
    if name not in known:
        return Sentence(name, name)
    return Sentence(known[name].title.en, known[name].title.zh)
