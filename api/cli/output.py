"""What commands print, so that no name steers a terminal or is lost on one."""

from __future__ import annotations

import re
import sys
import unicodedata
from io import TextIOWrapper

import typer

_STEERING = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Unicode's categories of what is not shown but obeyed: controls and escapes, marks of
direction, ends of lines, halves of pairs."""
_NOT_ASCII = re.compile(r"[^\x00-\x7e]")
_UNUSUAL = re.compile(r"[^\n -~\u3000-\u303f\u4e00-\u9fff]")  # others need no look


def visible(text: str) -> str:
    r"""The text with characters that a terminal would obey written as escapes.

    Examples
    --------
    >>> visible("\x1b[2J甲"), visible("a\u202eb")
    ('\\x1b[2J甲', 'a\\u202eb')
    """
    if text.isprintable():
        return text
    return "".join(
        letter.encode("unicode_escape").decode() if _steers(letter) else letter
        for letter in text
    )


def say(text: object, *, err: bool = False) -> None:
    """Print lines."""
    for line in str(text).split("\n"):
        typer.echo(visible(line), err=err)


def say_json(text: str) -> None:
    """Print JSON, in ASCII where the console cannot show all of it."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        plain = _NOT_ASCII.sub(lambda found: _escaped(found[0]), text)
    else:
        plain = _UNUSUAL.sub(
            lambda found: _escaped(found[0]) if _steers(found[0]) else found[0], text
        )
    typer.echo(plain)


def bear_any_console() -> None:
    """Have characters that a console lacks written as escapes instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _steers(letter: str) -> bool:
    return unicodedata.category(letter) in _STEERING


def _escaped(letter: str) -> str:
    """The letter as JSON escapes it."""
    units = letter.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
