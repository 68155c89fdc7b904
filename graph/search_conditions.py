"""What the words of a search ask for, with readings of pinyin and with typos."""

from __future__ import annotations

from functools import lru_cache
from operator import add
from typing import NamedTuple

from graph.spelling import may_be_misspelt, one_typo_away, syllable_readings


class Choice(NamedTuple):
    """Words that must be there together, with one that starts with `prefix`."""

    words: tuple[str, ...]
    prefix: str | None = None

    def met_by(self, words: set[str]) -> bool:
        """Whether these words hold all that is asked for."""
        return words.issuperset(self.words) and (
            self.prefix is None or any(word.startswith(self.prefix) for word in words)
        )


class Condition(NamedTuple):
    """One typed word: what any one of `choices` finds, or a word near `misspelt`."""

    choices: tuple[Choice, ...]
    misspelt: str | None = None

    def among(self, known: set[str]) -> Condition:
        """The same without what no known word can meet; typos are spelt out."""
        near = one_typo_away(self.misspelt) & known if self.misspelt else ()
        kept = [
            choice
            for choice in self.choices
            if choice.prefix is not None or known.issuperset(choice.words)
        ]
        return Condition((*kept, *(Choice((word,)) for word in sorted(near))))

    def words(self) -> set[str]:
        """Whole words that may meet it."""
        near = one_typo_away(self.misspelt) if self.misspelt else frozenset()
        return set(near).union(*(choice.words for choice in self.choices))

    def met_by(self, words: set[str]) -> bool:
        """Whether something with these words has what was typed."""
        return any(choice.met_by(words) for choice in self.choices) or (
            self.misspelt is not None
            and not words.isdisjoint(one_typo_away(self.misspelt))
        )


@lru_cache(256)  # asked again for each thing that is found
def condition_of(word: str, *, typos: bool, unfinished: bool = False) -> Condition:
    """What a typed word asks for; `unfinished` where it may go on."""
    plain = Choice((), word) if unfinished else Choice((word,))
    choices = [plain]
    for reading in syllable_readings(word, unfinished=unfinished):
        pairs = tuple(map(add, reading, reading[1:]))
        choices.append(Choice(pairs[:-1], pairs[-1]) if unfinished else Choice(pairs))
    if not typos or not may_be_misspelt(word):
        return Condition(tuple(choices))
    choices.extend(
        Choice(tuple(map(add, reading, reading[1:])))
        for near in sorted(one_typo_away(word))
        for reading in syllable_readings(near)
    )
    return Condition(tuple(dict.fromkeys(choices)), word)
