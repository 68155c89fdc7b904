from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dense_economies import NAMES, economy, left, without_groups
from feature_rows import DAY, NOW, companies
from gnn.counterfactual import Counterfactuals
from gnn.counterfactual_record import Counterfactual
from gnn.evidence_facts import CONTACTS, CONTROL, GROUPS, GUARANTEES, PAYMENTS
from gnn.features import Group, build_features
from gnn.features.around import LocalFirms
from gnn.features.firms import Firms
from gnn.features.local_relation import LARGEST
from gnn.features.shared_control import MOST_PER_PERSON
from graph.testing.facts import guarantee_rows, snapshot_of
from scored_firms import rows as circles
from scored_firms import small_model

SERVED = (Group.OWN, Group.DEGREES, Group.CONTROL_OVERLAP, Group.RECENCY)
EDGES = {
    GUARANTEES: ("guarantees",),
    CONTROL: ("owners", "officers"),
    PAYMENTS: ("payments",),
    CONTACTS: ("contacts",),
}


class Told:
    """Counterfactuals of facts, by names."""

    def __init__(self, rows, groups=SERVED, model=None):
        self.snapshot = snapshot_of(rows, NOW)
        self.firms = Firms(self.snapshot)
        self.table = build_features(Firms(self.snapshot), groups)
        self.ids = self.snapshot.ids("party").take(self.table.parties).to_pylist()
        self.found = Counterfactuals(self.firms, self.table, model)

    def row(self, firm):
        return self.ids.index(firm)

    def values(self, firm):
        return self.table.values[self.row(firm)]

    def without(self, firm, groups):
        """Features of a firm, and which of them could not be computed again."""
        row = self.row(firm)
        near = LocalFirms(self.firms, row)
        names = [name for group in groups for name in EDGES[group]]
        gone = {name: near.own(name) for name in names}
        [values], [frozen] = self.found.values_without(row, gone)
        return values, frozen

    def named(self, firm, gone):
        """Features of a firm by name when edges are gone, and those that are frozen."""
        [values], [frozen] = self.found.values_without(self.row(firm), gone)
        return dict(zip(self.table.schema.names, values.tolist(), strict=True)), frozen

    def ends(self, *pairs):
        """Rows of both firms of each pair."""
        return np.array([[self.row(one), self.row(other)] for one, other in pairs])


@settings(max_examples=4)
@given(
    seed=st.integers(0, 2**32),
    firm=st.sampled_from(NAMES[:5]),
    some=st.sets(st.sampled_from(GROUPS), min_size=2),
)
def test_features_without_groups_are_those_of_a_snapshot_without_their_facts(
    seed, firm, some
):
    rows = economy(seed)
    whole = Told(rows)
    for groups in (*((group,) for group in GROUPS), some):
        values, frozen = whole.without(firm, groups)
        fresh = Told(without_groups(rows, firm, groups)).values(firm)
        np.testing.assert_allclose(
            values, fresh, rtol=1e-4, atol=1e-4, err_msg=f"{groups}"
        )
        assert frozen == ()


@settings(max_examples=4)
@given(seed=st.integers(0, 2**32))
def test_edges_of_others_can_be_taken_away_too(seed):
    rows = economy(seed)
    whole = Told(rows)
    pairs = [("a", "b"), ("b", "a"), ("b", "c"), ("c", "d"), ("d", "a")]
    ends = whole.ends(*pairs)
    gone = {"guarantees": ends, "payments": ends}
    values, _ = whole.found.values_without(whole.row("a"), gone, {})
    debtor = {row["guarantee_id"]: row["debtor_id"] for row in rows["guarantee"]}

    def is_gone(kind, row):
        if kind == "transfer":
            return (row["payer_id"][-1], row["payee_id"][-1]) in pairs
        return (
            kind == "guarantor"
            and (row["guarantor_id"], debtor[row["guarantee_id"]]) in pairs
        )

    fresh = Told(left(rows, is_gone)).values("a")
    np.testing.assert_allclose(values[0], fresh, rtol=1e-4, atol=1e-4)
    np.testing.assert_array_equal(values[1], whole.values("a"))


@pytest.fixture(scope="module")
def scored():
    """Firms of circles and others, by a small model that tells them by guarantees."""
    facts = circles()
    return Told(facts, (Group.OWN, Group.DEGREES), small_model(facts))


def test_groups_are_told_largest_first_with_what_was_not_collected(scored):
    row = scored.row("f00")
    first, *others = scored.found.each(row)
    assert first.groups == (GUARANTEES,)
    assert first.edges == 2
    [raw] = scored.found.model.trees.raw(scored.table.values[[row]])
    assert first.raw_without == pytest.approx(raw + first.change)
    assert first.change < 0
    assert 0 <= first.chance_without < 0.5
    told = {what.groups: what for what in others}
    assert told[CONTROL,].edges == 1
    for group in (PAYMENTS, CONTACTS):
        assert told[group,] == Counterfactual((group,), collected=False)


def test_groups_together_are_computed_together(scored):
    row = scored.row("f00")
    some = scored.found.of(row, [PAYMENTS, CONTROL, GUARANTEES])
    assert {*some.groups} == {GUARANTEES, CONTROL, PAYMENTS}
    assert some.edges == 3
    values, _ = scored.without("f00", some.groups)
    assert some.raw_without == scored.found.model.trees.raw(values[None])[0]
    with pytest.raises(ValueError, match=r"groups \['suits'\]: expected some of"):
        scored.found.of(row, ["suits"])


def test_what_a_large_network_shares_is_known_of_who_has_left_it_only():
    names = [f"f{number:03}" for number in range(LARGEST + 2)]
    chain = list(pairwise(names))
    struck = [{"party_id": name, "valid_from": NOW - DAY} for name in names[-4:]]
    rows = {
        **guarantee_rows(*chain, cap=500, currency="CNY"),
        "party": companies(*names),
        "risk_event": [{**row, "event_type": "lawsuit"} for row in struck],
    }
    told = Told(rows, (*SERVED, Group.LITIGATION))
    found, frozen = told.named(names[0], {"guarantees": told.ends(chain[0])})
    assert found["guarantee_weak"] == 1
    assert np.isnan(found["network_failed"])
    assert "event_partner_91" in frozen
    assert not {"guarantee_weak", "network_failed"} & {*frozen}
    found, _ = told.named(names[50], {"guarantees": told.ends(chain[50])})
    assert found["guarantee_weak"] == len(names)
    assert found["guarantee_out"] == 0
    assert found["guarantee_in"] == 1


def test_what_a_large_circle_shares_is_frozen_and_named():
    names = [f"f{number:03}" for number in range(LARGEST + 2)]
    ring = [*pairwise(names), (names[-1], names[0])]
    run = [{"person_id": "p", "company_id": name} for name in names[:3]]
    away = [{"person_id": "q", "company_id": name} for name in names[50:52]]
    rows = {
        **guarantee_rows(*ring, cap=500, currency="CNY"),
        "party": [
            *companies(*names),
            *({"party_id": name, "party_type": "person"} for name in "pq"),
        ],
        "role": [{**row, "role_type": "director"} for row in (*run, *away)],
    }
    told = Told(rows)
    values, frozen = told.without(names[0], [CONTROL])
    found = dict(zip(told.table.schema.names, values.tolist(), strict=True))
    assert found["guarantee_circle_two"] == 0
    assert found["guarantee_partner_two"] == 0
    name = "guarantee_circle_density_two"
    pairs = len(names) * (len(names) - 1)
    assert found[name] == pytest.approx((3 + 1) * 2 / pairs)
    assert name in frozen


def test_hubs_stay_hubs():
    names = [f"f{number:02}" for number in range(MOST_PER_PERSON + 1)]
    run = [{"person_id": "p", "company_id": name} for name in names]
    rows = {
        "party": [*companies(*names), {"party_id": "p", "party_type": "person"}],
        "role": [{**row, "role_type": "director"} for row in run],
    }
    told = Told(rows)
    ties = told.firms.officers
    found, _ = told.named(
        "f00", {"officers": np.array([[ties.firm[1], ties.other[1]]])}
    )
    assert found["officer_load"] == MOST_PER_PERSON + (told.row("f00") != ties.firm[1])
    assert found["officer_near"] == 0
