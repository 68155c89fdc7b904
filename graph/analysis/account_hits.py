"""Hits of patterns that an account is part of."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Annotated

from graph.analysis.answer import Meaning, Sentence, Total
from graph.analysis.patterns import HitFigures
from graph.patterns import patterns

if TYPE_CHECKING:
    from graph.analysis.published_run import PublishedRun

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
    total: Annotated[
        Total, Meaning("`gte` where the published search was cut: there may be more.")
    ]
    published: Annotated[
        bool, Meaning("Whether hits of this snapshot are published at all.")
    ]


def hits_of_account(
    run: PublishedRun | None, account_id: str, *, limit: int
) -> AccountHits:
    """The first hits of the account in what the patterns' run found.

    O(evidence), over columns.

    Raises
    ------
    NotPublishedError
        They were replaced meanwhile.
    """
    import pyarrow.compute as pc

    if run is None:
        return AccountHits(items=(), total=Total(0), published=False)
    hits, evidence = run.table("pattern_hit"), run.table("pattern_evidence")
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
        total=run.total(own.num_rows),
        published=True,
    )


def _title(name: str) -> Sentence:
    known = patterns()
    if name not in known:
        return Sentence(name, name)
    return Sentence(known[name].title.en, known[name].title.zh)
