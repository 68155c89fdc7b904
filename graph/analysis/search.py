"""Parties by name or number, a page at a time, with near names where nothing fits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from graph.analysis.answer import (
    Band,
    Completeness,
    Meaning,
    PartyRef,
    Total,
    explorer_page,
)
from graph.analysis.bands import band_of
from graph.instant import At

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.analysis.published import Published
    from graph.model import SearchHit
    from graph.stores.view import StoreView

SEARCH_LIMIT = 1_000
"""Most hits of a search, over all its pages."""
_SUGGESTIONS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyHit(PartyRef):
    """A party found by name or number.

    `matched_in` is the column that states `matched`; `city` and `number` (unified
    credit code, else LEI) tell namesakes apart.
    """

    matched: str
    matched_in: str
    city: str | None
    number: str | None
    band: Band
    page: Annotated[str, Meaning("Address of its page in the explorer.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRecord:
    """Search results; `suggestions` are near names where nothing was found."""

    items: tuple[PartyHit, ...]
    total: Total
    at: At
    completeness: Completeness
    suggestions: tuple[PartyHit, ...]


def search_record(
    published: Published,
    view: StoreView,
    text: str,
    *,
    party_types: Sequence[str] = (),
    offset: int = 0,
    limit: int = 20,
) -> SearchRecord:
    """A page of the parties that a text finds at the instant of a view.

    Only as many hits are looked for as show whether a page follows, so `total` is a
    lower bound until the last page.

    Parameters
    ----------
    text
        Words in Chinese, pinyin or Latin script, or a number.
    party_types
        Types to find; all without any.
    """
    wanted = min(offset + limit + 1, SEARCH_LIMIT)
    hits = view.search(text, limit=wanted, party_types=party_types)
    cut = len(hits) >= SEARCH_LIMIT
    at_least = cut or len(hits) > offset + limit
    near: Sequence[SearchHit] = ()
    if not hits and len(text) > 2:
        near = view.search(text[: len(text) // 2 + 1], limit=_SUGGESTIONS)
    return SearchRecord(
        items=banded(published, hits[offset : offset + limit], view.at),
        total=Total(len(hits), "gte" if at_least else "eq"),
        at=view.at,
        completeness=Completeness.cut(
            len(hits),
            "search_limit" if cut else "",
            advice="Add a word to the search.",
        ),
        suggestions=banded(published, near, view.at),
    )


def banded(
    published: Published, hits: Sequence[SearchHit], at: At
) -> tuple[PartyHit, ...]:
    """Hits with the risk bands published for that instant."""
    current = published.speaks_of(at)
    return tuple(
        PartyHit(
            party_id=hit.party_id,
            party_type=hit.party_type,
            name=hit.name,
            name_en=hit.name_en,
            ended_on=hit.ended_on,
            matched=hit.matched,
            matched_in=hit.matched_in,
            city=hit.city,
            number=hit.number,
            band=band_of(published.pd.get(hit.party_id) if current else None),
            page=explorer_page("parties", hit.party_id),
        )
        for hit in hits
    )
