"""Which words a party is found by, and in which order parties found are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from graph.model import SearchHit
from graph.text import fold, search_terms, search_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.text import Query

SEARCHED = ("party_id", "name", "name_en", "uscc", "lei", "aliases")
"""Columns by which a party is found."""

_OTHER_RANK = 3


class Found(NamedTuple):
    """A visible version of a party that matches a query."""

    party_id: str
    party_type: str
    name: str
    name_en: str | None
    uscc: str | None
    lei: str | None
    aliases: str | None
    collected_at: int
    source: str

    @property
    def numbers(self) -> list[str]:
        """Ids and registration numbers, its own id first."""
        return party_numbers(self._asdict())


def party_numbers(party: Mapping[str, Any]) -> list[str]:
    """Ids and registration numbers of a party, its own id first."""
    numbers = [party["party_id"], party["uscc"], party["lei"]]
    numbers.extend((party["aliases"] or "").split(";"))
    return [number for number in numbers if number]


def party_words(party: Mapping[str, Any]) -> set[str]:
    """The words by which a party with these columns is found."""
    return search_words([party["name"], party["name_en"]], party_numbers(party))


def name_rank(folded: str, name: str, name_en: str | None) -> int:
    """1 if the folded text is a whole name, 2 if one begins with it, else 3."""
    names = [fold(name), fold(name_en or "")]
    if folded in names:
        return 1
    return 2 if any(item.startswith(folded) for item in names) else _OTHER_RANK


def hits_in_order(
    text: str, by_number: Iterable[Found], by_words: Iterable[Found], limit: int
) -> list[SearchHit]:
    """Sort what was found, once per party.

    `by_number` holds those for which the text is a whole number, `by_words` those
    that hold all words; a party may be in both.
    """
    folded = fold(text).strip()

    def order(found: Found) -> tuple[int, int, str, int]:
        rank = name_rank(folded, found.name, found.name_en)
        return rank, len(found.name), found.party_id, -found.collected_at

    query = search_terms(text)
    hits: dict[str, SearchHit] = {}
    for group in (by_number, by_words):
        for found in sorted(group, key=order):
            if len(hits) >= limit:
                return list(hits.values())
            if found.party_id not in hits:
                hits[found.party_id] = _hit(found, query)
    return list(hits.values())


def _hit(found: Found, query: Query) -> SearchHit:
    matched = next(
        (
            item
            for item in (found.name, found.name_en, *found.numbers)
            if item and query.matches(search_words([item], [item]))
        ),
        found.name,
    )
    return SearchHit(
        found.party_id, found.party_type, found.name, found.name_en, matched
    )
