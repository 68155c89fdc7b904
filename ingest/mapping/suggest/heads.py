"""Heads cut into words that are known."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from ingest.mapping.simplified import simplified
from ingest.mapping.suggest.words import fields_of, known_words
from ingest.mapping.values.characters import narrow
from ingest.mapping.values.units import phrase_of

LONGEST = 80
"""Characters of a head; a longer text is read as none. Judgement."""

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_UNIT = re.compile(r"[a-z0-9]+(?:'s)?|[\u3400-\u9fff]")
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】|〔([^〔〕]*)〕")
_OVER = re.compile("(?:情况|信息|明细|资料|概况)(?=/)")
"""What a head over others says of the kind of its columns, but not of each."""
_LATIN_WEIGHT = 2
"""A word of English beside a character of Chinese; judgement."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word says; several where it is used for several things."""

    role: str | None = None
    weak: bool = False
    party: str | None = None
    kind: str | None = None
    fact: tuple[tuple[str, str], ...] = ()
    generic: str | None = None
    stop: bool = False
    noise: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """A head as its words.

    `fact` has, for each word that names a field of facts, that field by kind; `known`
    is the part of the head that its words make, from 0 to 1.
    """

    text: str
    roles: tuple[str, ...] = ()
    weak: bool = False
    party: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    facts: tuple[dict[str, str], ...] = ()
    generic: tuple[str, ...] = ()
    stopped: bool = False
    known: float = 0.0
    words: tuple[str, ...] = field(default=(), compare=False)


def head_of(text: str) -> Head:
    """Cut a head into words; a head of two rows has ``/`` between them.

    Examples
    --------
    >>> head_of("被擔保方名稱").roles, head_of("被擔保方名稱").party
    (('debtor',), ('name',))
    >>> head_of("是否关联担保").stopped
    True
    """
    units = _units(_without_units(text)) if len(text) <= LONGEST else []
    found: list[Meaning] = []
    words: list[str] = []
    total = known = place = 0
    while place < len(units):
        size, meaning = _longest(units, place)
        weight = sum(_weight(unit) for unit in units[place : place + size])
        # To alone says until when, and nothing within other words
        idle = meaning is not None and meaning.noise and size < len(units)
        if not idle:
            total += weight
        if meaning is not None and not idle:
            known += weight
            found.append(meaning)
            words.append("".join(units[place : place + size]))
        place += size
    return Head(
        text,
        _distinct([item.role for item in found]),
        any(item.weak for item in found),
        _distinct([item.party for item in found]),
        _distinct([item.kind for item in found]),
        tuple(dict(item.fact) for item in found if item.fact),
        _distinct([item.generic for item in found]),
        any(item.stop for item in found),
        known / total if total else 0.0,
        tuple(words),
    )


def _without_units(text: str) -> str:
    """The head without brackets that hold a unit or %."""
    plain = _OVER.sub("", _HUMP.sub(" ", simplified(narrow(text))))
    for found in _BRACKETS.finditer(plain):
        inside = next(filter(None, found.groups()), "")
        if "%" in inside or phrase_of(inside) is not None:
            plain = plain.replace(found.group(), " ")
    return plain


def _units(text: str) -> list[str]:
    return _UNIT.findall(text.lower().replace("_", " "))


def _weight(unit: str) -> int:
    return _LATIN_WEIGHT if unit.isascii() else 1


def _longest(units: list[str], place: int) -> tuple[int, Meaning | None]:
    index, longest = _index()
    for size in range(min(longest, len(units) - place), 0, -1):
        if meaning := index.get(tuple(units[place : place + size])):
            return size, meaning
    return 1, None


def _distinct(items: list[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item for item in items if item is not None))


@cache
def _index() -> tuple[dict[tuple[str, ...], Meaning], int]:
    told: dict[tuple[str, ...], dict[str, object]] = {}

    def tell(words: str, **meaning: object) -> None:
        for word in words.split():
            told.setdefault(tuple(_units(word)), {}).update(meaning)

    known = known_words()
    tell(known.words["noise"], noise=True)
    tell(known.words["periods"], noise=False)
    tell(known.words["no_field"], stop=True)
    tell(known.words["weak_roles"], weak=True)
    tell(known.words["id"], generic="id")
    tell(known.words["type"], generic="type")
    for kind, words in known.kinds.items():
        tell(words, kind=kind)
    for role, words in known.roles.items():
        tell(words, role=role)
    for name, words in known.party.items():
        tell(words, party=name)
    for fields, words in known.facts.items():
        tell(words, fact=fields_of(fields))
    index = {units: Meaning(**meaning) for units, meaning in told.items()}  # type: ignore[arg-type] # by name
    return index, max(map(len, index))
