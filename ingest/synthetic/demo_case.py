"""The demo case: a small bundle whose dates count from the day of the economy.

The files in ``linyuan/`` are native files, in which three things stand for others:

========== =============================================================
in a cell  meaning
========== =============================================================
-26d       26 days before the day; also within an instant, -26dT03:00:00Z
-1y, -1y+9d  the last day of the year before, and 9 days after it
bank:0     the id of a bank of the economy
{year}     the year of the row's own `occurred_at`
========== =============================================================

``case.json`` holds what to look at, in English and Chinese. No other party of an
economy lives in Linyuan, and the case's ids are numbered from 9,000,001 on.
"""

from __future__ import annotations

import csv
import json
import re
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from graph.vocabulary import KINDS
from ingest.files.native import file_name
from ingest.synthetic.tables import file_schema

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.vocabulary import Kind

_FOLDER = Path(__file__).with_name("linyuan")
_OFFSET = re.compile(r"(?=[+-])(-(?P<years>\d+)y)?((?P<days>[+-]\d+)d)?(?P<time>T.+)?")
_BANK = "bank:"


@cache
def n_companies() -> int:
    """Companies of the case, which count among those of the economy."""
    rows = _rows(KINDS["party"])
    return sum(row["party_type"] == "company" for row in rows)


def demo_tables(as_of: date, banks: Sequence[str]) -> dict[str, pa.Table]:
    """One table per kind of the case's records; `banks` are ids of its lenders."""
    return {
        kind.name: _table(kind, as_of, banks)
        for kind in KINDS.values()
        if (_FOLDER / file_name(kind)).is_file()
    }


def demo_case(as_of: date) -> dict[str, Any]:
    """Ids and texts of the case, for the truth file and the explorer's link."""
    case: dict[str, Any] = _case_file()["case"]
    return case | {"as_of": _cell(case["as_of"], as_of, ())}


def demo_controlled() -> list[dict[str, Any]]:
    """Each firm that the hidden owner controls, how, and through whom."""
    controlled: list[dict[str, Any]] = _case_file()["controlled"]
    return controlled


def demo_payers() -> list[str]:
    """The firms through which money runs in a ring, in order."""
    payers: list[str] = _case_file()["payers"]
    return payers


def _case_file() -> dict[str, Any]:
    told: dict[str, Any] = json.loads((_FOLDER / "case.json").read_text("utf-8"))
    return told


def _rows(kind: Kind) -> list[dict[str, str]]:
    with (_FOLDER / file_name(kind)).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _table(kind: Kind, as_of: date, banks: Sequence[str]) -> pa.Table:
    rows = [_resolved(row, as_of, banks) for row in _rows(kind)]
    return pa.table(
        [
            pa.array([row.get(field.name) for row in rows], pa.string()).cast(
                field.type
            )
            for field in file_schema(kind)
        ],
        schema=file_schema(kind),
    )


def _resolved(
    row: dict[str, str], as_of: date, banks: Sequence[str]
) -> dict[str, str | None]:
    cells = {name: _cell(text, as_of, banks) for name, text in row.items()}
    year = (cells.get("occurred_at") or "")[:4]
    return {name: text and text.replace("{year}", year) for name, text in cells.items()}


def _cell(text: str, as_of: date, banks: Sequence[str]) -> str | None:
    if text.startswith(_BANK):
        return banks[int(text.removeprefix(_BANK))]
    offset = _OFFSET.fullmatch(text)
    if offset is None:
        return text or None
    day = as_of
    if offset["years"]:
        day = date(day.year - int(offset["years"]), 12, 31)
    return f"{day + timedelta(int(offset['days'] or 0))}{offset['time'] or ''}"
