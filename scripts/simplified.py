#!/usr/bin/env python
"""Writes the table of simplified characters: ``python scripts/simplified.py TABLE``.

TABLE is ``TSCharacters.txt`` of OpenCC: a traditional character, a tab, and the
simplified ones it may stand for, the commonest first. One that is itself among them
(乾, in names) stays as it is, and so do rare ones outside the first Chinese block of
Unicode: folding must not make one name of two.
"""

from __future__ import annotations

import sys
from pathlib import Path

TARGET = Path(__file__).parent.parent / "ingest" / "mapping" / "simplified.txt"
HEAD = """\
# Traditional characters, each followed by its simplified one.
# Derived from TSCharacters.txt of OpenCC, Copyright 2010-2020 Carbo Kuo, under the
# Apache License 2.0: single characters only, written by scripts/simplified.py.
"""
PAIRS_A_LINE = 40
_FIRST, _LAST = "\u4e00", "\u9fff"


def pairs(table: str) -> list[str]:
    """Each character with what it becomes, in the order of Unicode."""
    lines = (line.split() for line in table.splitlines() if line)
    return sorted(
        traditional + choices[0]
        for traditional, *choices in lines
        if traditional not in choices
        and all(_FIRST <= letter <= _LAST for letter in traditional + choices[0])
    )


def main(source: Path) -> None:
    """Write the table."""
    found = pairs(source.read_text(encoding="utf-8"))
    starts = range(0, len(found), PAIRS_A_LINE)
    lines = ("".join(found[start : start + PAIRS_A_LINE]) for start in starts)
    TARGET.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
