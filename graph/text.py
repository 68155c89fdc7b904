"""Words of names and numbers, cut the same way for writing and for searching.

No database's tokenizer serves Chinese names: some find nothing for a pair of
characters, others miss a single one. So the words are cut here, and an index keeps
them as they are:

* each Chinese character, and each pair of neighbours;
* words of other scripts, without case and accents;
* the pinyin of a Chinese name: each syllable, all in one, and the initials;
* numbers and ids, once as words and once whole, marked with ``№``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(f"([{_HAN}]+)|([^\\W_{_HAN}]+)")
_SEPARATORS = re.compile(r"[\W_]+")
_NUMBER_MARK = "№"
_LONGEST_PHRASE = 4
_UMLAUT_U = str.maketrans("üǖǘǚǜ", "vvvvv")


@dataclass(frozen=True, slots=True)
class Query:
    """What a text asks for.

    A name matches when it holds all of `terms` and a word that starts with `prefix`;
    a number matches when it is `number`.
    """

    terms: tuple[str, ...]
    prefix: str | None
    number: str

    def matches(self, words: set[str]) -> bool:
        """Whether the words of `search_words` satisfy this query."""
        if self.number in words:
            return True
        if not (self.terms or self.prefix) or not words.issuperset(self.terms):
            return False
        prefix = self.prefix
        return prefix is None or any(word.startswith(prefix) for word in words)


def fold(text: str) -> str:
    """Text without case, accents and compatibility forms.

    Examples
    --------
    >>> fold("Ｓociété")
    'societe'
    """
    if text.isascii():
        return text.casefold()
    apart = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(mark for mark in apart if not unicodedata.combining(mark))
    return unicodedata.normalize("NFC", kept)


def search_terms(text: str) -> Query:
    """The query that a text typed by a person stands for.

    Examples
    --------
    >>> search_terms("华为技术 Huaw")
    Query(terms=('华为', '为技', '技术'), prefix='huaw', number='№华为技术huaw')
    """
    folded = fold(text)
    terms: list[str] = []
    prefix = None
    for han, word in _RUN.findall(folded):
        if prefix is not None:
            terms.append(prefix)
            prefix = None
        if han:
            terms.extend(_pairs(han) or han)
        else:
            prefix = word
    return Query(tuple(terms), prefix, exact_number(folded))


def search_words(
    names: Iterable[str | None], numbers: Iterable[str | None]
) -> set[str]:
    """Every word by which something of these names and numbers is found.

    A number of the form ``scheme:value`` is found by its value, too.
    """
    words: set[str] = set()
    for name in names:
        if name:
            _add_name(words, name)
    for number in numbers:
        if number:
            folded = fold(number)
            value = folded.partition(":")[2] or folded
            words.update(_SEPARATORS.split(value))
            words.add(exact_number(folded))
            words.add(exact_number(value))
    words.discard("")
    return words


def search_text(names: Iterable[str | None], numbers: Iterable[str | None]) -> str:
    """`search_words` as one text with spaces between, in order."""
    return " ".join(sorted(search_words(names, numbers)))


def exact_number(text: str) -> str:
    """The word that stands for a whole number or id, whatever separates its parts.

    Examples
    --------
    >>> exact_number("LEI:5493-00")
    '№lei549300'
    """
    return _NUMBER_MARK + _SEPARATORS.sub("", fold(text))


def pinyin(han: str) -> list[str]:
    """Reading of each Chinese character, without tones and with v for ü.

    Phrases of up to four characters decide between several readings.

    Examples
    --------
    >>> pinyin("重庆银行")
    ['chong', 'qing', 'yin', 'hang']
    """
    readings, phrases, openers = _dictionary()
    syllables: list[str] = []
    at = 0
    while at < len(han):
        if han[at] in openers:
            for length in range(_LONGEST_PHRASE, 1, -1):
                found = phrases.get(han[at : at + length])
                if found is not None:
                    syllables.extend(found)
                    at += length
                    break
            else:
                syllables.append(readings.get(han[at], ""))
                at += 1
        else:
            syllables.append(readings.get(han[at], ""))
            at += 1
    return syllables


def _add_name(words: set[str], name: str) -> None:
    syllables: list[str] = []
    for han, word in _RUN.findall(fold(name)):
        if han:
            words.update(han)
            words.update(_pairs(han))
            syllables.extend(pinyin(han))
        else:
            words.add(word)
    if syllables:
        words.update(syllables)
        words.add("".join(syllables))
        words.add("".join(syllable[:1] for syllable in syllables))


def _pairs(han: str) -> list[str]:
    return [han[at : at + 2] for at in range(len(han) - 1)]


@cache
def _dictionary() -> tuple[dict[str, str], dict[str, tuple[str, ...]], set[str]]:
    """Readings of characters, of phrases that read otherwise, and their openers.

    pypinyin's own function takes 0.1 ms a name; a load has a million of them.
    """
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

    plain = cache(_without_tone)
    readings = {
        chr(code): plain(text.partition(",")[0]) for code, text in PINYIN_DICT.items()
    }
    phrases = {}
    for phrase, marked in PHRASES_DICT.items():
        if len(phrase) <= _LONGEST_PHRASE:
            found = tuple(plain(options[0]) for options in marked)
            if any(readings.get(c) != s for c, s in zip(phrase, found, strict=False)):
                phrases[phrase] = found
    return readings, phrases, {phrase[0] for phrase in phrases}


def _without_tone(syllable: str) -> str:
    return fold(syllable.translate(_UMLAUT_U))
