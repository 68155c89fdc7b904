"""Amounts in the reporting currency, at rates that are facts themselves."""

from __future__ import annotations

import math
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np

from graph.errors import MissingRateError
from graph.money import exponent
from graph.snapshot.arrays import canonical, integers, is_valid_mask, single_chunk
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray


class Converter:
    """Turns minor units of any currency into the reporting currency.

    Between two currencies the rate with the latest `valid_from` counts, stated either
    way round; of several with the same start the last by source and record. Rates are
    never chained. One that no load takes in today, such as 0 or 1e-300, is left out:
    amounts with no other are unknown, and it is said so.

    Parameters
    ----------
    rates
        Visible exchange rates.
    reporting_currency
        ISO 4217 code.
    """

    def __init__(self, rates: pa.Table, reporting_currency: str) -> None:
        self.reporting_currency = reporting_currency
        self._rate, self._impossible = _latest_rates(rates, reporting_currency)
        self._assumed: dict[str, int] = {}
        self._unknown: dict[tuple[str, str], int] = {}

    def amounts(self, table: pa.Table, name: str, what: str) -> NDArray[np.float64]:
        """A money column in the reporting currency's major units, NaN where unknown.

        Parameters
        ----------
        table
            Has the columns `name` and ``currency``.
        what
            Names the amounts in the assumptions.

        Raises
        ------
        MissingRateError
            An amount is in a currency without a rate.
        """
        column = single_chunk(table, name)
        stated = is_valid_mask(column)
        codes = single_chunk(table, "currency").dictionary_encode()
        values = integers(column, 0).astype(np.float64)
        used = integers(codes.indices, len(codes.dictionary))
        names = [*codes.dictionary.to_pylist(), None]
        needed = np.bincount(used[stated], minlength=len(names)) > 0
        unit = np.ones(len(names))
        rate = np.ones(len(names))
        for place in np.flatnonzero(needed):
            currency = names[place] or self.reporting_currency
            unit[place] = 10.0 ** exponent(currency)
            rate[place] = self.rate(currency)
            if np.isnan(rate[place]):
                count = np.count_nonzero(stated & (used == place))
                self._unknown[what, currency] = int(count)
        assumed = int(np.count_nonzero(stated & (used == len(names) - 1)))
        if assumed:
            self._assumed[what] = assumed
        values = values / unit[used] * rate[used]
        values[~stated] = np.nan
        return canonical(values)

    def amount(self, minor: int | None, currency: str | None) -> float:
        """One amount in the reporting currency; NaN where it or its rate is unknown.

        Without a currency it is taken to be in the reporting one.
        """
        code = currency or self.reporting_currency
        if minor is None or (
            code != self.reporting_currency and code not in self._rate
        ):
            return math.nan
        return minor / 10.0 ** exponent(code) * self.rate(code)

    @property
    def assumptions(self) -> tuple[str, ...]:
        """One sentence for each kind of amount without a currency or a rate."""
        assumed = (
            f"{count} amounts ({what}) state no currency: "
            f"{self.reporting_currency} is assumed"
            for what, count in sorted(self._assumed.items())
        )
        unknown = (
            f"{count} amounts ({what}) are unknown: the only exchange rate of "
            f"{currency} is {self._impossible[currency]:g}, which cannot be"
            for (what, currency), count in sorted(self._unknown.items())
        )
        return (*assumed, *unknown)

    def rate(self, currency: str) -> float:
        """Units of the reporting currency for one of a currency; NaN if impossible.

        Raises
        ------
        MissingRateError
            It has no rate.
        """
        if currency == self.reporting_currency:
            return 1.0
        if currency in self._impossible:
            return math.nan
        if currency not in self._rate:
            raise MissingRateError(currency, self.reporting_currency)
        return self._rate[currency]


def is_possible_rate(rate: float) -> bool:
    """Whether a load takes in such an exchange rate.

    Examples
    --------
    >>> is_possible_rate(7.2), is_possible_rate(0.0), is_possible_rate(1e-300)
    (True, False, False)
    """
    bounds = KINDS["exchange_rate"].property_by_name["rate"]
    return (bounds.minimum or 0.0) <= rate <= (bounds.maximum or math.inf)


def _latest_rates(
    rates: pa.Table, quote: str
) -> tuple[dict[str, float], dict[str, float]]:
    """Units of `quote` for one unit of each currency; the last of what cannot be one.

    Currencies that have only such are in the second one.
    """
    import pyarrow.compute as pc

    concerned = pc.or_(
        pc.equal(rates["base_currency"], quote),
        pc.equal(rates["quote_currency"], quote),
    )
    chosen = sorted(
        rates.filter(concerned).to_pylist(),
        key=itemgetter("valid_from", "source", "record_id"),
    )
    found: dict[str, float] = {}
    impossible: dict[str, float] = {}
    for row in chosen:
        stated = row["quote_currency"] == quote
        other = row["base_currency" if stated else "quote_currency"]
        if not is_possible_rate(row["rate"]):
            impossible[other] = row["rate"]
        else:
            found[other] = row["rate"] if stated else 1.0 / row["rate"]
    return found, {name: impossible[name] for name in impossible.keys() - found.keys()}
