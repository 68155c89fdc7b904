"""Decimal texts become whole numbers of a currency's smallest unit, exactly."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from graph.money import EXPONENTS

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

DECIMAL_PATTERN = r"^-?[0-9]{1,15}(\.[0-9]{1,12})?$"
"""An amount in major units; neither signs of grouping nor powers of ten."""


def to_minor_units(text: str, currency: str) -> int:
    """Exact number of the currency's smallest units.

    Raises
    ------
    ValueError
        The text is no decimal, or has more decimals than the currency.
    KeyError
        The currency is none of ISO 4217.

    Examples
    --------
    >>> to_minor_units("12.5", "CNY"), to_minor_units("12.0", "JPY")
    (1250, 12)
    """
    exponent = EXPONENTS[currency]
    scaled = Decimal(text).scaleb(exponent)
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{currency} has {exponent} decimals")
    return int(scaled)


def minor_units(
    amounts: pa.Array, exponents: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
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
        Minor units (0 where there is no amount or a wrong one), and which rows are
        wrong: no decimal, too many decimals, or a currency that is not known.

    Notes
    -----
    O(rows) per distinct exponent.
    """
    import pyarrow.compute as pc

    units = np.zeros(len(amounts), dtype=np.int64)
    given = pc.is_valid(amounts).to_numpy(zero_copy_only=False)
    wrong = given & (exponents < 0)
    for exponent in np.unique(exponents[given & ~wrong]):
        rows = np.flatnonzero(given & (exponents == exponent))
        texts = amounts.take(rows) if len(rows) < len(amounts) else amounts
        # zeros beyond the last decimal change nothing: 12.0 is whole in yen
        pattern = rf"^-?[0-9]{{1,15}}(\.[0-9]{{0,{exponent}}}0*)?$"
        right = pc.match_substring_regex(texts, DECIMAL_PATTERN)
        right = pc.and_(right, pc.match_substring_regex(texts, pattern))
        fits = right.to_numpy(zero_copy_only=False).astype(bool)
        wrong[rows[~fits]] = True
        units[rows[fits]] = _scaled(texts.filter(right), int(exponent))
    return units, wrong


def _scaled(texts: pa.Array, exponent: int) -> NDArray[np.int64]:
    import pyarrow as pa

    decimals = texts.cast(pa.decimal128(38, exponent))
    words = np.frombuffer(decimals.buffers()[1], dtype=np.int64)
    # little endian, and 18 digits at most: the low word is the whole number
    return words[0::2][decimals.offset : decimals.offset + len(decimals)]
