"""Texts in memory that are found by words, as stores find parties."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING

from graph.text import search_terms, search_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.search_conditions import Choice, Condition
    from graph.text import Query


class WordIndex:
    """Which of some things a text finds by their names; made once, read by many.

    Parameters
    ----------
    names
        Of each thing its names.
    """

    def __init__(self, names: Iterable[Sequence[str]]) -> None:
        places: dict[str, set[int]] = defaultdict(set)
        self._count = 0
        for place, own in enumerate(names):
            self._count += 1
            for word in search_words(own, ()):
                places[word].add(place)
        self._places = dict(places)
        self._words = sorted(places)

    def find(self, text: str) -> list[int]:
        """Places of what holds every word, without typos.

        Ascending, but first those whose name the text is. O(found words).
        """
        query = search_terms(text)
        if not query:
            return []
        found = self._holding(query)
        whole = self._places.get(query.whole, set())
        return [*sorted(whole), *sorted(found - whole)]

    def _holding(self, query: Query) -> set[int]:
        found = set(range(self._count))
        for condition in query.conditions():
            found &= self._meeting(condition)
        return found | self._places.get(query.whole, set())

    def _meeting(self, condition: Condition) -> set[int]:
        return set().union(*map(self._choosing, condition.choices))

    def _choosing(self, choice: Choice) -> set[int]:
        parts = [self._places.get(word, set()) for word in choice.words]
        if choice.prefix is not None:
            first = bisect_left(self._words, choice.prefix)
            last = bisect_left(self._words, choice.prefix + "\U0010ffff")
            begun = (self._places[word] for word in self._words[first:last])
            parts.append(set().union(*begun))
        return set.intersection(*parts) if parts else set()
