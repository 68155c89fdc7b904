"""Traditional characters as simplified ones, each by itself."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


def simplified(text: str) -> str:
    """The text with the simplified form of each character that has one.

    Good for comparing, not for showing: words that differ between regions stay.

    Examples
    --------
    >>> simplified("擔保總額（萬元）")
    '担保总额（万元）'
    """
    return text if text.isascii() else text.translate(_table())


@cache
def _table() -> dict[int, str]:
    content = files("ingest.mapping").joinpath("simplified.txt").read_text("utf-8")
    lines = (line for line in content.splitlines() if not line.startswith("#"))
    letters = "".join(lines)
    return str.maketrans(dict(zip(letters[::2], letters[1::2], strict=True)))
