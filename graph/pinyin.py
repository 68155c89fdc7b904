"""Chinese characters as they are read aloud, and the words of both."""

from __future__ import annotations

import unicodedata
from functools import cache
from operator import add
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_PHRASE = 4
MOST_NEIGHBOURS = 200_000
"""Pairs whose words are remembered, ~50 MB. Judgement."""
_UMLAUT_U = str.maketrans("üǖǘǚǜ", "vvvvv")


def pinyin(han: str) -> list[str]:
    """Reading of each Chinese character, without tones and with v for ü.

    Phrases of up to four characters decide between several readings.

    Examples
    --------
    >>> pinyin("重庆银行")
    ['chong', 'qing', 'yin', 'hang']
    """
    readings, phrases, openings = _dictionary()
    if openings.isdisjoint(pairs(han)):
        return list(map(readings.__getitem__, han))
    syllables: list[str] = []
    at = 0
    while at < len(han):
        found: tuple[str, ...] = (readings[han[at]],)
        if han[at : at + 2] in openings:
            found = next(_phrases_at(han, at, phrases), found)
        syllables.extend(found)
        at += len(found)
    return syllables


def han_words(han: str) -> tuple[list[str], list[str]]:
    """Characters, their syllables, and pairs of neighbours of both; the syllables.

    One text may hold several words with a space between.
    """
    readings, _, openings = _dictionary()
    neighbours = pairs(han)
    if openings.isdisjoint(neighbours):
        read = list(map(readings.__getitem__, han))
        return [*map(_NEIGHBOURS.__getitem__, neighbours), han[-1], read[-1]], read
    read = pinyin(han)
    return [*han, *neighbours, *read, *map(add, read, read[1:])], read


def pairs(han: str) -> list[str]:
    """Each two neighbours."""
    return list(map(add, han, han[1:]))


def _phrases_at(
    han: str, at: int, phrases: dict[str, tuple[str, ...]]
) -> Iterator[tuple[str, ...]]:
    """Readings of the phrases that begin here, the longest first."""
    for length in range(_LONGEST_PHRASE, 1, -1):
        found = phrases.get(han[at : at + length])
        if found is not None:
            yield found


class _Readings(dict[str, str]):
    """Reading of each character, empty for one without."""

    def __missing__(self, character: str) -> str:
        return ""


class _Neighbours(dict[str, str]):
    """Words of two characters that read as they do alone, made once for all names.

    They are the first character, both, and the pinyin of these.
    """

    def __missing__(self, pair: str) -> str:
        readings = _dictionary()[0]
        first, second = map(readings.__getitem__, pair)
        if len(self) >= MOST_NEIGHBOURS:
            self.clear()
        words = self[pair] = f"{pair[0]} {pair} {first} {first}{second}"
        return words


_NEIGHBOURS = _Neighbours()


@cache
def _dictionary() -> tuple[_Readings, dict[str, tuple[str, ...]], set[str]]:
    """Readings of characters, of phrases that read otherwise, and how those begin.

    pypinyin's own function takes 0.1 ms a name; a load has a million of them.
    """
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

    plain = cache(_without_tone)
    readings = _Readings(
        (chr(code), plain(text.partition(",")[0])) for code, text in PINYIN_DICT.items()
    )
    phrases = {}
    for phrase, marked in PHRASES_DICT.items():
        if len(phrase) <= min(_LONGEST_PHRASE, len(marked)):
            found = tuple(plain(options[0]) for options in marked)
            alone = tuple(map(readings.__getitem__, phrase))
            if found != alone:
                phrases[phrase] = found
    return readings, phrases, {phrase[:2] for phrase in phrases}


def _without_tone(syllable: str) -> str:
    apart = unicodedata.normalize("NFD", syllable.translate(_UMLAUT_U))
    return "".join(mark for mark in apart if not unicodedata.combining(mark))
