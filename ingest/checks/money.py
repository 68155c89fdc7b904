"""Exact conversion of decimal texts to minor units of a currency."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ingest.checks.reasons import Reason

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ingest.checks.reasons import Reasons

DECIMAL_PATTERN = r"^-?[0-9]{1,15}(\.[0-9]{1,12})?$"
"""An amount in major units; neither signs of grouping nor powers of ten."""


def minor_units(
    amounts: pa.Array, exponents: NDArray[np.int64]
) -> tuple[NDArray[np.int64], Reasons]:
    """Decimal texts as whole numbers of minor units, many at once and exactly.

    Parameters
    ----------
    amounts
        Text, nulls allowed, shape (rows,).
    exponents
        Decimals of each row's currency, -1 where it is unknown, shape (rows,).

    Returns
    -------
    tuple of arrays
        Minor units (0 where there is no amount, a wrong one, or no known currency),
        and why each row is refused; an unknown currency is no reason here.

    Notes
    -----
    O(rows) per distinct exponent.
    """
    units = np.zeros(len(amounts), dtype=np.int64)
    reasons = np.zeros(len(amounts), dtype=np.uint8)
    known = pc.is_valid(amounts).to_numpy(zero_copy_only=False) & (exponents >= 0)
    for exponent in np.unique(exponents[known]):
        rows = np.flatnonzero(known & (exponents == exponent))
        texts = amounts.take(rows) if len(rows) < len(amounts) else amounts
        # zeros beyond the last decimal change nothing: 12.0 is whole in yen
        pattern = rf"^-?[0-9]{{1,15}}(\.[0-9]{{0,{exponent}}}0*)?$"
        decimal = pc.match_substring_regex(texts, DECIMAL_PATTERN)
        right = pc.and_(decimal, pc.match_substring_regex(texts, pattern))
        fits = right.to_numpy(zero_copy_only=False)
        if not fits.all():
            reasons[rows[~fits]] = Reason.TOO_MANY_DECIMALS
            reasons[rows[~decimal.to_numpy(zero_copy_only=False)]] = Reason.NO_AMOUNT
        units[rows[fits]] = _scaled(texts.filter(right), int(exponent))
    return units, reasons


def _scaled(texts: pa.Array, exponent: int) -> NDArray[np.int64]:
    decimals = texts.cast(pa.decimal128(38, exponent))
    words = np.frombuffer(decimals.buffers()[1], dtype=np.int64)
    # little endian, and 18 digits at most: the low word is the whole number
    return words[0::2][decimals.offset : decimals.offset + len(decimals)]
