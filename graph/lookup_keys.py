"""What contracts, cases and contacts are looked up by: numbers, telephones, addresses.

A key is a text without case, accents and separators. Something is found by the start
of one of its keys, so that an index in order is enough:

* a number or an id by its value, ``（2026）闽01民初1号`` as ``2026闽01民初1号``;
* an address from each part that begins one: city, district, street, building;
* a telephone by all of its digits, without country code: its key begins with ``+``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice, repeat
from typing import TYPE_CHECKING, Any, Self

from graph.text import fold, joined
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from graph.vocabulary import Kind

LOOKED_UP = {name: kind for name, kind in KINDS.items() if kind.looked_up}
"""Kinds of which facts are looked up by `Kind.looked_up`."""

SHORTEST_START = 2
"""Characters from which a start is looked for; one is found where it is all. Judgement:
it says too little."""

_RECORD = "record_id"
"""One that its file did not name is called after its party: that is no number."""

_PHONE_MARK = "+"
_SHORTEST_PHONE = 5  # judgement: short numbers of services have five digits
_PHONE = re.compile(r"\+?[\d\s().\-\u2010-\u2013]+")
_NOT_DIGIT = re.compile(r"[^0-9]+")
_NO_MARKS = str.maketrans("", "", " +-()")  # several times faster, where it is enough
_CHINA = "86"
_WITH_COUNTRY = 12
"""Digits from which a number that begins with 86 has the country code: without it and
without the leading 0 none in China has more than eleven."""

_PART_ENDS = re.compile(r"[省市区县镇乡村路街道巷号,;\s]+(?=[^\W\d_])")
_MOST_PARTS = 8  # judgement: province, city, district, town, street, building, more


@dataclass(frozen=True, slots=True)
class Match:
    """What a text matched: all of it or its start, and the column that states it."""

    whole: bool
    text: str
    column: str


@dataclass(frozen=True, slots=True)
class Lookup:
    """What a typed text asks for: keys that begin with `starts`, or that are `whole`.

    An id may be typed with its scheme or without it.
    """

    text: str
    starts: tuple[str, ...]
    whole: str

    @classmethod
    def of(cls, text: str) -> Self:
        """Read what somebody typed.

        Examples
        --------
        >>> Lookup.of("（2026）闽01民初1号").starts
        ('2026闽01民初1号',)
        >>> Lookup.of("+86 138-0013-8000").whole
        '+13800138000'
        """
        folded = fold(text).strip()
        value = folded.partition(":")[2]
        starts = [start] if len(start := joined(folded)) >= SHORTEST_START else []
        if start and (own := joined(value)) not in {"", start}:
            starts.append(own)
        phone = _phone_key(folded) if _PHONE.fullmatch(folded) else ""
        whole = phone if len(phone) > _SHORTEST_PHONE else start
        return cls(
            start,
            tuple(starts),
            whole,
        )

    def __bool__(self) -> bool:
        return bool(self.starts or self.whole)

    def match(self, kind: Kind, row: Mapping[str, Any]) -> Match | None:
        """What it matches of a fact with the columns of `select`; None for nothing."""
        found = None
        for column, text in _texts(kind, row):
            subtype = row.get(kind.subtype, "") if kind.subtype else ""
            keys = _keys(column, fold(text), subtype)
            if column.endswith("_id") and len(self.starts) > 1:
                keys.append(joined(fold(text)))
            if self.text in keys or self.whole in keys:
                return Match(whole=True, text=text, column=column)
            if found is None and self._begins(keys):
                found = Match(whole=False, text=text, column=column)
        return found

    def _begins(self, keys: list[str]) -> bool:
        return bool(self.starts) and any(key.startswith(self.text) for key in keys)


def key_columns(kind: Kind) -> list[str]:
    """Columns that keys are made of."""
    names = (*kind.looked_up, kind.tail.column, kind.subtype or kind.tail.column)
    return list(dict.fromkeys(names))


def lookup_keys(
    kind: Kind, columns: Mapping[str, Sequence[Any]], numbers: Sequence[int]
) -> Iterator[tuple[str, int]]:
    """Each key with the number of its fact, column by column; some repeat.

    `columns` are those of `key_columns`.
    """
    types = columns[kind.subtype] if kind.subtype else repeat("")
    subjects = columns[kind.tail.column]
    for column in kind.looked_up:
        rows = zip(columns[column], types, subjects, numbers, strict=False)
        for text, subtype, subject, number in rows:
            if text and not (column == _RECORD and text.startswith(subject)):
                for key in _keys(column, fold(text), subtype):
                    yield key, number


def phone_key(text: str) -> str:
    """The key of a telephone number, however it is written.

    Examples
    --------
    >>> phone_key("+86 (0531) 8612-3456"), phone_key("053186123456")
    ('+53186123456', '+53186123456')
    """
    return _phone_key(fold(text))


def _phone_key(folded: str) -> str:
    digits = folded.translate(_NO_MARKS).lstrip("0")
    if not digits.isdecimal():
        digits = _NOT_DIGIT.sub("", digits).lstrip("0")
    abroad = len(digits) >= _WITH_COUNTRY or folded.lstrip()[:1] == "+"
    if abroad and digits.startswith(_CHINA):
        digits = digits.removeprefix(_CHINA).lstrip("0")
    return _PHONE_MARK + digits


def _texts(kind: Kind, row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is looked up of a fact, with its column."""
    for column in kind.looked_up:
        text = row.get(column)
        if text and not (column == _RECORD and text.startswith(row[kind.tail.column])):
            yield column, text


def _keys(column: str, folded: str, subtype: str) -> list[str]:
    if column.endswith("_id"):
        return [joined(folded.partition(":")[2] or folded)]
    if subtype == "phone":
        return [_phone_key(folded)]
    keys = [joined(folded)]
    if subtype == "address":
        for end in islice(_PART_ENDS.finditer(folded), _MOST_PARTS):
            keys.append(joined(folded[end.end() :]))  # noqa: PERF401 - much faster
    return keys
