import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feature_rows import DAY, NOW, companies
from gnn.counterfactual import Counterfactuals
from gnn.features import Group, build_features
from gnn.features.around import GROUPS
from gnn.features.firms import Firms
from graph.testing.facts import guarantee_rows, snapshot_of

FAMILIES = (Group.OWN, Group.DEGREES, Group.CONTROL_OVERLAP, Group.RECENCY)
NAMES = "abcdefghij"
PEOPLE = "pqrs"


class Last:
    """Scores a firm by a weighted sum, and keeps what it was shown."""

    name = "sum"

    def __init__(self):
        self.own = None

    def score(self, view):
        self.own = view.own
        return float(np.nansum(np.tanh(view.own) * np.arange(1, view.own.size + 1)))


class Ground:
    """Counterfactuals of facts, by names."""

    def __init__(self, rows):
        snapshot = snapshot_of(rows, NOW)
        firms = Firms(snapshot)
        self.features = build_features(snapshot, FAMILIES)
        self.ids = snapshot.ids("party").take(firms.parties).to_pylist()
        self.scorer = Last()
        self.found = Counterfactuals(firms, self.features, self.scorer)

    def row(self, firm):
        return self.ids.index(firm)

    def without(self, firm, *off):
        """What is told, and the features that were scored."""
        [told] = self.found.of(self.row(firm), [off])
        return told, self.scorer.own


def values_of(rows, firm):
    snapshot = snapshot_of(rows, NOW)
    table = build_features(snapshot, FAMILIES)
    ids = snapshot.ids("party").take(table.parties).to_pylist()
    return table.values[ids.index(firm)]


def without(rows, firm, off):
    """The same facts but those ties of a firm."""
    groups = {
        "guarantees": ("guarantor",),
        "control": ("ownership", "role"),
        "payments": ("transfer",),
        "contacts": ("contact_use",),
    }
    gone = {kind for group in off for kind in groups[group]}
    own = {firm, f"acc-{firm}"}
    left = {
        kind: [
            row
            for row in some
            if kind not in gone
            or not own & {value for name, value in row.items() if name.endswith("_id")}
        ]
        for kind, some in rows.items()
    }
    if "guarantees" in off:
        taken = [c for c in left["guarantee"] if c["debtor_id"] == firm]
        ids = {contract["guarantee_id"] for contract in taken}
        left["guarantee"] = [
            contract for contract in left["guarantee"] if contract not in taken
        ]
        left["guarantor"] = [
            row for row in left["guarantor"] if row["guarantee_id"] not in ids
        ]
    return left


def pairs(ends, others=NAMES, most=8):
    return st.lists(
        st.tuples(st.sampled_from(ends), st.sampled_from(others)).filter(
            lambda pair: pair[0] != pair[1]
        ),
        max_size=most,
        unique=True,
    )


@st.composite
def economies(draw):
    days = st.integers(0, 500)

    def dated(rows):
        return [{**row, "valid_from": NOW - draw(days) * DAY} for row in rows]

    promised = guarantee_rows(*draw(pairs(NAMES)), cap=500, currency="CNY")
    held = draw(pairs(NAMES + PEOPLE, NAMES))
    run = draw(pairs(PEOPLE, NAMES, 10))
    used = draw(pairs(NAMES, "kl", 8))
    kin = draw(pairs(PEOPLE, PEOPLE, 2))
    paid = [*draw(pairs(NAMES, most=14)), ("a", "b"), ("b", "c"), ("c", "a")]
    struck = draw(st.sets(st.sampled_from(NAMES)))
    return {
        "party": [
            *companies(*NAMES),
            *({"party_id": name, "party_type": "person"} for name in PEOPLE),
        ],
        "contact": [{"contact_id": name, "contact_type": "phone"} for name in "kl"],
        "account": [{"account_id": f"acc-{name}"} for name in NAMES],
        "account_holder": [
            {"account_id": f"acc-{name}", "holder_id": name} for name in NAMES
        ],
        "guarantee": dated(promised["guarantee"]),
        "guarantor": promised["guarantor"],
        "ownership": dated(
            {"owner_id": one, "asset_id": other, "share": 30_000_000}
            for one, other in held
        ),
        "role": dated(
            {"person_id": one, "company_id": other, "role_type": "director"}
            for one, other in run
        ),
        "contact_use": dated(
            {"party_id": one, "contact_id": other} for one, other in used
        ),
        "family": [
            {"person_id": one, "relative_id": other, "relation": "spouse"}
            for one, other in kin
        ],
        "risk_event": dated(
            {"party_id": name, "event_type": "lawsuit"} for name in sorted(struck)
        ),
        "transfer": [
            {
                "payer_id": f"acc-{one}",
                "payee_id": f"acc-{other}",
                "amount": draw(st.integers(1, 900)),
                "currency": "CNY",
                "valid_from": NOW - draw(st.integers(0, 80)) * DAY,
            }
            for one, other in paid
        ],
    }


@settings(max_examples=8, deadline=None)
@given(
    rows=economies(),
    firm=st.sampled_from(NAMES),
    off=st.sets(st.sampled_from(GROUPS), min_size=1),
)
def test_a_patched_view_is_the_snapshot_without_those_ties(rows, firm, off):
    made = Ground(rows)
    told, own = made.without(firm, *off)
    assert told.frozen == ()
    assert told.off == tuple(group for group in GROUPS if group in off)
    left = values_of(without(rows, firm, off), firm)
    kept = [  # of what nothing is left, nothing is known; here it is known to be none
        place
        for place, feature in enumerate(made.features.schema.features)
        if any(without(rows, firm, off).get(kind) for kind in feature.kinds)
    ]
    names = np.array(made.features.schema.names)[kept]
    np.testing.assert_allclose(
        own[kept], left[kept], rtol=1e-4, atol=1e-4, err_msg=str(names)
    )


def test_groups_are_told_largest_first_and_an_unknown_one_is_refused():
    rows = {
        **guarantee_rows(("a", "b"), ("b", "a"), cap=500, currency="CNY"),
        "party": companies(*"abc"),
    }
    made = Ground(rows)
    found = made.found.each(made.row("a"))
    assert found[0].off == ("guarantees",)
    assert [told.change for told in found[1:]] == [0.0] * 3
    assert found[0].raw == pytest.approx(found[1].raw + found[0].change)
    with pytest.raises(ValueError, match="groups"):
        made.without("a", "suits")
