"""Which words a party is found by, and in which order parties found are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from graph.model import SearchHit
from graph.text import fold, search_terms, search_words
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.text import Query

SEARCHED = KINDS["party"].searched
"""Columns by which a party is found."""


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


def starts_rank(folded: str, name: str, name_en: str | None) -> int:
    """0 if one of the names begins with the folded text, else 1."""
    starts = fold(name).startswith(folded) or fold(name_en or "").startswith(folded)
    return 0 if starts else 1


def hits_in_order(
    text: str, whole: Iterable[Found], parts: Iterable[Found], limit: int
) -> list[SearchHit]:
    """Sort what was found, once per party.

    `whole` holds those for which the text is a whole number or name, `parts` those
    that hold all its words; a party may be in both.
    """
    query = search_terms(text)
    folded = fold(text).strip()

    def whole_order(found: Found) -> tuple[int, int, str, int]:
        by_number = query.whole in search_words([], found.numbers)
        return 1 - by_number, len(found.name), found.party_id, -found.collected_at

    def parts_order(found: Found) -> tuple[int, int, str, int]:
        rank = starts_rank(folded, found.name, found.name_en)
        return rank, len(found.name), found.party_id, -found.collected_at

    hits: dict[str, SearchHit] = {}
    for found in (*sorted(whole, key=whole_order), *sorted(parts, key=parts_order)):
        if len(hits) >= limit:
            break
        if found.party_id not in hits:
            hits[found.party_id] = _hit(found, query)
    return list(hits.values())


def _hit(found: Found, query: Query) -> SearchHit:
    words = {
        item: search_words([item], [])
        for item in (found.name, found.name_en)
        if item is not None
    } | {item: search_words([], [item]) for item in found.numbers}
    wholes = (item for item, held in words.items() if query.whole in held)
    parts = (item for item, held in words.items() if query.matches(held))
    matched = next(wholes, None) or next(parts, found.name)
    return SearchHit(
        found.party_id, found.party_type, found.name, found.name_en, matched
    )
