"""Codes and flags from the words that lists use."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from ingest.files.sheets.cells import CellKind
from ingest.mapping.values.characters import word
from ingest.mapping.values.code_words import CODE_WORDS
from ingest.mapping.values.outcome import Fault, by_value, converted

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from graph.vocabulary import Property
    from ingest.mapping.values.outcome import Converted, Kinds

_YES = "是 有 y yes true t 1 √ ✓ ✔ 真"
_NO = "否 无 n no false f 0 × ✗ ✘ x 假 非"
_FLAGS = dict.fromkeys(_YES.split(), "true") | dict.fromkeys(_NO.split(), "false")
_FLAG_EXPECTED = "是 or 否, yes or no, true or false, 1 or 0"
_REFUSED = {CellKind.DAY: "is a date", CellKind.PERCENT: "is a percentage"}


def codes(
    texts: pa.StringArray,
    kinds: Kinds | None,
    item: Property,
    values: Mapping[str, str | None] | None = None,
) -> Converted:
    """Words as codes of a property.

    Parameters
    ----------
    texts, kinds
        Cells as typed, and a `CellKind` for each, shape (rows,).
    item
        The property; its codes and their labels are known, and what `CODE_WORDS` adds.
    values
        The mapping's own words, which come first: a code, or None for nothing.
    """
    known: dict[str, str | None] = {**code_words(item)}
    known |= {word(name): code for name, code in (values or {}).items()}
    expected = (
        f"one of {', '.join(item.choices)}, or its meaning under values in the mapping"
    )

    def read(text: str, _kind: CellKind) -> str | Fault | None:
        if (key := word(text)) in known:
            return known[key] or None
        return Fault("is no known code", expected)

    return converted(by_value(texts, kinds, read, expected, _REFUSED))


@cache
def code_words(item: Property) -> Mapping[str, str]:
    """Code of each word that is known for it; "" for words that say nothing of it."""
    extra = CODE_WORDS.get(item.name, {})
    found = {
        name: code
        for code, names in extra.items()
        if not code or code in item.choices
        for name in names.split()
    }
    # labels and codes come last: no synonym may take one from them
    for code in item.codes:
        names = (code.label.en, code.label.zh, code.name)
        found |= {word(name): code.name for name in names}
    return found


def flags(
    texts: pa.StringArray,
    kinds: Kinds | None = None,
    values: Mapping[str, str | None] | None = None,
) -> Converted:
    """是 and 否, and what else stands for them, as true and false."""
    known: dict[str, str | None] = {**_FLAGS}
    known |= {word(name): code for name, code in (values or {}).items()}

    def read(text: str, _kind: CellKind) -> str | Fault | None:
        if (key := word(text)) in known:
            return known[key] or None
        return Fault("is neither true nor false", _FLAG_EXPECTED)

    return converted(by_value(texts, kinds, read, _FLAG_EXPECTED, _REFUSED))
