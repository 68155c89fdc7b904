"""The tutorial is carried out: its files are written and its commands are run."""

from __future__ import annotations

import doctest
import json
import re
from typing import TYPE_CHECKING

import pytest

from api.cli import main

if TYPE_CHECKING:
    from pathlib import Path

BLOCK = re.compile(
    r"^```(console|csv)(?: (\S+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE
)
EXIT = re.compile(r"\[exit (\d+)\]\n")
OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def commands(block: str) -> list[tuple[str, str]]:
    """Pairs of a command line and what it should print."""
    parts = re.split(r"^\$ (.*)\n", block, flags=re.MULTILINE)[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """Output and exit code of a command, which may end in ``> file``."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")

    def runs(line: str) -> tuple[str, int]:
        words, _, target = line.partition(" > ")
        monkeypatch.setattr("sys.argv", words.split())
        with pytest.raises(SystemExit) as ended:
            main()
        output = capsys.readouterr().out
        if target:
            (tmp_path / target).write_text(output, encoding="utf-8")
            output = ""
        return output, ended.value.code or 0

    return runs


@pytest.mark.integration
def test_the_tutorial_prints_what_it_says(docs: Path, tmp_path: Path, run) -> None:
    differ = doctest.OutputChecker()
    surprises = []
    ran = 0
    for kind, name, text in BLOCK.findall((docs / "tutorial.md").read_text("utf-8")):
        if kind == "csv":
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
            continue
        for line, shown in commands(text):
            stated = EXIT.search(shown)
            output, code = run(line)
            ran += 1
            same = differ.check_output(EXIT.sub("", shown), output, OPTIONS)
            if not same or code != int(stated[1] if stated else 0):
                surprises.append((line, code, output))
    assert surprises == []
    assert ran > 10
    assert json.loads((tmp_path / "score.json").read_text("utf-8"))["snapshot_id"]
    assert "<html" in (tmp_path / "circle.html").read_text("utf-8")
