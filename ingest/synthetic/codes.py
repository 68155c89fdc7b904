"""Credit codes and LEIs with valid check digits that were given to nobody.

A unified social credit code (GB 32100-2015) carries the administrative region in
places 3 to 8. GB/T 2260 allots to provinces the leading pairs 11-15, 21-23, 31-37,
41-46, 50-54, 61-65, 71, 81 and 82. **49** is none of them, nor used abroad or for
residence permits as 83 and 9x are, so that no authority can have issued a code
with it. The prefixes allotted to LEI issuers are four digits; **ZZZZ** is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ingest.checks.identifiers import USCC_ALPHABET

if TYPE_CHECKING:
    from numpy.typing import NDArray

UNASSIGNED_PROVINCE = "49"
UNASSIGNED_LEI_PREFIX = "ZZZZ"

_USCC_ALPHABET = np.frombuffer(USCC_ALPHABET.encode(), dtype=np.uint8)
_ALPHANUMERIC = np.frombuffer(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", dtype=np.uint8)
_BODY = 31**6
_STEP = 548_533_117  # odd, no multiple of 31: numbers map one to one onto bodies


def _powers(base: int, length: int, modulus: int) -> NDArray[np.int64]:
    return np.array([pow(base, place, modulus) for place in range(length)])


def _digits(numbers: NDArray[np.int64], base: int, length: int) -> NDArray[np.int64]:
    places = base ** np.arange(length - 1, -1, -1, dtype=np.int64)
    return numbers[:, None] // places % base


def credit_codes(
    numbers: NDArray[np.int64], regions: NDArray[np.int64]
) -> NDArray[np.bytes_]:
    """Unified credit codes of companies, one to one with their numbers.

    Parameters
    ----------
    numbers
        Shape (n,), distinct, in [0, 31**6).
    regions
        Shape (n,), region number in [0, 100).

    Returns
    -------
    NDArray[np.bytes_]
        Shape (n,), 18 ASCII characters each: the organisation code inside has its
        own check character (GB 11714), the whole has that of GB 32100.

    Examples
    --------
    >>> credit_codes(np.array([0, 1]), np.array([3, 3])).tolist()
    [b'91490301MA0000007A', b'91490301MAK4XN2M2B']
    """
    count = len(numbers)
    values = np.zeros((count, 18), dtype=np.int64)
    region = _digits(regions, 10, 2)
    values[:, :2] = 9, 1
    values[:, 2:4] = [int(digit) for digit in UNASSIGNED_PROVINCE]
    values[:, 4:6] = region
    values[:, 6:8] = 0, 1
    letters = {chr(code): place for place, code in enumerate(_USCC_ALPHABET)}
    values[:, 8:10] = letters["M"], letters["A"]
    values[:, 10:16] = _digits(numbers * _STEP % _BODY, 31, 6)
    text = _USCC_ALPHABET[values]
    organisation = _organisation_check(text[:, 8:16])
    values[:, 16] = [letters[chr(code)] for code in organisation]
    weights = _powers(3, 17, 31)
    values[:, 17] = (31 - values[:, :17] @ weights % 31) % 31
    text = np.ascontiguousarray(_USCC_ALPHABET[values])
    return text.view("S18").ravel()


def _organisation_check(body: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Check characters of organisation codes; there letters count from A = 10."""
    places = np.searchsorted(_ALPHANUMERIC, body)
    weights = np.array([3, 7, 9, 10, 5, 8, 4, 2])
    check = (11 - places @ weights % 11) % 11
    characters: NDArray[np.uint8] = np.frombuffer(b"0123456789X", np.uint8)[check]
    return characters


def legal_entity_identifiers(numbers: NDArray[np.int64]) -> NDArray[np.bytes_]:
    """LEIs (ISO 17442) of an issuer that does not exist, with valid check digits.

    Parameters
    ----------
    numbers
        Shape (n,), distinct, in [0, 36**6).

    Returns
    -------
    NDArray[np.bytes_]
        Shape (n,), 20 ASCII characters each; the whole is 1 modulo 97.

    Examples
    --------
    >>> legal_entity_identifiers(np.array([5])).tolist()
    [b'ZZZZ0000000000000598']
    """
    values = np.zeros((len(numbers), 20), dtype=np.int64)
    values[:, :4] = [ord(letter) - ord("A") + 10 for letter in UNASSIGNED_LEI_PREFIX]
    values[:, 12:18] = _digits(numbers, 36, 6)
    remainder = np.zeros(len(numbers), dtype=np.int64)
    for place in range(18):
        digit = values[:, place]
        remainder = (remainder * np.where(digit > 9, 100, 10) + digit) % 97
    check = 98 - remainder * 100 % 97
    values[:, 18:] = _digits(check, 10, 2)
    return np.ascontiguousarray(_ALPHANUMERIC[values]).view("S20").ravel()
