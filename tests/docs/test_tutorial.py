"""Tutorials are carried out: their files are written and their commands are run."""

from __future__ import annotations

import csv
import doctest
import io
import json
import re
from typing import TYPE_CHECKING

import pytest
import yaml

from api.cli import main
from sample_tables import as_xlsx

if TYPE_CHECKING:
    from pathlib import Path

BLOCK = re.compile(
    r"^```(console|csv|yaml)(?: (\S+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE
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


def write(path: Path, text: str) -> None:
    """A file of a page; a workbook's rows stand there as CSV."""
    path.parent.mkdir(exist_ok=True)
    if path.suffix == ".xlsx":
        as_xlsx(list(csv.reader(io.StringIO(text))), path)
    else:
        path.write_text(text, encoding="utf-8")


def surprises_of(
    page: str, folder: Path, run
) -> tuple[list[tuple[str, int, str]], int]:
    """Commands of a page that print or end otherwise than it says; how many ran."""
    differ = doctest.OutputChecker()
    surprises = []
    ran = 0
    for kind, name, text in BLOCK.findall(page):
        if kind != "console":
            write(folder / name, text)
            continue
        for line, shown in commands(text):
            stated = EXIT.search(shown)
            output, code = run(line)
            ran += 1
            same = differ.check_output(EXIT.sub("", shown), output, OPTIONS)
            if not same or code != int(stated[1] if stated else 0):
                surprises.append((line, code, output))
    return surprises, ran


@pytest.mark.integration
def test_the_tutorial_prints_what_it_says(docs: Path, tmp_path: Path, run) -> None:
    page = (docs / "tutorial.md").read_text("utf-8")
    surprises, ran = surprises_of(page, tmp_path, run)
    assert surprises == []
    assert ran > 10
    assert json.loads((tmp_path / "score.json").read_text("utf-8"))["snapshot_id"]
    assert "<html" in (tmp_path / "circle.html").read_text("utf-8")


@pytest.mark.integration
def test_the_spreadsheet_becomes_what_its_page_says(
    docs: Path, tmp_path: Path, run
) -> None:
    page = (docs / "how-to" / "your-own-spreadsheet.md").read_text("utf-8")
    surprises, ran = surprises_of(page, tmp_path, run)
    assert surprises == []
    assert ran == 7
    run("suretynet mapping suggest guarantees.xlsx --out drafted.yaml")
    drafted = (tmp_path / "drafted.yaml").read_text("utf-8")
    above = [line for line in page.splitlines() if line.startswith("# question")]
    assert [line for line in drafted.splitlines() if "question" in line] == above
    # the answers are all that is added to it
    [first, _] = [text for kind, _, text in BLOCK.findall(page) if kind == "yaml"]
    answered = yaml.safe_load(drafted) | {"currency": "CNY"}
    answered["facts"]["guarantee"]["cap"] = {"column": "担保金额", "unit": "万元"}
    assert yaml.safe_load(first) == answered
