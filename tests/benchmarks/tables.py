"""A list of guarantees by a mapping, beside the same facts as a native bundle."""

from __future__ import annotations

import csv
import random
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from ingest.checks.identifiers import USCC_ALPHABET, uscc_check_character
from tests.benchmarks.harness import GIGABYTE, Row, run_child

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.benchmarks.harness import Child, Workplace

TOPIC = "tables"
ROWS, FIRMS = 200_000, 116_000
MAPPING = "cn-guarantee-list"
HEADS = (
    *("合同编号", "担保人", "担保人统一社会信用代码", "被担保人"),
    *("被担保人统一社会信用代码", "债权人", "担保方式", "保证方式"),
    *("担保金额（万元）", "担保起始日", "担保到期日"),
)
CONTRACT = (
    *("guarantee_id", "debtor_id", "contract_no", "guarantee_kind", "liability"),
    *("cap", "currency", "valid_from", "valid_to"),
)
FIRST = date(2024, 1, 1)


def measure(place: Workplace) -> Iterator[Row]:
    """Loads and a suggestion, each in a process of its own."""
    folder = place.folder / "tables"
    folder.mkdir()
    facts = write_tables(folder, place.seed)
    native = _load(folder / "native", folder / "native.db")
    listed, sheet = (
        _load(folder / name, folder / f"{name}.db", "--mapping", MAPPING)
        for name in ("list.csv", "list.xlsx")
    )
    title = f"list of {ROWS:,} rows, {facts:,} facts"
    for what, child, bar in (
        (f"{title}, as CSV", listed, "mapped-csv"),
        (f"{title}, as XLSX", sheet, "mapped-xlsx"),
    ):
        yield Row(TOPIC, what, child.cpu, "s", "native bundle", native.cpu, bar)
    for what, child, peer, bar in (
        ("peak memory of the CSV", listed, native, "mapped-csv-memory"),
        ("peak memory of the XLSX", sheet, None, "mapped-xlsx-memory"),
    ):
        theirs = None if peer is None else peer.memory / GIGABYTE
        memory = child.memory / GIGABYTE
        yield Row(TOPIC, what, memory, "GB", "native bundle", theirs, bar)
    suggested = run_child(
        ["-m", "api.cli", "mapping", "suggest", folder / "list.xlsx", "--json"]
    )
    bare = run_child(["-m", "tests.benchmarks.tables", folder / "list.xlsx"])
    what = "mapping suggest on that XLSX"
    yield Row(TOPIC, what, suggested.cpu, "s", "calamine", bare.cpu, "suggest-xlsx")


def _load(path: Path, database: Path, *options: str) -> Child:
    store = f"sqlite:///{database}"
    command = ["-m", "api.cli", "load", path, "--json", "--source", "benchmark"]
    return run_child([*command, *options, "--store", store, "--data-dir", path.parent])


def write_tables(folder: Path, seed: int) -> int:
    """The list as CSV and as XLSX, and a native bundle of its facts, which are counted.

    Guarantees point from a firm to one of a lower number, so that none is refused.
    """
    chance = random.Random(seed)
    codes = [_code(number, chance) for number in range(FIRMS)]
    rows = []
    for number in range(ROWS):
        debtor, guarantor = sorted(chance.sample(range(FIRMS), 2))
        begin = FIRST + timedelta(chance.randrange(600))
        end = begin + timedelta(2_000)
        rows.append((f"GT{number:07d}", guarantor, debtor, chance.randrange(1, 99_999),
                     begin.isoformat(), end.isoformat()))  # fmt: skip
    table = [
        (number, _name(one), codes[one], _name(other), codes[other], "", "保证",
         "连带责任保证", str(cap), begin, end)
        for number, one, other, cap, begin, end in rows
    ]  # fmt: skip
    _write(folder / "list.csv", HEADS, table)
    book = Workbook(write_only=True)
    page = book.create_sheet("担保明细")
    for line in (HEADS, *table):
        page.append(line)
    book.save(folder / "list.xlsx")
    bundle = folder / "native"
    bundle.mkdir()
    used = sorted({firm for _, one, other, *_ in rows for firm in (one, other)})
    _write(
        bundle / "party.csv",
        ["party_id", "party_type", "name", "uscc"],
        [(f"uscc:{codes[n]}", "company", _name(n), codes[n]) for n in used],
    )
    _write(
        bundle / "guarantee.csv",
        CONTRACT,
        [
            (f"contract:{no}", f"uscc:{codes[debtor]}", no, "guarantee", "joint",
             cap * 10_000, "CNY", begin, end)
            for no, _, debtor, cap, begin, end in rows
        ],
    )  # fmt: skip
    _write(
        bundle / "guarantee_guarantor.csv",
        ["guarantor_id", "guarantee_id"],
        [(f"uscc:{codes[one]}", f"contract:{no}") for no, one, *_ in rows],
    )
    return len(used) + 2 * ROWS


def _name(number: int) -> str:
    return f"第{number}号样例实业有限公司"


def _code(number: int, chance: random.Random) -> str:
    letters = "".join(chance.choices(USCC_ALPHABET, k=5))
    body = f"9135{number:06d}MA{letters}"
    return body + uscc_check_character(body)


def _write(path: Path, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([heads, *rows])


def read_barely(path: Path) -> None:
    """Child process: every cell of the first sheet, nothing looked at."""
    CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


if __name__ == "__main__":
    read_barely(Path(sys.argv[1]))
