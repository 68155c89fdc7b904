"""What commands print steers no terminal, and fails on no console."""

from __future__ import annotations

import io
import json
import sys

import pytest

from api.cli.output import bear_any_console, say, say_json, visible

NAMES = ["甲\x1b[2J", "a\u202eb", "c\x07", "d\u2028e", "f\x9b31m", "\ud800"]


@pytest.mark.parametrize("name", NAMES)
def test_no_name_steers_a_terminal(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    say(name)
    (line, end) = capsys.readouterr().out.split("\n")
    assert (line, end) == (visible(name), "")
    assert line.isprintable()


def test_plain_names_stay_as_they_are() -> None:
    assert visible("华东集团 (Müller) ü") == "华东集团 (Müller) ü"


@pytest.mark.parametrize("name", NAMES)
def test_json_gives_each_name_back(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    say_json(json.dumps({"name": name}, ensure_ascii=False))
    out = capsys.readouterr().out
    assert json.loads(out) == {"name": name}
    assert out.rstrip("\n").isprintable()


def test_a_console_that_lacks_a_character_gets_an_escape(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="cp1252"))
    bear_any_console()
    say("甲 owes")
    say_json(json.dumps({"name": "甲"}, ensure_ascii=False))
    sys.stdout.flush()
    line, told = raw.getvalue().decode("cp1252").splitlines()
    assert line == r"\u7532 owes"
    assert json.loads(told) == {"name": "甲"}
