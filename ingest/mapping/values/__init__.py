"""Values as people type them, as the texts that native files hold.

Each function takes a column's texts as typed, with a `CellKind` for each where the file
knows them, reads each distinct cell once, and gives texts of the native form with a
fault for each cell that is none: never an empty one instead.
"""

from __future__ import annotations

from ingest.mapping.values.amounts import Amounts, amounts
from ingest.mapping.values.codes import codes, flags
from ingest.mapping.values.currencies import currencies, currency_of
from ingest.mapping.values.days import day_format, days
from ingest.mapping.values.outcome import Converted, Fault, Question
from ingest.mapping.values.properties import of_property
from ingest.mapping.values.quantities import numbers
from ingest.mapping.values.shares import (
    is_part,
    percent_question,
    share_format,
    shares,
)
from ingest.mapping.values.units import Unit, unit_of
from ingest.mapping.values.wordings import identifiers, names, wordings

__all__ = [
    "Amounts",
    "Converted",
    "Fault",
    "Question",
    "Unit",
    "amounts",
    "codes",
    "currencies",
    "currency_of",
    "day_format",
    "days",
    "flags",
    "identifiers",
    "is_part",
    "names",
    "numbers",
    "of_property",
    "percent_question",
    "share_format",
    "shares",
    "unit_of",
    "wordings",
]
