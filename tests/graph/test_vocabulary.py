from __future__ import annotations

import re

import pytest

from graph.vocabulary import (
    KINDS,
    NODE_KINDS,
    PROVENANCE_COLUMNS,
    Form,
    Loss,
    PropertyType,
    kind,
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
    guarantor = kind("guarantor")
    assert (guarantor.tail.name, guarantor.head.name) == ("guarantor", "guarantee")
    assert guarantor.loss is Loss.HEAD_TO_TAIL
    assert [end.name for end in kind("guarantee").references[:2]] == [
        "guarantee",
        "debtor",
    ]


def test_content_is_ends_properties_and_the_end_of_valid_time():
    assert kind("guarantor").content_columns == (
        "guarantor_id",
        "guarantee_id",
        "share",
        "joint_group",
        "valid_to",
    )


def test_kinds_of_nodes_are_those_with_ids():
    assert list(NODE_KINDS) == ["party", "contact", "account", "loan", "guarantee"]


def test_an_unknown_kind_is_no_kind():
    with pytest.raises(KeyError):
        kind("marriage")
