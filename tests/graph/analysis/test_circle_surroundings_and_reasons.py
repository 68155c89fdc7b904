"""A circle as it is looked at: what is drawn around it, roles and reasons."""

from __future__ import annotations

import pytest

from graph.analysis.circle_reasons import circle_reasons, roles_of
from graph.analysis.circle_surroundings import (
    CONTROLLERS,
    OUTSIDERS,
    circle_surroundings,
    control_links,
)
from graph.analysis.contagion import ContagionParameters, default_probabilities
from graph.analysis.control import common_controllers
from graph.analysis.findings import Findings
from graph.analysis.links import Link
from graph.analysis.publish import write_findings
from graph.analysis.structure import find_circles
from graph.snapshot import Snapshot
from graph.testing.facts import guarantee_rows, memory_store
from graph.vocabulary import SHARE_UNIT

RING = (("a", "b"), ("b", "c"), ("c", "a"))
MEMBERS = ("a", "b", "c")


def drawn(store, control=()):
    return circle_surroundings(store.view(store.at(0)), MEMBERS, control)


def keys(found):
    return [node.key[1] for node in found.nodes]


class Case:
    """A published circle a b c."""

    def __init__(self, rows):
        self.store = memory_store(rows)
        self.snapshot = Snapshot.build(self.store, self.store.at(0))
        found = find_circles(self.snapshot)
        scores = default_probabilities(self.snapshot, ContagionParameters(n_worlds=640))
        results = {"circles": found, "pd": scores}
        write_findings(self.store, self.snapshot, results)
        self.findings = Findings.read(self.store, self.snapshot)
        self.circle = found.circles[0].circle_id

    def reasons(self):
        numbers = self.snapshot.numbers("party", list(MEMBERS)).tolist()
        controllers = common_controllers(self.snapshot, numbers)
        around = drawn(self.store, control_links(self.snapshot, controllers))
        return circle_reasons(
            self.snapshot, self.findings, self.circle, around, controllers
        )


def test_members_come_first_with_every_guarantee_among_them():
    found = drawn(memory_store(guarantee_rows(*RING, ("b", "a"))))
    assert keys(found) == ["a", "b", "c"]
    assert {node.hops for node in found.nodes} == {0}
    assert len(found.links) == 4
    assert found.focus == ("party", "a")
    assert found.completeness.complete


def test_outsiders_with_two_ties_are_drawn_and_others_counted():
    rows = guarantee_rows(*RING, ("x", "a"), ("x", "b"), ("a", "y"))
    found = drawn(memory_store(rows))
    assert keys(found) == ["a", "b", "c", "x"]
    assert found.nodes[3].hops == 1
    assert found.nodes[0].hidden == {"guarantee": 1}
    assert found.completeness.truncated_by == ("outsiders",)
    assert found.completeness.explored == 5


def test_events_of_a_member_are_drawn():
    rows = guarantee_rows(*RING)
    rows["risk_event"] = [{"party_id": "a", "event_type": "bankruptcy"}]
    event = drawn(memory_store(rows)).nodes[3]
    assert event.key[0] == "risk_event"
    assert event.fact.properties["event_type"] == "bankruptcy"


def test_outsiders_are_capped():
    outsiders = [f"x{i:02}" for i in range(OUTSIDERS + 2)]
    arcs = [(name, member) for name in outsiders for member in "ab"]
    found = drawn(memory_store(guarantee_rows(*RING, *arcs)))
    assert len(found.nodes) == 3 + OUTSIDERS
    assert found.nodes[0].hidden == {"guarantee": 2}
    assert "outsiders" in found.completeness.truncated_by


def owned(*holdings):
    rows = guarantee_rows(*RING)
    rows["party"].append({"party_id": "p", "name": "P", "party_type": "person"})
    rows["ownership"] = [
        {"owner_id": "p", "asset_id": asset, "share": SHARE_UNIT * percent // 100}
        for asset, percent in holdings
    ]
    return rows


def test_controllers_are_drawn_by_derived_links():
    case = Case(owned(("a", 60), ("b", 70)))
    numbers = case.snapshot.numbers("party", list(MEMBERS)).tolist()
    links = control_links(case.snapshot, common_controllers(case.snapshot, numbers))
    assert [link.link_id for link in links] == ["control|p|a", "control|p|b"]
    assert links[0].facts == ()
    assert links[0].evidence.en == "majority: P → a"
    found = drawn(case.store, links)
    assert keys(found) == ["a", "b", "c", "p"]
    assert sum(link.relation == "control" for link in found.links) == 2


def test_the_foremost_controllers_are_drawn_and_the_others_named_as_cut():
    people = [f"p{i:02}" for i in range(CONTROLLERS + 3)]
    control = [
        Link(f"{person}|{firm}", "control", ("party", person), ("party", firm), ())
        for person in reversed(people)
        for firm in "ab"
    ]
    found = drawn(memory_store(guarantee_rows(*RING)), control)
    assert keys(found)[3:] == people[3:]
    assert sum(link.relation == "control" for link in found.links) == 2 * CONTROLLERS
    assert found.completeness.truncated_by == ("outsiders",)
    assert found.completeness.explored == 3 + len(people)


@pytest.mark.parametrize(
    ("arcs", "roles"),
    [
        ("ab bc ca", ["ring member"] * 3),
        ("ab bc ca ba", ["mutual pair", "mutual pair", "ring member"]),
        ("ab bc ca ad dc", ["on several cycles", "ring member", "on several cycles"]),
        ("ab bc ca ax xa", ["ring member"] * 3),  # a pair with an outsider
    ],
)
def test_roles_within_the_circle(built, arcs, roles):
    snapshot = built(guarantee_rows(*((arc[0], arc[1]) for arc in arcs.split())))
    members = [name for name in "abcd" if name in arcs]
    numbers = snapshot.numbers("party", members)
    found = roles_of(snapshot, numbers)
    assert [found[number].en for number in numbers.tolist()][:3] == roles


def texts(reasons):
    return [reason.text.en for reason in reasons]


def test_a_common_controller_comes_first():
    first = Case(owned(("a", 60), ("b", 70))).reasons()[0]
    assert first.text.en == (
        "2 of the 3 firms answer to P: 3 guarantors on paper are 2 in fact."
    )
    assert first.chips[0].text.en == "confirmed"
    assert first.party_ids == ("a", "b")


def test_a_shared_owner_without_majority_is_only_suspected():
    first = Case(owned(("a", 10), ("b", 10))).reasons()[0]
    assert first.text.en == "2 of the 3 firms are tied to P."
    assert first.chips[0].text.en == "suspected"


def test_a_shared_contact_has_no_name():
    rows = guarantee_rows(*RING)
    rows["contact"] = [{"contact_id": "t", "value": "secret"}]
    rows["contact_use"] = [{"party_id": name, "contact_id": "t"} for name in "abc"]
    assert texts(Case(rows).reasons())[0] == (
        "3 of the 3 firms are tied to one contact point."
    )


def test_events_contagion_and_lost_force_are_reasons():
    rows = guarantee_rows(*RING, ("b", "a"), ("x", "a"), ("x", "b"))
    rows["guarantee"][3]["status"] = "released"
    rows["guarantee"][4]["status"] = "released"  # an outsider's: not among them
    rows["risk_event"] = [{"party_id": "a", "event_type": "bankruptcy"}]
    case = Case(rows)
    event, contagion, lost = case.reasons()
    assert event.text.en == "a: bankruptcy."
    assert contagion.text.en.startswith("Contagion hits ")
    assert lost.text.en == "1 guarantee among them has no force and counts nothing."
    rows["guarantee"].append({**rows["guarantee"][3], "guarantee_id": "more"})
    rows["guarantor"].append({"guarantor_id": "b", "guarantee_id": "more"})
    last = Case(rows).reasons()[-1]
    assert last.text.en == "2 guarantees among them have no force and count nothing."


def test_no_reason_is_left_out():
    rows = owned(("a", 10), ("b", 10))
    rows["guarantee"] += guarantee_rows(("b", "a"), status="released")["guarantee"]
    rows["guarantor"] += guarantee_rows(("b", "a"))["guarantor"]
    rows["contact"] = [{"contact_id": "t"}]
    rows["contact_use"] = [{"party_id": name, "contact_id": "t"} for name in "abc"]
    rows["risk_event"] = [{"party_id": name} for name in "abc"]
    found = texts(Case(rows).reasons())
    assert sum("litigation" in text for text in found) == 3
    assert len(found) == 7


def test_what_is_said_of_members_comes_by_severity_and_amount():
    rows = guarantee_rows(*RING)
    money = {"currency": "CNY"}
    rows["risk_event"] = [
        {"party_id": "a", "event_type": "overdue"},
        {"party_id": "b", "event_type": "enforcement", "amount": 100_000} | money,
        {"party_id": "c", "event_type": "enforcement", "amount": 3_820_000_000} | money,
    ]
    rows["loan"] = [
        {"loan_id": str(days), "borrower_id": "b", "days_past_due": days}
        for days in (95, 120, 31)
    ]
    found = texts(Case(rows).reasons())
    assert found[1:4] == [
        "c: enforcement, ¥38.2m.",
        "b: enforcement, ¥1k.",
        "a: overdue.",
    ]
    assert found[0] in {"b: loan 95 days past due.", "b: loan 120 days past due."}
    assert len(found) == 5
