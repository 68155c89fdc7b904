"""What a report says, and the HTML page that says it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from visual.report.drawing import LIMIT, Drawing, library
from visual.report.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jinja2 import Template

    from visual.records import Picture


@dataclass(frozen=True, slots=True)
class Table:
    """A table; a column of nothing but numbers is aligned as such."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]

    @property
    def numeric(self) -> list[bool]:
        """Of each column, whether there are cells and all of them are numbers."""
        return [
            bool(self.rows) and all(_is_number(row[i]) for row in self.rows)
            for i in range(len(self.columns))
        ]


@dataclass(frozen=True, slots=True)
class Report:
    """Texts as they are to be read; `render` escapes them."""

    language: str
    title: str
    subtitle: str
    figures: Sequence[tuple[str, str]]
    picture: Picture
    picture_caption: str
    reasons: Sequence[str]
    reasons_title: str
    tables: Sequence[Table]
    receipts_title: str
    receipts: Sequence[Mapping[str, Any]]
    notices: Sequence[str] = field(default_factory=tuple)


def render(report: Report) -> str:
    """An HTML document with all that it needs in it: nothing is fetched."""
    script, style = library()
    return _template().render(
        report=report,
        language="zh-CN" if report.language == "zh" else "en",
        notices=[*report.notices, *_cut(report)],
        receipts=[
            json.dumps(receipt, ensure_ascii=False, indent=1)
            for receipt in report.receipts
        ],
        drawing=Drawing.of(report.picture, report.language),
        library_script=script,
        library_style=style,
    )


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    ).get_template("report.html")


def _cut(report: Report) -> list[str]:
    """What the picture leaves out for its size."""
    total = len(report.picture.nodes)
    if total <= LIMIT:
        return []
    return [WORDS[report.language]["first"].format(limit=LIMIT, total=total)]


def _is_number(cell: Any) -> bool:
    if cell is None:
        return True
    text = str(cell).replace(",", "").replace("%", "").replace("−", "-").strip()
    return bool(re.fullmatch(r"[+-]?\d+(\.\d+)?|–|", text))
