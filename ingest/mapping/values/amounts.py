"""Amounts in major units of a currency, exactly."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Context, Decimal
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa

from ingest.files.sheets.cells import CellKind
from ingest.mapping.values.characters import narrow
from ingest.mapping.values.outcome import ByValue, Converted, Fault, by_value
from ingest.mapping.values.units import Phrase, Unit, phrase_of

if TYPE_CHECKING:
    from ingest.mapping.values.outcome import Kinds

EXPECTED = "an amount such as 1,234.50, ¥500万元 or 1.2E+07"
_BEFORE, _AFTER = 15, 12
"""Digits that native files have before and behind the point."""
_LONGEST = 64
"""Judgement: characters of an amount with its unit and currency."""

_PLAIN = re.compile(rf"-?[0-9]{{1,{_BEFORE}}}(?:\.[0-9]{{1,{_AFTER}}})?")
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_TYPED = re.compile(
    r"(?P<open>\()?(?P<sign>[+-])?(?P<before>[^0-9+()-]*?)(?P<inner>[+-])?"
    r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]+|(?=\.[0-9]))"
    r"(?P<rest>\.[0-9]*)?(?P<power>[eE][+-]?[0-9]{1,3})?"
    r"(?(open)\)|)(?P<after>[^0-9].*)?"
)
_NOT_FINITE = re.compile(r"[+-]?(nan|inf|infinity|∞|1\.#\w+)", re.IGNORECASE)
_EXACT = Context(prec=2 * _LONGEST)
_NO_AMOUNT = Fault("is no amount", EXPECTED)
_REFUSED = {
    CellKind.PERCENT: "is a percentage",
    CellKind.DAY: "is a date",
    CellKind.FLAG: "is true or false",
}


class _Amount(NamedTuple):
    """One that names its currency itself."""

    text: str
    currency: str


@dataclass(frozen=True)
class Amounts(Converted):
    """Amounts in major units, with the currency that cell or unit names."""

    currencies: pa.StringArray = field(
        default_factory=lambda: pa.array([], pa.string())
    )
    """ISO 4217 codes, null where neither names one, shape (rows,)."""


def amounts(
    texts: pa.StringArray, kinds: Kinds | None = None, unit: Unit | None = None
) -> Amounts:
    """Amounts as typed, in major units of their currency.

    Parameters
    ----------
    texts
        Cells as typed, null where one is empty, shape (rows,).
    kinds
        A `CellKind` for each, shape (rows,); None where the file knows texts only.
    unit
        What the column counts. A cell that says its own unit, as 500万元 does, is not
        multiplied again; one that says a currency only, as ``USD 500`` does, is.

    Notes
    -----
    Commas and spaces part groups of three digits, nothing else; 1.234,50 is refused,
    since it is another number where points part groups. In brackets is negative.
    """
    unit = unit or Unit()
    whole = unit.factor == 1

    def read(text: str, _kind: CellKind) -> str | _Amount | Fault:
        plain = text.replace(",", "") if _GROUPED.fullmatch(text) else text
        if _PLAIN.fullmatch(plain) is None:
            return _typed(text, unit)
        return plain if whole else _shown(_EXACT.multiply(Decimal(plain), unit.factor))

    found: ByValue[str | _Amount] = by_value(texts, kinds, read, EXPECTED, _REFUSED)

    def text_of(item: str | _Amount) -> str:
        return item.text if isinstance(item, _Amount) else item

    def currency_of(item: str | _Amount) -> str | None:
        return item.currency if isinstance(item, _Amount) else unit.currency

    return Amounts(found.texts(text_of), found.faults(), found.texts(currency_of))


def _typed(text: str, unit: Unit) -> str | _Amount | Fault:
    plain = narrow(text)
    found = _TYPED.fullmatch(plain) if len(plain) <= _LONGEST else None
    if found is None or (found["sign"] and found["inner"]):
        if _NOT_FINITE.fullmatch(plain):
            return Fault("is not finite", EXPECTED)
        return _NO_AMOUNT
    said: Phrase | None = Phrase()
    if beside := f"{found['before']} {found['after'] or ''}".strip():
        said = phrase_of(beside)
    if said is None:
        return _NO_AMOUNT
    whole = found["whole"].replace(",", "").replace(" ", "")
    number = f"{whole or 0}{found['rest'] or ''}{found['power'] or ''}"
    value = Decimal(number)
    if found["open"] or "-" in {found["sign"], found["inner"]}:
        value = -value
    factor = unit.factor if said.power is None else Decimal(10) ** said.power
    shown = _shown(_EXACT.multiply(value, factor))
    if isinstance(shown, Fault) or said.currency is None:
        return shown
    return _Amount(shown, said.currency)


def _shown(value: Decimal) -> str | Fault:
    """The value without a power of ten, where a native file can hold it."""
    value = value.normalize(_EXACT)
    exponent = value.as_tuple().exponent
    if value and value.adjusted() >= _BEFORE:
        return Fault("is too large", f"{EXPECTED}, below 1e{_BEFORE} in major units")
    if isinstance(exponent, int) and -exponent > _AFTER:
        return Fault(f"has more than {_AFTER} decimals", EXPECTED)
    return format(value or Decimal(0), "f")
