"""Who stands behind several firms: majorities are confirmed, signals are suspected."""

from __future__ import annotations

import pytest

from graph.analysis.control import common_controllers
from graph.testing.facts import guarantee_rows
from graph.vocabulary import SHARE_UNIT

FIRMS = ("a", "b", "c")


def rows_of(*holdings, **kinds):
    """Firms a b c in a ring, holdings "pa" with percent, and further facts."""
    rows = guarantee_rows(("a", "b"), ("b", "c"), ("c", "a"))
    others = {name for holding, _ in holdings for name in holding} | set("pqxyz")
    rows["party"] += [
        {"party_id": name, "name": name.upper(), "party_type": "person"}
        for name in sorted(others - set(FIRMS))
    ]
    rows["ownership"] = [
        {"owner_id": ends[0], "asset_id": ends[1], "share": SHARE_UNIT * percent // 100}
        for ends, percent in holdings
    ]
    return rows | kinds


@pytest.fixture
def behind(built):
    """Controllers of the firms: name, confirmed, and basis by firm."""

    def find(rows, firms=FIRMS):
        snapshot = built(rows)
        numbers = snapshot.numbers("party", list(firms)).tolist()
        return [
            (
                snapshot.node_id("party", item.number),
                item.confirmed,
                {snapshot.node_id("party", tie.firm): tie.basis for tie in item.ties},
            )
            for item in common_controllers(snapshot, numbers)
        ]

    return find


def test_majorities_of_two_firms_are_a_confirmed_controller(behind):
    found = behind(rows_of(("pa", 51), ("pb", 100)))
    assert found == [("p", True, {"a": "majority", "b": "majority"})]


def test_exactly_half_is_no_majority(behind):
    assert behind(rows_of(("pa", 50), ("pb", 100))) == []


def test_a_chain_of_majorities_counts(behind):
    found = behind(rows_of(("px", 60), ("xa", 60), ("pb", 60)))
    assert found == [("p", True, {"a": "majority", "b": "majority"})]


def test_several_holdings_of_one_owner_add_up(behind):
    rows = rows_of(("pa", 30), ("pa", 30), ("pb", 60))
    assert [name for name, *_ in behind(rows)] == ["p"]


def test_votes_go_before_capital(behind):
    rows = rows_of(("pa", 90), ("pb", 90))
    rows["ownership"][0]["voting_share"] = SHARE_UNIT // 10
    assert behind(rows) == []


def test_an_unknown_share_controls_nothing(behind):
    rows = rows_of(("pa", 90), ("pb", 90))
    rows["ownership"][0]["share"] = None
    assert behind(rows) == []


def test_loops_of_ownership_end(behind):
    assert behind(rows_of(("xa", 60), ("yx", 60), ("xy", 60), ("pb", 60))) == []


def test_spouses_count_as_one(behind):
    family = [
        {"person_id": "p", "relative_id": "q", "relation": "spouse"},
        {"person_id": "p", "relative_id": "p", "relation": "spouse"},
        {"person_id": "p", "relative_id": "x", "relation": "sibling"},
    ]
    found = behind(rows_of(("pa", 60), ("qb", 60), ("xc", 60), family=family))
    assert found == [("p", False, {"a": "majority", "b": "spouse"})]


def test_a_spouse_who_owns_nothing_changes_nothing(behind):
    family = [{"person_id": "q", "relative_id": "p", "relation": "spouse"}]
    found = behind(rows_of(("pa", 60), ("pb", 60), family=family))
    assert found == [("p", True, {"a": "majority", "b": "majority"})]


def test_very_long_chains_are_followed_only_so_far(behind):
    owners = "ABCDEFGHIJKLMN"
    chain = [
        (f"{top}{below}", 60) for below, top in zip("a" + owners, owners, strict=False)
    ]
    assert behind(rows_of(*chain, ("Nb", 60))) == []


def shared_contacts(*parties, count=2):
    return {
        "contact": [
            {"contact_id": f"t{i}", "contact_type": "phone"} for i in range(count)
        ],
        "contact_use": [
            {"party_id": party, "contact_id": f"t{i}"}
            for party in parties
            for i in range(count)
        ],
    }


def test_two_shared_signals_raise_a_suspicion(behind):
    found = behind(rows_of(("pa", 60), **shared_contacts("a", "b")))
    assert found == [("p", False, {"a": "majority", "b": "signals"})]


def test_one_shared_signal_does_not(behind):
    assert behind(rows_of(("pa", 60), **shared_contacts("a", "b", count=1))) == []


def test_a_shared_officer_is_a_signal(behind):
    role = [
        {"person_id": "z", "company_id": firm, "role_type": "director"}
        for firm in ("a", "b")
    ]
    contacts = shared_contacts("a", "b", count=1)
    found = behind(rows_of(("pa", 60), role=role, **contacts))
    assert found[0][2] == {"a": "majority", "b": "signals"}


def test_an_address_or_officer_of_many_firms_is_no_signal(behind):
    many = [f"f{i}" for i in range(20)]
    rows = rows_of(("pa", 60), **shared_contacts("a", "b", *many))
    rows["party"] += [{"party_id": name} for name in many]
    rows["role"] = [
        {"person_id": "z", "company_id": firm} for firm in ("a", "b", *many)
    ]
    assert behind(rows) == []


def test_a_controller_of_fewer_of_the_same_firms_is_not_repeated(behind):
    rows = rows_of(("pa", 60), ("pb", 60), ("qc", 60), **shared_contacts("a", "b", "c"))
    assert [name for name, *_ in behind(rows)] == ["p"]


def test_nobody_stands_behind_firms_without_owners(behind):
    assert behind(rows_of()) == []
    assert behind(rows_of(("pa", 60)), firms=()) == []
