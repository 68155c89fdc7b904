from __future__ import annotations

import re
from dataclasses import replace

import pytest

from graph.testing.facts import guarantee_rows, snapshot_of
from graph.vocabulary import (
    DERIVED,
    KINDS,
    NODE_KINDS,
    PROVENANCE_COLUMNS,
    Form,
    Label,
    Loss,
    PropertyType,
)

ALL = pytest.mark.parametrize("item", KINDS.values(), ids=KINDS)


def test_each_kind_refers_to_earlier_ones():
    known = set()
    for item in KINDS.values():
        if item.form is Form.NODE:
            known.add(item.name)
        assert {end.node_kind for end in item.references} <= known


@ALL
def test_a_kind_has_the_ends_of_its_form(item):
    if item.form is Form.NODE:
        assert item.tail.node_kind == item.tail.name == item.name
    if item.form is Form.EDGE:
        assert len(item.references) == 2
        assert item.tail.required
        assert item.head.required


@ALL
def test_columns_do_not_clash(item):
    columns = [
        *(end.column for end in item.references),
        *(each.name for each in item.properties),
        *PROVENANCE_COLUMNS,
        "recorded_from",
        "recorded_to",
        "content_hash",
        "fact_no",
    ]
    assert len(columns) == len(set(columns))
    assert all(re.fullmatch("[a-z][a-z0-9_]*", name) for name in columns)


@ALL
def test_codes_have_choices_and_nothing_else_has(item):
    for each in item.properties:
        assert bool(each.choices) == (each.type is PropertyType.CODE)


@ALL
def test_the_subtype_is_a_code_that_every_fact_has(item):
    if item.subtype is not None:
        each = item.property_by_name[item.subtype]
        assert each.type is PropertyType.CODE
        assert each.required


@ALL
def test_money_says_its_currency(item):
    kinds = {each.type for each in item.properties}
    if PropertyType.MONEY in kinds:
        assert "currency" in item.property_by_name


@ALL
def test_everything_has_a_name_in_both_languages(item):
    for each in (item, *item.references, *item.properties):
        assert each.label.en.strip()
        assert each.label.zh.strip()


def test_cypher_names_are_unique_and_styled():
    names = [item.cypher for item in KINDS.values()]
    assert len(names) == len(set(names))
    for item in KINDS.values():
        pattern = "[A-Z]+(_[A-Z]+)*" if item.form is Form.EDGE else "([A-Z][a-z]+)+"
        assert re.fullmatch(pattern, item.cypher), item.cypher


def test_distress_travels_from_debtor_to_guarantor():
    guarantor = KINDS["guarantor"]
    assert (guarantor.tail.name, guarantor.head.name) == ("guarantor", "guarantee")
    assert guarantor.loss is Loss.HEAD_TO_TAIL
    assert [end.name for end in KINDS["guarantee"].references[:2]] == [
        "guarantee",
        "debtor",
    ]


def test_content_is_ends_properties_and_the_end_of_valid_time():
    assert KINDS["guarantor"].content_columns == (
        "guarantor_id",
        "guarantee_id",
        "share",
        "joint_group",
        "valid_to",
    )


def test_kinds_of_nodes_are_those_with_ids():
    assert list(NODE_KINDS) == ["party", "contact", "account", "loan", "guarantee"]


@ALL
def test_every_code_is_called_something_in_both_languages(item):
    for each in item.properties:
        for code in each.codes:
            assert code.label.en.strip()
            assert code.label.zh.strip()
            assert each.code_label(code.name) == code.label
    assert KINDS["role"].property_by_name["role_type"].code_label("sage").en == "sage"


@ALL
def test_what_shows_a_kind_names_its_properties(item):
    named = set(item.property_by_name)
    shown = item.node
    assert named >= {*shown.named_by, *filter(None, [shown.subtitle])}
    assert named >= set(item.distinguished_by)
    columns = {*named, *(end.column for end in item.references)}
    assert columns >= set(item.searched)
    if shown.subtitle is not None:
        codes = item.property_by_name[shown.subtitle].choices
        assert shown.unsaid is None or shown.unsaid in codes
    if item.subtype is not None:
        assert set(item.property_by_name[item.subtype].choices) >= {
            code for code, _ in shown.styles
        }


def test_relations_have_names_ranks_and_words_of_their_own():
    shown = [item.relation for item in KINDS.values() if item.relation] + [*DERIVED]
    for values in ([each.name for each in shown], [each.rank for each in shown]):
        assert len(values) == len(set(values))
    for each in shown:
        labels = (each.label, each.phrase, each.outward, each.inward, each.legend)
        assert all(label.en and label.zh for label in labels if label is not None)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("party", ("party_id",)),
        ("role", ("person_id", "company_id", "role_type")),
        ("risk_event", ("party_id", "counterparty_id", "event_type", "case_no")),
        ("exchange_rate", ("base_currency", "quote_currency")),
        ("rating", ("party_id", "agency")),
        ("guarantor", ("guarantor_id", "guarantee_id")),
    ],
)
def test_a_natural_key_is_what_tells_records_apart(name, key):
    assert KINDS[name].natural_key == key


def test_words_and_colours_are_no_part_of_a_snapshot():
    rows = guarantee_rows(("a", "b"))
    before = snapshot_of(rows, 0).manifest.snapshot_id
    called = Label("Surety", "保")
    repainted = replace(
        KINDS["guarantor"],
        label=called,
        relation=replace(KINDS["guarantor"].relation, label=called, rank=1),
        node=replace(KINDS["guarantor"].node, named_by=("joint_group",)),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(KINDS, "guarantor", repainted)
        assert snapshot_of(rows, 0).manifest.snapshot_id == before


def test_only_parties_are_searched():
    assert replace(KINDS["party"], searched=("name",)).searched == ("name",)
    with pytest.raises(ValueError, match="loan names `searched`, but only parties"):
        replace(KINDS["loan"], searched=("loan_id",))


def test_only_relations_are_counted_by_their_ends():
    with pytest.raises(ValueError, match="rating is counted by ends, but is no"):
        replace(KINDS["rating"], counted_by_ends=True)
