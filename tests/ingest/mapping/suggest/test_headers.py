"""Heads of published templates, written down before the matcher, never tuned on.

`headers.csv` has them with what each means: several targets where more than one is
right, an empty one where it may stay without; `tuning.csv` is what the words were
tried on.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import pytest

from ingest.files.sheets.cells import Cell, CellKind
from ingest.mapping.suggest import Suggestion, Top, suggest

FOLDER = Path(__file__).parent
MOST_WRONG = 2
LEAST_SUGGESTED = 0.85


class Expected(NamedTuple):
    head: str
    targets: set[str]


class Outcome(NamedTuple):
    template: str
    expected: Expected
    target: str
    confidence: float
    asked: bool

    @property
    def wrong(self) -> bool:
        return bool(self.target) and self.target not in self.expected.targets


def templates(name: str) -> dict[str, list[Expected]]:
    found = defaultdict(list)
    with (FOLDER / name).open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            expected = Expected(row["header"], set(row["target"].split("|")))
            found[row["template"]].append(expected)
    return found


def suggested(expected: list[Expected]) -> Suggestion:
    cells = [Cell(item.head, CellKind.TEXT) for item in expected]
    return suggest([Top([cells])])


def outcomes(name: str) -> list[Outcome]:
    found = []
    for template, expected in templates(name).items():
        told = suggested(expected)
        by_head = {item.column: item for item in told.columns}
        asked = {question.column for question in told.questions}
        for item in expected:
            column = by_head.get(item.head)
            target = column.target if column else ""
            confidence = column.confidence if column else 0.0
            found.append(
                Outcome(template, item, target, confidence, item.head in asked)
            )
    return found


@pytest.fixture(scope="module")
def published() -> list[Outcome]:
    return outcomes("headers.csv")


def shown(text: str) -> None:
    print(text)  # noqa: T201 - the figures are to be seen with pytest -s


def report(found: list[Outcome]) -> tuple[list[Outcome], list[Outcome], list[Outcome]]:
    wrong = [item for item in found if item.wrong]
    needed = [item for item in found if "" not in item.expected.targets]
    missed = [item for item in needed if not item.target]
    for item in (*wrong, *missed):
        told = f"{item.target or 'nothing'} ({item.confidence:.2f})"
        wanted = "|".join(sorted(item.expected.targets))
        shown(f"{item.template}: {item.expected.head} -> {told}, expected {wanted}")
    share = 1 - len(missed) / len(needed)
    shown(f"{len(found)} heads, {len(wrong)} wrong, {share:.1%} of {len(needed)} found")
    return wrong, needed, missed


def test_every_head_of_a_published_template_names_its_source() -> None:
    with (FOLDER / "templates.csv").open(encoding="utf-8", newline="") as stream:
        sources = {
            row["template"]: row["published_in"] for row in csv.DictReader(stream)
        }
    found = templates("headers.csv")
    assert sum(map(len, found.values())) == 120
    assert set(found) == set(sources)
    tuned = {item.head for items in templates("tuning.csv").values() for item in items}
    heads = [item.head for items in found.values() for item in items]
    assert len(heads) == len(set(heads))
    assert tuned.isdisjoint(heads)


def test_heads_of_published_templates_get_their_targets(published) -> None:
    wrong, needed, missed = report(published)
    assert len(wrong) <= MOST_WRONG
    assert len(needed) - len(missed) >= LEAST_SUGGESTED * len(needed)


def test_nothing_wrong_is_ready_without_a_question(published) -> None:
    assert [item for item in published if item.wrong and not item.asked] == []


def test_heads_that_words_were_tried_on_get_their_targets() -> None:
    wrong, _, missed = report(outcomes("tuning.csv"))
    assert wrong == missed == []
