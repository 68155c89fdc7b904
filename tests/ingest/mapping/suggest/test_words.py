from __future__ import annotations

from importlib.resources import as_file

import pytest

from graph.vocabulary import KINDS
from ingest.files.sheets.opening import open_sheets
from ingest.mapping.files import mapping_of, ready_mappings, samples
from ingest.mapping.suggest import suggest
from ingest.mapping.suggest.heads import head_of
from ingest.mapping.suggest.naming import unit_name
from ingest.mapping.suggest.words import fields_of, known_words
from ingest.mapping.values import unit_of


def test_every_word_means_a_field_that_there_is() -> None:
    known = known_words()
    party = KINDS["party"].property_by_name
    assert {name for name in known.party if name != "id"} <= set(party)
    times = {"valid_from", "valid_to", "occurred_at", "collected_at", "id"}
    for line in known.facts:
        for kind, field in fields_of(line):
            assert field in {*KINDS[kind].property_by_name, *times}, (kind, field)


def test_every_word_of_a_role_names_its_party() -> None:
    for role, words in known_words().roles.items():
        for text in words.split():
            assert head_of(text.replace("_", " ")).roles == (role,), text


@pytest.mark.parametrize(
    "text", ["元", "千元", "万元", "亿元", "RMB mn", "USD'000", "HK$ million", "EUR bn"]
)
def test_a_unit_is_named_as_it_is_read(text) -> None:
    unit = unit_of(text)
    assert unit_of(unit_name(unit)) == unit


@pytest.mark.parametrize("name", sorted(ready_mappings()))
def test_what_differs_from_a_ready_mapping_of_its_sample_is_asked(name) -> None:
    wanted: dict[str, set[str]] = {}
    for table in mapping_of(name):
        for group, rule in (*table.parties.items(), *table.facts.items()):
            for field, origin in rule.fields.items():
                for head in origin.columns:
                    wanted.setdefault(head, set()).add(f"{group}.{field}")
    with as_file(samples()[name]) as path:
        for sheet in open_sheets(path).found:
            told = suggest([sheet])
            asked = {question.column for question in told.questions}
            for item in told.columns:
                right = wanted.get(item.column, set())
                assert item.target in right or item.column in asked, item
