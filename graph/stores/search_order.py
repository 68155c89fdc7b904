"""Which words a party is found by, and in which order parties found are shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

from graph.model import SearchHit
from graph.text import fold, search_text, search_words
from graph.vocabulary import KINDS, PropertyType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pyarrow as pa

    from graph.instant import At
    from graph.text import Query

PARTY = KINDS["party"]
SEARCHED = PARTY.searched
"""Columns by which a party is found: names, and ids and registration numbers."""

_NAMES = tuple(
    name for name in SEARCHED if name.removesuffix("_en") in PARTY.node.named_by
)
_LISTS = tuple(
    item.name
    for item in PARTY.properties
    if item.name in SEARCHED and item.type is PropertyType.IDS
)
_NUMBERS = tuple(name for name in SEARCHED if name not in {*_NAMES, *_LISTS})

FOUND_COLUMNS = (*SEARCHED, "party_type", "collected_at")
"""What `Found` is made of."""

_SHOWN = [
    *("party_id", "party_type", "name", "name_en", "city"),
    *("uscc", "lei", "valid_to"),
]


@dataclass(frozen=True, slots=True)
class Found:
    """A visible version of a party that matches a query.

    `names` and `numbers` are texts with the columns that state them; its own id is
    the first number.
    """

    party_id: str
    party_type: str
    name: str
    name_en: str | None
    names: Sequence[tuple[str, str]]
    numbers: Sequence[tuple[str, str]]
    collected_at: int

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """From the values of `FOUND_COLUMNS`."""
        return cls(
            party_id=row["party_id"],
            party_type=row["party_type"],
            name=row["name"],
            name_en=row["name_en"],
            names=[(row[name], name) for name in _NAMES if row[name]],
            numbers=[
                *((row[name], name) for name in _NUMBERS if row[name]),
                *(
                    (item, name)
                    for name in _LISTS
                    if row[name]
                    for item in row[name].split(";")
                ),
            ],
            collected_at=row["collected_at"],
        )


def party_text(party: Mapping[str, Any]) -> str:
    """The words by which a party with the columns `SEARCHED` is found, for an index."""
    return search_text(map(party.__getitem__, _NAMES), _numbers_of(party))


def party_words(party: Mapping[str, Any]) -> set[str]:
    """The words of `party_text`, each once."""
    return set(party_text(party).split())


def _numbers_of(party: Mapping[str, Any]) -> list[str | None]:
    numbers = list(map(party.__getitem__, _NUMBERS))
    for name in _LISTS:
        if party[name]:
            numbers += party[name].split(";")
    return numbers


def starts_rank(folded: str, name: str, name_en: str | None) -> int:
    """0 if one of the names begins with the folded text, else 1."""
    starts = fold(name).startswith(folded) or fold(name_en or "").startswith(folded)
    return 0 if starts else 1


def hits_in_order(
    query: Query, whole: Iterable[Found], parts: Iterable[Found], limit: int
) -> list[SearchHit]:
    """Sort what was found, once per party.

    `whole` holds those for which the text is a whole number or name, `parts` those
    that hold all its words; a party may be in both.
    """
    folded = query.folded

    def whole_order(found: Found) -> tuple[int, int, str, int]:
        by_number = query.whole in search_words([], [text for text, _ in found.numbers])
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


def hits_among(
    query: Query, rows: Iterable[Mapping[str, Any]], limit: int
) -> list[SearchHit]:
    """Those of these descriptions that match, in order."""
    whole: list[Found] = []
    parts: list[Found] = []
    for row in rows:
        words = party_words(row)
        if query.matches(words):
            (whole if query.whole in words else parts).append(Found.of(row))
    return hits_in_order(query, whole, parts, limit)


def as_shown(hits: Sequence[SearchHit], known: pa.Table, at: At) -> list[SearchHit]:
    """Hits called as the descriptions that count say."""
    shown = {row["party_id"]: row for row in known.select(_SHOWN).to_pylist()}
    for row in shown.values():
        uscc, lei = row.pop("uscc"), row.pop("lei")
        row["number"] = uscc or lei
        row["ended_on"] = at.last_day(row.pop("valid_to"))
    return [replace(hit, **shown[hit.party_id]) for hit in hits]


def _hit(found: Found, query: Query) -> SearchHit:
    words = [(item, search_words([item[0]], [])) for item in found.names]
    words += [(item, search_words([], [item[0]])) for item in found.numbers]
    wholes = (item for item, held in words if query.whole in held)
    parts = (item for item, held in words if query.matches(held))
    matched, column = next(wholes, None) or next(parts, (found.name, "name"))
    return SearchHit(
        found.party_id, found.party_type, found.name, found.name_en, matched, column
    )
