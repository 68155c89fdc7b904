"""Check characters of the Chinese unified credit code and of the LEI.

A unified social credit code (USCC, GB 32100-2015) has 18 characters of an alphabet
without I, O, S, V and Z; the last one makes the weighted sum divisible by 31. A legal
entity identifier (LEI, ISO 17442) has 20, the last two digits chosen so that the
number spelt by it (A = 10 ... Z = 35) leaves 1 when divided by 97 (ISO/IEC 7064).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_LENGTH = 18
LEI_LENGTH = 20

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
    if len(body) != USCC_LENGTH - 1 or not set(body) <= set(USCC_ALPHABET):
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
    if len(body) != LEI_LENGTH - 2 or not set(body) <= set(_LEI_ALPHABET):
        raise ValueError(f"{body!r} is not 18 digits and capital letters")
    number = int("".join(str(_LEI_ALPHABET.index(letter)) for letter in body + "00"))
    return f"{98 - number % 97:02d}"


def is_uscc(text: str) -> bool:
    """Whether the text is a credit code with the right check character.

    Examples
    --------
    >>> is_uscc("91350100M000100Y43"), is_uscc("91350100M000100Y44")
    (True, False)
    """
    if len(text) != USCC_LENGTH or not text.isascii():
        return False
    return bool(valid_usccs(np.frombuffer(text.encode(), dtype=np.uint8)[None, :])[0])


def is_lei(text: str) -> bool:
    """Whether the text is an LEI with the right check digits.

    Examples
    --------
    >>> is_lei("5493001KJTIIGC8Y1R12"), is_lei("5493001KJTIIGC8Y1R21")
    (True, False)
    """
    if len(text) != LEI_LENGTH or not text.isascii():
        return False
    return bool(valid_leis(np.frombuffer(text.encode(), dtype=np.uint8)[None, :])[0])


def valid_usccs(characters: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Which rows of a matrix of bytes, shape (rows, 18), are right; shape (rows,)."""
    values = _USCC_VALUES[characters]
    sums = values[:, :17] @ _USCC_WEIGHTS + values[:, 17]
    valid: NDArray[np.bool_] = (values >= 0).all(axis=1) & (sums % 31 == 0)
    return valid


def valid_leis(characters: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Which rows of a matrix of bytes, shape (rows, 20), are right; shape (rows,)."""
    values = _LEI_VALUES[characters]
    remainder = np.zeros(len(values), dtype=np.int64)
    for place in range(LEI_LENGTH):
        column = values[:, place]
        remainder = (remainder * np.where(column > 9, 100, 10) + column) % 97
    check = values[:, 18] * 10 + values[:, 19]
    # 00, 01 and 99 leave the same remainders as 97, 98 and 02, which are meant.
    digits = (values[:, 18:] <= 9).all(axis=1) & (check >= 2) & (check <= 98)
    valid: NDArray[np.bool_] = (values >= 0).all(axis=1) & digits & (remainder == 1)
    return valid
