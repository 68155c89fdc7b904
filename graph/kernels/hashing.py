"""Counter-based random draws, keyed by ids and independent of array positions.

A draw is named by (seed, purpose, key, world). Its uniform number u is read bit by
bit, most significant first; bit ``plane`` of 64 worlds at once is one 64-bit word::

    stream = mix(seed_key(seed, purpose) ^ key)
    bits   = mix(mix(stream + word * GAMMA) + (plane + 1) * GAMMA)

`mix` is the output function of SplitMix64. All of it is arithmetic modulo 2**64:
when the compiler is off (``NUMBA_DISABLE_JIT=1``), callers silence NumPy's overflow
warning with `modular`. Words are passed as numpy.uint64, since numba takes a Python
integer for a signed one.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

OWN_FAILURE = 1
"""Purpose of the draws that let a firm fail by itself; keyed by the firm."""
PASS_THROUGH = 2
"""Purpose of the draws that let distress pass; keyed by (guarantor, debtor)."""
COMMON_FACTOR = 3
"""Purpose of the draws of the common factor; keyed by the word."""

ALL_LANES = np.uint64(0xFFFFFFFFFFFFFFFF)
NO_LANES = np.uint64(0)
_GAMMA = np.uint64(0x9E3779B97F4A7C15)
_FIRST_FACTOR = np.uint64(0xBF58476D1CE4E5B9)
_SECOND_FACTOR = np.uint64(0x94D049BB133111EB)
_PAIR_FACTOR = np.uint64(0xD6E8FEB86659FD93)
_TWO_TO_64 = 18446744073709551616.0
_TWO_TO_MINUS_53 = 1.0 / 9007199254740992.0


def modular() -> np.errstate:
    """Decorates the callers of these kernels: wrapping around is what they mean."""
    return np.errstate(over="ignore")


def party_keys(party_ids: Iterable[str]) -> NDArray[np.uint64]:
    """Key of each party: BLAKE2b of its id, so that it survives any renumbering.

    Parameters
    ----------
    party_ids
        Ids in node order; None is not an id.

    Returns
    -------
    numpy.ndarray
        uint64, one key per id, equal on every machine.

    Examples
    --------
    >>> [hex(key) for key in party_keys(["uscc:91330000", "uscc:91330001"])]
    ['0x99dac0bc0e4a6aec', '0xf18868964b9a7d9b']
    """
    # A copy of an empty hash costs half of a new one.
    empty = hashlib.blake2b(digest_size=8, person=b"party").copy
    digests = bytearray()
    for party_id in party_ids:
        digest = empty()
        digest.update(party_id.encode())
        digests += digest.digest()
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64)


@njit(cache=True, nogil=True)
def mix(value: np.uint64) -> np.uint64:
    """Bijection of 64-bit words in which each input bit moves half of the output.

    References
    ----------
    Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA
    2014, figure 17 (constants: Stafford's variant 13).
    """
    value = (value ^ (value >> np.uint64(30))) * _FIRST_FACTOR
    value = (value ^ (value >> np.uint64(27))) * _SECOND_FACTOR
    return value ^ (value >> np.uint64(31))


@njit(cache=True, nogil=True)
def seed_key(seed: np.uint64, purpose: int) -> np.uint64:
    """Key of all draws of one purpose under one seed."""
    return mix(mix(seed + _GAMMA) + np.uint64(purpose) * _GAMMA)


@njit(cache=True, nogil=True)
def pair_key(guarantor: np.uint64, debtor: np.uint64) -> np.uint64:
    """Key of the ordered pair; (a, b) and (b, a) differ."""
    return mix(guarantor * _PAIR_FACTOR + debtor)


@njit(cache=True, nogil=True)
def stream_of(base: np.uint64, key: np.uint64) -> np.uint64:
    """Stream of the draws about `key`, under a `seed_key`."""
    return mix(base ^ key)


@njit(cache=True, nogil=True)
def bernoulli_lanes(
    probability: float, stream: np.uint64, word: np.uint64, asked: np.uint64
) -> np.uint64:
    """Lanes of one word whose u is below `probability`, among the lanes asked.

    The bits of u and of the probability are compared from the most significant one
    and only until every asked lane is decided: about two planes for one lane, seven
    for 64. Since u depends on neither the probability nor the lanes asked, a higher
    probability gives a superset, and asking in parts gives the same lanes.

    Parameters
    ----------
    probability
        In [0, 1]; resolved to 2**-64, and 1 is certain.
    stream
        From `stream_of`.
    word
        Number of the word: worlds 64 * word to 64 * word + 63.
    asked
        One bit per lane to decide.

    Returns
    -------
    numpy.uint64
        A subset of `asked`.
    """
    if probability >= 1.0:
        return asked
    threshold = np.uint64(probability * _TWO_TO_64)
    plane = mix(stream + word * _GAMMA)
    below = NO_LANES
    undecided = asked
    while undecided and threshold:
        plane = plane + _GAMMA
        bits = mix(plane)
        # all ones where this bit of the probability is one: no branch to mispredict
        ones = NO_LANES - (threshold >> np.uint64(63))
        below |= undecided & ~bits & ones
        undecided &= ~(bits ^ ones)
        threshold = threshold << np.uint64(1)
    return below


@njit(cache=True, nogil=True)
def uniform(stream: np.uint64, word: np.uint64) -> float:
    """One number in (0, 1) per word, with 53 bits."""
    bits = mix(mix(stream + word * _GAMMA) + _GAMMA)
    return (float(bits >> np.uint64(11)) + 0.5) * _TWO_TO_MINUS_53


@njit(cache=True, nogil=True)
def popcount(word: np.uint64) -> np.int64:
    """Number of lanes set in a word."""
    word = word - ((word >> np.uint64(1)) & np.uint64(0x5555555555555555))
    word = (word & np.uint64(0x3333333333333333)) + (
        (word >> np.uint64(2)) & np.uint64(0x3333333333333333)
    )
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((word * np.uint64(0x0101010101010101)) >> np.uint64(56))
