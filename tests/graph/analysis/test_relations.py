"""Relations follow from the kinds."""

from __future__ import annotations

import pytest

from graph.analysis.relations import (
    DISPLAYS,
    RELATIONS,
    relation_named,
    usual_relations,
)
from graph.errors import NotFoundError
from graph.vocabulary import KINDS, PropertyType, View


def test_each_kind_that_ties_nodes_makes_a_relation():
    made = {item.kind.name for item in RELATIONS.values()}
    assert made == {name for name, kind in KINDS.items() if kind.relation}
    assert {"deposit", "repayment", "sign_in"} <= set(RELATIONS)
    assert set(DISPLAYS) == {*RELATIONS, "control"}  # derived, never read
    ranks = [display.rank for display in DISPLAYS.values()]
    assert ranks == sorted(ranks)


def test_a_guarantee_leads_over_its_contract_to_the_debtor():
    found = RELATIONS["guarantee"]
    assert (found.kind.name, found.tail.name) == ("guarantor", "guarantor")
    assert (found.head.name, found.through.onward.name) == ("guarantee", "debtor")
    assert (found.tail_kind, found.head_kind) == ("party", "party")


@pytest.mark.parametrize(
    ("name", "ends"),
    [
        ("ownership", ("party", "party")),
        ("event", ("party", "risk_event")),
        ("loan", ("party", "loan")),
        ("deposit", ("loan", "account")),
        ("sign_in", ("contact", "account")),
    ],
)
def test_relations_end_at_the_nodes_of_their_kind(name, ends):
    assert (RELATIONS[name].tail_kind, RELATIONS[name].head_kind) == ends


def test_links_are_measured_by_money_or_shares():
    measures = {name: item.measure for name, item in RELATIONS.items() if item.measure}
    assert {name: item.name for name, item in measures.items()} == {
        "guarantee": "cap",
        "ownership": "share",
        "event": "amount",
        "transfer": "amount",
        "deposit": "amount",
        "repayment": "amount",
        "loan": "outstanding",
    }
    types = {item.type for item in measures.values()}
    assert types == {PropertyType.MONEY, PropertyType.SHARE}


def test_codes_that_name_ties_are_codes():
    for item in RELATIONS.values():
        name = item.display.named_by
        if name is not None:
            assert item.kind.property_by_name[name].codes


def test_what_a_picture_shows_without_being_asked():
    usual = usual_relations(View.NEIGHBOURHOOD)
    assert usual == ("guarantee", "ownership", "event", "family", "role")
    around_an_account = set(usual_relations(View.NEIGHBOURHOOD, "account"))
    assert around_an_account - set(usual) == {
        "account",
        "transfer",
        "deposit",
        "repayment",
        "sign_in",
    }


def test_an_unknown_relation_is_refused_by_name():
    with pytest.raises(NotFoundError) as caught:
        relation_named("supplies")
    assert (caught.value.what, caught.value.name) == ("relation", "supplies")
