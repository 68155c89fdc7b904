"""Words of names and numbers, cut the same way for writing and for searching.

No database's tokenizer serves Chinese names: some find nothing for a pair of
characters, others miss a single one. So the words are cut here, and an index keeps
them as they are:

* each Chinese character, and each pair of neighbours, over brackets, too;
* words of other scripts, without case and accents;
* the pinyin of a Chinese name: each syllable, each pair of neighbours, all in one, and
  the initials;
* each name, number and id as a whole, marked with ``№``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from graph.pinyin import han_words, pairs
from graph.search_conditions import condition_of
from graph.spelling import may_be_misspelt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.search_conditions import Condition

UNREADABLE = r"^[\s\p{Z}\p{Cf}]*$|[\x00-\x08\x0b-\x1f\x7f-\x{9f}]"
"""Pattern (RE2) of names that are blank or hold a control character."""

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002f7ff\U00030000-\U0003ffff"
_RUN = re.compile(f"([{_HAN}]+)|([^\\W_{_HAN}]+)")
_LATIN = re.compile("[0-9a-z]+")
_FOLDED = re.compile(f"[0-9a-z {_HAN}]*")
_SEPARATORS = re.compile(f"(?:(?![{_HAN}])[\\W_])+")
_WHOLE_MARK = "№"


@dataclass(frozen=True, slots=True)
class Query:
    """What a text asks for.

    It is found by `whole`, or by all of `terms` together with a word that starts
    with `prefix`. With `typos`, words near a Latin term do, too.
    """

    text: str = field(compare=False)
    terms: tuple[str, ...]
    prefix: str | None
    whole: str
    typos: bool = False

    def __bool__(self) -> bool:
        return bool(self.terms or self.prefix)

    @property
    def folded(self) -> str:
        """The text as names are compared with it."""
        return fold(self.text).strip()

    def forgiving(self) -> Query | None:
        """The same with typos allowed; None where no word may be misspelt."""
        words = (*self.terms, self.prefix or "")
        if self.typos or not any(map(may_be_misspelt, words)):
            return None
        return replace(self, typos=True)

    def conditions(self) -> list[Condition]:
        """What must all be met by what is found in part."""
        found = [condition_of(term, typos=self.typos) for term in self.terms]
        if self.prefix is not None:
            found.append(condition_of(self.prefix, typos=self.typos, unfinished=True))
        return found

    def matches(self, words: set[str]) -> bool:
        """Whether something with these words of `search_words` is found."""
        if not self:
            return False
        return self.whole in words or all(
            condition.met_by(words) for condition in self.conditions()
        )


def fold(text: str) -> str:
    """Text without case, accents and compatibility forms.

    Examples
    --------
    >>> fold("Ｓociété")
    'societe'
    """
    if text.isascii():
        return text.lower()
    if _FOLDED.fullmatch(text):
        return text
    apart = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(mark for mark in apart if not unicodedata.combining(mark))
    return unicodedata.normalize("NFC", kept)


def search_terms(text: str) -> Query:
    """The query that a text typed by a person stands for.

    Examples
    --------
    >>> query = search_terms("华为技术 Huaw")
    >>> query.terms, query.prefix, query.whole
    (('华为', '为技', '技术'), 'huaw', '№华为技术huaw')
    """
    folded = fold(text)
    terms: list[str] = []
    prefix = None
    for han, word in _RUN.findall(folded):
        if prefix is not None:
            terms.append(prefix)
            prefix = None
        if han:
            terms.extend(pairs(han) if len(han) > 1 else han)
        else:
            prefix = word
    return Query(text, tuple(dict.fromkeys(terms)), prefix, whole_word(folded))


def search_text(names: Iterable[str | None], numbers: Iterable[str | None]) -> str:
    """Every word by which something of these names and numbers is found.

    They stand behind each other with a space between, and some more than once, which
    an index does not mind: to make sets of them takes twice the time.
    A number of the form ``scheme:value`` is found by its value, too.
    """
    words: list[str] = []
    for name in names:
        if name:
            _add_name(words, fold(name))
    values: set[str] = set()
    for number in numbers:
        # an id often holds a number that is stated by itself, too
        if number and number not in values:
            value = number.partition(":")[2]
            if ":" not in value:
                values.add(value)
            _add_number(words, fold(number))
    return " ".join(words)


def search_words(
    names: Iterable[str | None], numbers: Iterable[str | None]
) -> set[str]:
    """The words of `search_text`, each once."""
    return set(search_text(names, numbers).split())


def whole_word(folded: str) -> str:
    """The word that stands for a whole folded text, whatever separates its parts.

    Examples
    --------
    >>> whole_word("lei:5493-00")
    '№lei549300'
    """
    return _WHOLE_MARK + joined(folded)


def joined(folded: str) -> str:
    """A folded text without whatever separates its parts."""
    return folded if folded.isalnum() else _SEPARATORS.sub("", folded)


def _add_name(words: list[str], folded: str) -> None:
    if folded.isascii():
        latin = _LATIN.findall(folded)
        words += latin
        words.append(_WHOLE_MARK + "".join(latin))
        return
    syllables: list[str] = []
    runs = _RUN.findall(folded)
    before = ""
    for han, word in runs:
        if han:
            found, read = han_words(han)
            words += found
            if before:
                words.append(before + han[0])
            if syllables:
                words.append(syllables[-1] + read[0])
            syllables += read
        else:
            words.append(word)
        before = han[-1:]
    words.append(_WHOLE_MARK + "".join([han or word for han, word in runs]))
    if syllables:
        words.append("".join(syllables))
        words.append("".join([syllable[:1] for syllable in syllables]))


def _add_number(words: list[str], folded: str) -> None:
    scheme, _, value = folded.partition(":")
    if not value:
        scheme, value = "", scheme
    whole = joined(value)
    words.append(_WHOLE_MARK + joined(scheme) + whole)
    words.append(_WHOLE_MARK + whole)
    words += (value,) if whole == value else _SEPARATORS.split(value)
