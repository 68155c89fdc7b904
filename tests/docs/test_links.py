from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCED = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
GENERATED = re.compile(r"<!-- begin .*?<!-- end \w+ -->", re.DOTALL)
ELSEWHERE = ("http://", "https://", "mailto:")
TOP_PAGES = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")


def anchors(text: str) -> set[str]:
    """Anchors of a page's headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.*)$", FENCED.sub("", text), re.MULTILINE)
    kept = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in kept}


@pytest.fixture(scope="module")
def pages(root: Path, docs: Path) -> list[Path]:
    return [*(root / name for name in TOP_PAGES), *sorted(docs.rglob("*.md"))]


def test_each_link_leads_somewhere(pages: list[Path]) -> None:
    broken = []
    for page in pages:
        text = FENCED.sub("", page.read_text(encoding="utf-8"))
        for target in LINK.findall(text):
            if target.startswith(ELSEWHERE):
                continue
            place, _, anchor = target.partition("#")
            found = page.parent / place if place else page
            if not found.exists() or (
                anchor and anchor not in anchors(found.read_text(encoding="utf-8"))
            ):
                broken.append((page.name, target))
    assert broken == []


def test_each_page_can_be_reached_from_the_readme(
    root: Path, docs: Path, pages: list[Path]
) -> None:
    reached, waiting = set(), [(root / "README.md").resolve()]
    while waiting:
        page = waiting.pop()
        reached.add(page)
        for target in LINK.findall(page.read_text(encoding="utf-8")):
            found = (page.parent / target.partition("#")[0]).resolve()
            if found.suffix == ".md" and found.is_file() and found not in reached:
                waiting.append(found)
    assert {page.resolve() for page in docs.rglob("*.md")} <= reached


def test_each_decision_has_its_three_parts(docs: Path) -> None:
    decisions = sorted((docs / "decisions").glob("0*.md"))
    assert len(decisions) >= 10
    for place, page in enumerate(decisions, start=1):
        text = page.read_text(encoding="utf-8")
        assert text.startswith(f"# {place:04d} ")
        for part in ("**Context.**", "**Decision.**", "**Consequence.**"):
            assert part in text, page.name


def test_no_line_of_prose_is_longer_than_a_reader_likes(pages: list[Path]) -> None:
    long = []
    for page in pages:
        text = GENERATED.sub("", FENCED.sub("", page.read_text(encoding="utf-8")))
        lines = text.splitlines()
        long += [
            (page.name, line)
            for line in lines
            if len(line) > 100 and not line.startswith("|")
        ]
    assert long == []
