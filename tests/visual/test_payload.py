"""What is drawn: references that fit, units, force, provenance and masks."""

from __future__ import annotations

import math

import pytest

from graph.analysis.answer import Sentence
from graph.analysis.description import PERSONAL_MASK
from graph.analysis.links import Link
from graph.analysis.model_score_records import Flag
from graph.analysis.neighbourhood import Extent, node_ref
from graph.testing.facts import guarantee_rows
from graph.vocabulary import SHARE_UNIT, Loss
from visual.payload import edge_of
from visual.records import Annotations

LATER = 2**42
"""An instant after that of the pictures."""


@pytest.fixture
def rows():
    """A firm with a guarantee, an owner, a telephone, a case and a loan."""
    facts = guarantee_rows(("a", "b"), cap=123_456, currency="CNY")
    facts["party"][0]["name_en"] = "Alpha"
    facts["party"].append({"party_id": "p", "name": "P", "party_type": "person"})
    facts["ownership"] = [{"owner_id": "p", "asset_id": "a", "share": SHARE_UNIT // 4}]
    facts["contact"] = [{"contact_id": "t", "value": "138 0000 0000"}]
    facts["contact_use"] = [{"party_id": "a", "contact_id": "t"}]
    facts["risk_event"] = [
        {"party_id": "a", "event_type": "litigation", "case_no": "(2026) 1"}
    ]
    facts["loan"] = [
        {"loan_id": "l", "borrower_id": "a", "outstanding": 7, "currency": "JPY"}
    ]
    return facts


def by_id(items):
    return {item.id: item for item in items}


def edge(drawn, relation):
    return next(item for item in drawn.edges if item.relation == relation)


def node(drawn, kind):
    return next(item for item in drawn.nodes if item.node_kind == kind)


LAYOUTS = ("hops", "ring", "layers", "force")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_ids_are_unique_and_edges_end_at_nodes(pictured, rows, layout):
    drawn = pictured(rows, layout=layout, ring_order=["b", "a", "nobody"])
    ids = by_id(drawn.nodes)
    assert len(ids) == len(drawn.nodes) == 6
    assert len(by_id(drawn.edges)) == len(drawn.edges) == 5
    assert all(item.source in ids and item.target in ids for item in drawn.edges)
    assert drawn.layout == layout
    assert drawn.focus == (None if layout == "ring" else "a")
    assert all(math.isfinite(item.x + item.y) for item in drawn.nodes)
    assert len({(item.x, item.y) for item in drawn.nodes}) == 6
    again = pictured(rows, layout=layout, ring_order=["b", "a", "nobody"])
    assert drawn.nodes == again.nodes
    assert list(by_id(drawn.edges)) == list(by_id(again.edges))


def test_a_ring_without_members_falls_back_to_hops(pictured, rows):
    places = [(item.x, item.y) for item in pictured(rows).nodes]
    fallen = pictured(rows, layout="ring", ring_order=["nobody"])
    assert [(item.x, item.y) for item in fallen.nodes] == places


def test_controllers_stand_inside_the_ring(pictured, rows):
    drawn = by_id(
        pictured(rows, layout="ring", ring_order=["a", "b"], inside=["p"]).nodes
    )
    assert math.hypot(drawn["p"].x, drawn["p"].y) < math.hypot(
        drawn["a"].x, drawn["a"].y
    )


def test_a_guarantee_carries_amount_direction_and_records(pictured, rows):
    found = edge(pictured(rows), "guarantee")
    assert (found.source, found.target) == ("a", "b")
    assert (found.amount, found.currency) == ("1234.56", "CNY")
    assert found.loss == Loss.HEAD_TO_TAIL
    assert found.contracts == ("a>b",)
    assert [record.record_id for record in found.source_records] == [
        "a>b",
        "guarantor-a-a>b",
    ]
    assert found.force == "in_force"
    assert found.force_reason is None
    assert (found.valid_from, found.valid_to) == (None, None)
    assert found.recorded_from.endswith("Z")
    assert not found.derived


@pytest.mark.parametrize(
    ("contract", "force"),
    [
        ({"status": "released"}, "released"),
        ({"status": "called"}, "called"),
        ({"period_end": -86_400_000}, "lapsed"),
        ({"resolution": "missing"}, "no_effect"),
        ({"enforceability": 0.0}, "no_effect"),
        ({"enforceability": 0.5}, "in_force"),
    ],
)
def test_the_force_is_drawn_with_its_reason(pictured, contract, force):
    found = edge(pictured(guarantee_rows(("a", "b"), **contract)), "guarantee")
    assert found.force == force
    assert found.force_reason.zh
    assert found.amount is None


def test_shares_are_fractions_and_loans_have_their_own_currency(pictured, rows):
    drawn = pictured(rows)
    assert edge(drawn, "ownership").share == 0.25
    assert edge(drawn, "ownership").label.en == "25 %"
    assert edge(drawn, "ownership").force == "not_applicable"
    loan = edge(drawn, "loan")
    assert (loan.amount, loan.currency, loan.share) == ("7", "JPY", None)
    assert loan.contracts == ()


def test_an_unknown_share_is_not_nought(pictured, rows):
    rows["ownership"][0]["share"] = None
    found = edge(pictured(rows), "ownership")
    assert (found.share, found.label.en) == (None, "owns")


def test_contact_values_are_masked_without_the_scope(pictured, rows):
    masked, seen = (
        node(pictured(rows, annotations=Annotations(sees_personal=scope)), "contact")
        for scope in (False, True)
    )
    assert masked.name == PERSONAL_MASK
    assert seen.name == "138 0000 0000"
    assert "138" not in repr(masked)
    rows["contact"][0]["value"] = None
    assert (
        node(
            pictured(rows, annotations=Annotations(sees_personal=True)), "contact"
        ).name
        == "t"
    )


def test_nodes_have_names_kinds_and_subtitles(pictured, rows):
    drawn = by_id(pictured(rows).nodes)
    assert (drawn["a"].name, drawn["a"].name_en, drawn["a"].hops) == ("a", "Alpha", 0)
    assert drawn["p"].party_type == "person"
    assert drawn["p"].subtitle.en == "person"
    case = node(pictured(rows), "risk_event")
    assert case.name == "(2026) 1"
    assert case.subtitle.en.startswith("Litigation")
    assert drawn["loan|l"].name == "l"
    assert node_ref(("contact", "t")) in drawn


def test_a_node_that_ended_keeps_its_name_and_says_so(pictured, rows):
    rows["party"][1] |= {"valid_to": 0, "name_en": "Beta"}
    ended = by_id(pictured(rows).nodes)["b"]
    assert (ended.name_en, ended.subtitle.en) == ("Beta", "ended on 1969-12-31")


def test_a_node_that_is_not_described_is_called_by_its_id(pictured, rows):
    rows["party"][1]["valid_from"] = LATER
    unknown = by_id(pictured(rows).nodes)["b"]
    assert (unknown.name, unknown.subtitle.en) == ("b", "not described")


@pytest.mark.parametrize(
    ("loans", "size"),
    [(None, 32.0), (math.nan, 32.0), (1e6, 32.0), (1e7, 33.0), (1e12, 44.0)],
)
def test_the_size_follows_the_loans(pictured, rows, loans, size):
    drawn = by_id(
        pictured(rows, annotations=Annotations(loans={"b": loans, "a": loans})).nodes
    )
    assert drawn["b"].size == size
    assert drawn["a"].size == 52.0
    assert drawn["contact|t"].size == 30.0


def test_findings_adorn_parties_only(pictured, rows):
    annotations = Annotations(
        pd={"b": 0.2, "t": 0.5}, circles={"b": ("C-1",), "t": ("C-2",)}
    )
    drawn = by_id(pictured(rows, annotations=annotations).nodes)
    assert (drawn["b"].band, drawn["b"].pd, drawn["b"].circle_ids) == (5, 0.2, ("C-1",))
    assert (drawn["a"].band, drawn["a"].pd, drawn["a"].circle_ids) == (None, None, ())
    telephone = drawn["contact|t"]
    assert (telephone.band, telephone.circle_ids) == (None, ())


def test_a_flag_marks_its_party_only(pictured, rows):
    flag = Flag(by="model", band=4)
    annotations = Annotations(flag={"b": flag, "t": flag}.get)
    drawn = by_id(pictured(rows, annotations=annotations).nodes)
    assert [drawn[name].flag for name in ("a", "b", "contact|t")] == [None, flag, None]


def test_what_a_cap_left_out_is_one_node_to_open(pictured):
    rows = guarantee_rows(*(("a", f"d{i}") for i in range(5)))
    drawn = pictured(rows, extent=Extent(hub_cap=2))
    more = by_id(drawn.nodes)["more|a"]
    assert (more.name, more.node_kind, more.hops) == ("+3", "more", 1)
    assert more.subtitle.zh == "另有 3 个"
    found = edge(drawn, "more")
    assert (found.source, found.target, found.derived) == ("a", "more|a", True)
    assert found.source_records == ()
    assert drawn.completeness.truncated_by == ("hub_cap",)


def test_a_derived_link_rests_on_evidence_instead_of_records():
    link = Link(
        link_id="control|p|a",
        relation="control",
        tail=("party", "p"),
        head=("party", "a"),
        facts=(),
        evidence=Sentence("majority", "多数持股"),
    )
    found = edge_of(link)
    assert (found.id, found.source, found.target) == ("control|p|a", "p", "a")
    assert (found.label.en, found.derived) == ("controls", True)
    assert found.force_reason.en == "majority"
    assert (found.amount, found.source_records) == (None, ())


def test_a_case_is_called_by_its_number_else_by_what_happened(pictured, rows):
    assert node(pictured(rows), "risk_event").name == "(2026) 1"
    rows["risk_event"] = [{"party_id": "a", "event_type": "overdue"}]
    unnumbered = node(pictured(rows), "risk_event")
    assert (unnumbered.name, unnumbered.name_en) == ("逾期", "Overdue")
