"""Codes for the reason to reject a cell; 0 stands for a valid cell."""

from __future__ import annotations

from enum import IntEnum, auto, unique
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Reasons: TypeAlias = NDArray[np.uint8]


@unique
class Reason(IntEnum):
    """Reason to reject a cell; `ingest.checks.words` has the messages."""

    EMPTY = auto()
    PADDED = auto()
    ID_SCHEME = auto()
    ID_CHARACTER = auto()
    ID_NOT_COMPOSED = auto()
    ID_LENGTH = auto()
    NUL = auto()
    TOO_LONG = auto()
    NO_CODE = auto()
    NO_BOOLEAN = auto()
    NO_INTEGER = auto()
    NO_NUMBER = auto()
    NOT_FINITE = auto()
    BELOW_MINIMUM = auto()
    ABOVE_MAXIMUM = auto()
    ABOVE_1 = auto()
    NOT_ABOVE_0 = auto()
    TOO_SMALL = auto()
    NO_CURRENCY = auto()
    CURRENCY_MISSING = auto()
    NO_AMOUNT = auto()
    TOO_MANY_DECIMALS = auto()
    NEGATIVE = auto()
    NO_DATE = auto()
    NO_SUCH_DATE = auto()
    NO_INSTANT = auto()
    NO_SUCH_INSTANT = auto()
    ENDS_EARLY = auto()
    NOT_YET = auto()
    CODE_LENGTH = auto()
    USCC_ALPHABET = auto()
    USCC_CHECK = auto()
    LEI_ALPHABET = auto()
    LEI_CHECK = auto()


def first_reason(n_rows: int, *faults: tuple[Reason, NDArray[np.bool_]]) -> Reasons:
    """Code of the first fault that each row has, shape (rows,)."""
    reasons = np.zeros(n_rows, dtype=np.uint8)
    for reason, rows in reversed(faults):
        reasons[rows] = reason
    return reasons
