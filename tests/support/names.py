"""Names that a party may have, told without the code that loads them."""

from __future__ import annotations

from unicodedata import category


def is_name(text: str) -> bool:
    """Whether something of the text is seen, and nothing of it is a control.

    Tabs and line feeds, which cells of spreadsheets hold, are not counted as controls.
    """
    kinds = {category(letter) for letter in text if letter not in "\t\n"}
    return "Cc" not in kinds and any(kind[0] != "Z" and kind != "Cf" for kind in kinds)
