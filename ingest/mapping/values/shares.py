"""Shares and rates: 51%, 51 and 0.51 are one value where it is clear which is meant."""

from __future__ import annotations

import re
from decimal import Context, Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from graph.vocabulary import PropertyType
from ingest.files.sheets.cells import CellKind
from ingest.mapping.simplified import simplified
from ingest.mapping.values.characters import narrow
from ingest.mapping.values.outcome import Fault, Question, by_value, converted

if TYPE_CHECKING:
    import pyarrow as pa

    from graph.vocabulary import Property
    from ingest.mapping.values.outcome import Converted, Kinds

ShareFormat: TypeAlias = Literal["percent", "fraction"]

EXPECTED = "a share such as 51% or 0.51"
_NUMBER = re.compile(
    r"(?P<number>[+-]?(?:[0-9]{1,12}(?:\.[0-9]{0,20})?|\.[0-9]{1,20})"
    r"(?:[eE][+-]?[0-9]{1,2})?)\s*(?P<mark>[%‰]?)"
)
_PER_CENT = re.compile(r"%|百分比|百分之|percent|\bpct\b", re.IGNORECASE)
_NOT_FINITE = re.compile(r"[+-]?(nan|inf|infinity)%?", re.IGNORECASE)
_RATES = {"fraction", "per year", "probability"}
_PLACES = {"%": -2, "‰": -3}
_EXACT = Context(prec=64)
_REFUSED = {CellKind.DAY: "is a date", CellKind.FLAG: "is true or false"}
_OPEN = Fault(
    "may be a percentage or a fraction",
    f"{EXPECTED}, or format: percent or fraction in the mapping",
)


class Judged(NamedTuple):
    """How a column's bare numbers are meant; a question where the signs disagree."""

    format: ShareFormat | None
    question: Question | None


class _Number(NamedTuple):
    value: Decimal
    places: int | None
    """Powers of ten that its own mark or number format says."""


def is_part(item: Property) -> bool:
    """Whether a property is a share or a rate, which may be written as a percentage."""
    if item.type is PropertyType.SHARE:
        return True
    rate = item.unit in _RATES or item.maximum == 1
    return item.type is PropertyType.NUMBER and rate


def share_format(
    header: str, texts: pa.StringArray, kinds: Kinds | None = None
) -> Judged:
    """How a whole column's numbers without a mark are meant.

    Three signs: a header that says per cent; number formats that do (a file keeps such
    a cell as a fraction); and the range, since no share is above 1 and few lists of
    percentages stay below it. Cells with a mark or a number format need none of them.

    Parameters
    ----------
    header
        The column's header, with those above it.
    texts, kinds
        All of the column, shape (rows,).

    Returns
    -------
    Judged
        The format; None with a question where the signs disagree, and without one
        where there is no bare number.
    """
    found = by_value(texts, kinds, _parsed, EXPECTED, _REFUSED).results
    bare = [
        abs(item.value)
        for item in found
        if isinstance(item, _Number) and item.places is None and item.value
    ]
    if not bare:
        return Judged(None, None)
    named = is_per_cent(header)
    above = any(value > 1 for value in bare)
    below = any(value < 1 for value in bare)
    if above and (named or not below):
        return Judged("percent", None)
    if not above and below and not named:
        return Judged("fraction", None)
    says = "per cent" if named else "nothing of per cent"
    least, most = (f"{value.normalize():f}" for value in (min(bare), max(bare)))
    text = (
        f"The header says {says}, the numbers lie from {least} to {most}: are they "
        "percentages (format: percent) or fractions of 1 (format: fraction)?"
    )
    return Judged(None, Question("share_format", header, text))


def percent_question(
    header: str, kinds: Kinds | None, texts: pa.StringArray
) -> Question | None:
    """The question that a column of shares leaves open; None where it leaves none."""
    return share_format(header, texts, kinds).question


def is_per_cent(header: str) -> bool:
    """Whether a header says that its numbers are percentages.

    Examples
    --------
    >>> is_per_cent("持股比例（%）"), is_per_cent("持股比例")
    (True, False)
    """
    return _PER_CENT.search(simplified(narrow(header))) is not None


def shares(
    texts: pa.StringArray,
    kinds: Kinds | None = None,
    form: ShareFormat | None = None,
    header: str = "",
    *,
    most: int | None = 1,
) -> Converted:
    """Shares as fractions of 1, exactly.

    Parameters
    ----------
    texts, kinds
        Cells as typed, and a `CellKind` for each, shape (rows,).
    form
        How numbers without a mark are meant. Without it these rows decide, as in
        `share_format`, and where that asks a question all of them are refused; a reader
        in blocks decides once for the whole column.
    header
        The column's header.
    most
        The largest share; None for rates, which have no such bound.
    """
    form = form or share_format(header, texts, kinds).format
    bare = {"percent": -2, "fraction": 0, None: None}[form]

    def read(text: str, kind: CellKind) -> str | Fault:
        item = _parsed(text, kind)
        if isinstance(item, Fault):
            return item
        places = bare if item.places is None else item.places
        if item.value and places is None:
            return _OPEN
        value = item.value.scaleb(places or 0, _EXACT).normalize(_EXACT)
        if most is not None and value > most:
            return Fault("is above 100 %", EXPECTED)
        return format(value or Decimal(0), "f")

    return converted(by_value(texts, kinds, read, EXPECTED, _REFUSED))


def _parsed(text: str, kind: CellKind) -> _Number | Fault:
    plain = narrow(text)
    found = _NUMBER.fullmatch(plain)
    if found is None:
        wrong = "is not finite" if _NOT_FINITE.fullmatch(plain) else "is no share"
        return Fault(wrong, EXPECTED)
    # a number that is shown with % is kept as a fraction
    own = 0 if kind is CellKind.PERCENT else None
    return _Number(Decimal(found["number"]), _PLACES.get(found["mark"], own))
