"""64-bit hashes of texts, small enough to keep one per row of a whole load.

Equal texts have equal fingerprints. Different texts seldom do, and whoever uses them
compares the texts themselves before acting on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WORD = 8
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_ABSENT = np.uint64(0x5851F42D4C957F2D)


def fingerprints(texts: pa.Array) -> NDArray[np.uint64]:
    """One number per text, shape (rows,); all nulls have the same one.

    O(bytes), eight bytes of every text at a time.
    """
    texts = texts.cast(pa.large_binary())
    bounds = np.frombuffer(
        texts.buffers()[1], np.int64, len(texts) + 1, texts.offset * _WORD
    )
    content = texts.buffers()[2]
    raw = np.zeros(int(bounds[-1]) + _WORD, dtype=np.uint8)  # room to read ahead
    if content is not None:
        raw[:-_WORD] = np.frombuffer(content, np.uint8, int(bounds[-1]))
    words = np.ndarray(len(raw) - _WORD + 1, np.dtype("<u8"), raw, strides=(1,))
    starts, lengths = bounds[:-1], np.diff(bounds)
    codes = mixed(lengths.astype(np.uint64))
    for place in range(0, int(lengths.max(initial=0)), _WORD):
        rows = np.flatnonzero(lengths > place)
        spare = np.maximum(place + _WORD - lengths[rows], 0).astype(np.uint64)
        shift = spare * np.uint64(8)
        word = (words[starts[rows] + place] << shift) >> shift
        codes[rows] = mixed(codes[rows] ^ word)
    codes[np.asarray(texts.is_null())] = _ABSENT
    return codes


def mixed(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Each number spread over all 64 bits, one to one (the finaliser of SplitMix64)."""
    numbers = numbers + _SPREAD
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


def combined(*columns: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """One fingerprint of several side by side; their order matters."""
    total = columns[0]
    for column in columns[1:]:
        total = mixed(total) ^ column
    return mixed(total)
