"""Check characters of the Chinese unified credit code and of the LEI.

A unified social credit code (USCC, GB 32100-2015) has 18 characters of an alphabet
without I, O, S, V and Z; the last one makes the weighted sum divisible by 31. A legal
entity identifier (LEI, ISO 17442) has 20, the last two digits chosen so that the
number spelt by it (A = 10 ... Z = 35) leaves 1 when divided by 97 (ISO/IEC 7064).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ingest.checks.reasons import Reason, first_reason

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from ingest.checks.reasons import Reasons

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_LENGTH = 18
_LEI_LENGTH = 20

_USCC_WEIGHTS = np.array([pow(3, place, 31) for place in range(17)], dtype=np.int64)
_LEI_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NOT_IN_ALPHABET = -1


def _values(alphabet: str) -> NDArray[np.int64]:
    table = np.full(256, _NOT_IN_ALPHABET, dtype=np.int64)
    table[np.frombuffer(alphabet.encode(), dtype=np.uint8)] = np.arange(len(alphabet))
    return table


_USCC_VALUES = _values(USCC_ALPHABET)
_LEI_VALUES = _values(_LEI_ALPHABET)


def uscc_check_character(body: str) -> str:
    """Last character of the credit code that begins with these 17.

    Raises
    ------
    ValueError
        The body is not 17 characters of the alphabet.

    Examples
    --------
    >>> uscc_check_character("91350100M000100Y4")
    '3'
    """
    if len(body) != _USCC_LENGTH - 1 or not set(body) <= set(USCC_ALPHABET):
        raise ValueError(f"{body!r} is not 17 characters of {USCC_ALPHABET}")
    total = sum(
        int(weight) * USCC_ALPHABET.index(character)
        for weight, character in zip(_USCC_WEIGHTS, body, strict=True)
    )
    return USCC_ALPHABET[-total % 31]


def lei_check_digits(body: str) -> str:
    """Last two digits of the LEI that begins with these 18 characters.

    Raises
    ------
    ValueError
        The body is not 18 digits and capital letters.

    Examples
    --------
    >>> lei_check_digits("5493001KJTIIGC8Y1R")
    '12'
    """
    if len(body) != _LEI_LENGTH - 2 or not set(body) <= set(_LEI_ALPHABET):
        raise ValueError(f"{body!r} is not 18 digits and capital letters")
    number = int("".join(str(_LEI_ALPHABET.index(letter)) for letter in body + "00"))
    return f"{98 - number % 97:02d}"


def _valid_usccs(values: NDArray[np.int64]) -> NDArray[np.bool_]:
    sums = values[:, :17] @ _USCC_WEIGHTS + values[:, 17]
    valid: NDArray[np.bool_] = (values >= 0).all(axis=1) & (sums % 31 == 0)
    return valid


def _valid_leis(values: NDArray[np.int64]) -> NDArray[np.bool_]:
    remainder = np.zeros(len(values), dtype=np.int64)
    for place in range(_LEI_LENGTH):
        column = values[:, place]
        remainder = (remainder * np.where(column > 9, 100, 10) + column) % 97
    check = values[:, 18] * 10 + values[:, 19]
    # 00, 01 and 99 leave the same remainders as 97, 98 and 02, which are meant.
    digits = (values[:, 18:] <= 9).all(axis=1) & (check >= 2) & (check <= 98)
    valid: NDArray[np.bool_] = (values >= 0).all(axis=1) & digits & (remainder == 1)
    return valid


@dataclass(frozen=True, slots=True)
class Scheme:
    """Codes of a fixed length whose last characters check the others."""

    length: int
    n_check: int
    values: NDArray[np.int64]
    """Value of each byte in the alphabet, -1 outside, shape (256,)."""
    valid: Callable[[NDArray[np.int64]], NDArray[np.bool_]]
    """Which rows of a matrix of values, shape (rows, length), are right."""
    outside_alphabet: Reason
    wrong_check: Reason

    def reasons(self, texts: pa.Array) -> Reasons:
        """Why each text is no such code, shape (rows,)."""
        given = texts.is_valid().to_numpy(zero_copy_only=False)
        long = self._of_length(pc.utf8_length(texts))
        sized = given & long & self._of_length(pc.binary_length(texts))
        reasons = first_reason(
            len(texts),
            (Reason.CODE_LENGTH, given & ~long),
            (self.outside_alphabet, given & ~sized),
        )
        if sized.any():
            content = texts.filter(pa.array(sized)).buffers()[2]
            size = int(sized.sum()) * self.length
            characters = np.frombuffer(content, dtype=np.uint8, count=size)
            values = self.values[characters.reshape(-1, self.length)]
            outside = np.any(values[:, : -self.n_check] < 0, axis=1)
            reasons[sized] = first_reason(
                len(values),
                (self.outside_alphabet, outside),
                (self.wrong_check, ~self.valid(values)),
            )
        return reasons

    def _of_length(self, lengths: pa.Array) -> NDArray[np.bool_]:
        right: NDArray[np.bool_] = pc.fill_null(lengths, 0).to_numpy() == self.length
        return right


SCHEMES = {
    "uscc": Scheme(
        _USCC_LENGTH,
        1,
        _USCC_VALUES,
        _valid_usccs,
        Reason.USCC_ALPHABET,
        Reason.USCC_CHECK,
    ),
    "lei": Scheme(
        _LEI_LENGTH, 2, _LEI_VALUES, _valid_leis, Reason.LEI_ALPHABET, Reason.LEI_CHECK
    ),
}
"""Checked codes by the name of their property and of their scheme in ids."""
