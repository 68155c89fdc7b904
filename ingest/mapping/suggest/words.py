"""The words of heads, read from `words.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Words(NamedTuple):
    """What the file holds; each line is words with spaces between."""

    words: dict[str, str]
    roles: dict[str, str]
    party: dict[str, str]
    kinds: dict[str, str]
    facts: dict[str, str]
    """By the fields that the words name: ``kind=field``, with spaces between."""


@cache
def known_words() -> Words:
    """All words."""
    content = files("ingest.mapping.suggest").joinpath("words.toml").read_text("utf-8")
    return Words(**tomllib.loads(content))


def fields_of(line: str) -> tuple[tuple[str, str], ...]:
    """The fields of a key of `Words.facts`, each with its kind.

    Examples
    --------
    >>> fields_of("guarantee=cap loan=principal")
    (('guarantee', 'cap'), ('loan', 'principal'))
    """
    pairs = (pair.partition("=") for pair in line.split())
    return tuple((kind, name) for kind, _, name in pairs)
