"""Finding circles by id and by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from graph.analysis.answer import Band, Meaning, Sentence, Total, explorer_page
from graph.analysis.bands import band_of
from graph.analysis.circles import ranked_circles
from graph.analysis.structure import CircleKind
from graph.text import fold, joined
from graph.word_index import WordIndex

if TYPE_CHECKING:
    from graph.analysis.published import Published

_SHORTEST_ID = 4
"""Characters of an id from which it is looked for. Judgement: fewer find anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleHit:
    """A circle found by id or name; `firms` and `band` tell namesakes apart."""

    circle_id: str
    kind: CircleKind
    name: Sentence
    firms: int
    band: Band
    matched: str
    matched_in: Annotated[str, Meaning("circle_id | name")]
    page: Annotated[str, Meaning("Address of its page in the explorer.")]


@dataclass(frozen=True, slots=True)
class CircleGroup:
    """The circles that a text finds."""

    items: tuple[CircleHit, ...]
    total: Total


class CircleIndex:
    """The circles of a published snapshot of every kind, riskiest first, by words."""

    def __init__(self, published: Published) -> None:
        self._circles = ranked_circles(published, None)
        self._names = [published.circle_name(row.circle_id) for row in self._circles]
        self._words = WordIndex((name.zh, name.en) for name in self._names)
        self._ids = [joined(fold(row.circle_id)) for row in self._circles]

    def find(self, text: str, limit: int) -> CircleGroup:
        """By the start of an id, with or without its ``C-``; then by words of names."""
        start = joined(fold(text))
        by_id = [
            place
            for place, own in enumerate(self._ids)
            if len(start) >= _SHORTEST_ID and own.startswith((start, f"c{start}"))
        ]
        found = list(dict.fromkeys([*by_id, *self._words.find(text)]))
        ids = set(by_id)
        items = tuple(self._hit(place, by_id=place in ids) for place in found[:limit])
        return CircleGroup(items, Total(len(found)))

    def _hit(self, place: int, *, by_id: bool) -> CircleHit:
        row, name = self._circles[place], self._names[place]
        return CircleHit(
            circle_id=row.circle_id,
            kind=row.kind,
            name=name,
            firms=row.firms,
            band=band_of(row.max_pd),
            matched=row.circle_id if by_id else name.zh,
            matched_in="circle_id" if by_id else "name",
            page=explorer_page("circles", row.circle_id),
        )
