"""Damage to files: one change of the kinds that disks, editors and programs make."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

FRAGMENTS = (
    b"null", b"true", b"NaN", b"-Infinity", b"1e999", b"-1", b"0.5",
    b"9" * 40, b'""', b'"\\ud800"', b"[]", b"{}", b"[[" * 500, b",", b"\x00",
    "甲".encode(), b"\xff\xfe",
)  # fmt: skip
"""What a JSON reader meets where something else should stand."""


def flipped(content: bytes, random: Random) -> bytes:
    """One bit is another one."""
    place = random.randrange(len(content))
    changed = bytearray(content)
    changed[place] ^= 1 << random.randrange(8)
    return bytes(changed)


def cut(content: bytes, random: Random) -> bytes:
    """The end is missing, perhaps all of it."""
    return content[: random.randrange(len(content))]


def shortened(content: bytes, random: Random) -> bytes:
    """Something in the middle is missing."""
    start = random.randrange(len(content))
    return content[:start] + content[start + random.randint(1, 20) :]


def filled(content: bytes, random: Random) -> bytes:
    """Something else stands in the middle."""
    start = random.randrange(len(content))
    stop = start + random.choice((0, 1, 8, 40))
    return content[:start] + random.choice(FRAGMENTS) + content[stop:]


def foreign(_: bytes, random: Random) -> bytes:
    """Another file lies there."""
    return random.choice(
        (*FRAGMENTS, b'{"format": 2, "keys": {}}', random.randbytes(64))
    )


MUTATIONS: tuple[Callable[[bytes, Random], bytes], ...] = (
    flipped, cut, shortened, filled, filled, foreign,
)  # fmt: skip


def mutated(content: bytes, random: Random) -> bytes:
    """The content with one damage."""
    return random.choice(MUTATIONS)(content, random)
