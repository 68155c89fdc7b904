"""Empty files of a native bundle, and a dictionary of what belongs into them."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, NamedTuple

from graph.vocabulary import KINDS, PropertyType
from ingest.checks.words import INSTANT_EXPECTED, expected_text
from ingest.errors import OptionError
from ingest.files.names import DICTIONARY_FILE
from ingest.files.native import file_columns, file_name, required_columns

if TYPE_CHECKING:
    from pathlib import Path

    from graph.vocabulary import Kind

_README = "README.md"


class _Entry(NamedTuple):
    """One line of the dictionary."""

    file: str
    column: str
    name_en: str
    name_zh: str
    required: str
    content: str
    unit: str
    personal: str


class _Common(NamedTuple):
    """A column that many kinds have."""

    name_en: str
    name_zh: str
    content: str


_COMMON = {
    "valid_from": _Common(
        "Valid from", "起始日", f"{INSTANT_EXPECTED}; empty: unknown"
    ),
    "valid_to": _Common(
        "Valid to", "截止日", "the last day of the period, or the instant of its end"
    ),
    "occurred_at": _Common("Happened at", "发生时间", INSTANT_EXPECTED),
    "published_at": _Common("Published at", "发布时间", INSTANT_EXPECTED),
    "record_id": _Common(
        "Record id", "记录编号", "the source's own id of the row, if it has one"
    ),
    "source": _Common("Source", "来源", "who says so; empty: the option --source"),
    "collected_at": _Common(
        "Collected at", "采集时间", f"{INSTANT_EXPECTED}; empty: --collected-at"
    ),
}
_INTRODUCTION = """# Data bundle / 数据包

One CSV file per kind of fact, comma separated, UTF-8 (GB18030 is read too). Leave out
the files and columns that you do not have; an empty cell means *not collected*, never
zero. `valid_to` as a date is the last day that still belongs to the period. Shares are
fractions of 1, never percentages. Amounts are in major units and need a currency.
`dictionary.csv` explains every column.

每类事实一个 CSV 文件，逗号分隔，UTF-8 编码（也可读取 GB18030）。
没有的文件和列可以省略；空单元格表示“未采集”，而不是零。
`valid_to` 填日期时为期间的最后一天。比例填 0 到 1 之间的小数，不填百分数。
金额以主币单位填写并须注明币种。各列说明见 `dictionary.csv`。

| file | holds | 内容 | must have |
|---|---|---|---|
"""


def write_template(folder: Path) -> list[Path]:
    """Write one empty file per kind, `dictionary.csv` and `README.md`; their paths.

    Raises
    ------
    OptionError
        One of the files is there already; nothing is written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    names = [file_name(kind) for kind in KINDS.values()]
    paths = [folder / name for name in (*names, DICTIONARY_FILE, _README)]
    for path in paths:
        if path.exists():
            raise OptionError(f"{path.name} is in the folder already")
    for kind in KINDS.values():
        header = ",".join(file_columns(kind))
        (folder / file_name(kind)).write_text(f"{header}\n", encoding="utf-8")
    # the mark tells a spreadsheet that the Chinese names are UTF-8
    with (folder / DICTIONARY_FILE).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_Entry._fields)
        writer.writerows(entry for kind in KINDS.values() for entry in dictionary(kind))
    (folder / _README).write_text(_readme(), encoding="utf-8")
    return paths


def dictionary(kind: Kind) -> list[_Entry]:
    """What each column of a kind's file holds, in the file's order."""
    return [_entry(kind, column) for column in file_columns(kind)]


def _entry(kind: Kind, column: str) -> _Entry:
    required = "yes" if column in required_columns(kind) else "no"
    for reference in kind.references:
        if reference.column == column:
            label = reference.label
            content = f"the id of a {reference.node_kind}, such as scheme:value"
            return _Entry(
                file_name(kind), column, label.en, label.zh, required, content, "", "no"
            )
    if column in kind.property_by_name:
        item = kind.property_by_name[column]
        unit = item.unit or ""
        if item.type is PropertyType.MONEY:
            unit = "major units of the column currency"
        return _Entry(
            file_name(kind),
            column,
            item.label.en,
            item.label.zh,
            required,
            expected_text(item),
            unit,
            "yes" if item.personal else "no",
        )
    common = _COMMON[column]
    return _Entry(
        file_name(kind),
        column,
        common.name_en,
        common.name_zh,
        required,
        common.content,
        "",
        "no",
    )


def _readme() -> str:
    lines = [
        f"| `{file_name(kind)}` | {kind.label.en} | {kind.label.zh} | "
        + ", ".join(f"`{name}`" for name in required_columns(kind))
        + " |\n"
        for kind in KINDS.values()
    ]
    return _INTRODUCTION + "".join(lines)
