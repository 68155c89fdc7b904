"""Controllers found by index are those found by comparing every firm with every other.

The oracle reads the rows themselves, one firm at a time.
"""

from __future__ import annotations

from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from graph.analysis import control
from graph.analysis.control import common_controllers
from graph.analysis.majorities import MAX_LAYERS
from graph.testing.facts import guarantee_rows
from graph.vocabulary import SHARE_UNIT

FIRMS = "abcdef"
OWNERS = "pqr"
CONTACTS = {"t1": "phone", "t2": "device", "t3": "address"}
SHARED_BY = 3
"""So few that the limit is met."""


@st.composite
def economies(draw):
    """Holdings, spouses, contact points and officers of a few firms."""
    firm, owner = st.sampled_from(FIRMS), st.sampled_from(FIRMS + OWNERS)
    share = st.sampled_from([None, 30, 50, 60, 90])
    holding = st.tuples(owner, firm, share, st.sampled_from([None, None, 20, 70]))
    person = st.sampled_from(OWNERS)
    return {
        "ownership": draw(st.lists(holding, max_size=12)),
        "family": draw(st.lists(st.tuples(person, person), max_size=2)),
        "contact": draw(
            st.sets(st.tuples(firm, st.sampled_from(sorted(CONTACTS))), max_size=12)
        ),
        "role": draw(st.lists(st.tuples(st.sampled_from("xyz"), firm), max_size=10)),
    }


def rows_of(economy):
    rows = guarantee_rows(*zip(FIRMS, FIRMS[1:] + FIRMS[0], strict=True))
    rows["party"] += [{"party_id": name} for name in OWNERS + "xyz"]
    rows["ownership"] = [
        {"owner_id": owner, "asset_id": firm}
        | {"share": of_unit(share), "voting_share": of_unit(votes)}
        for owner, firm, share, votes in economy["ownership"]
    ]
    rows["family"] = [
        {"person_id": one, "relative_id": other, "relation": "spouse"}
        for one, other in economy["family"]
    ]
    rows["contact"] = [
        {"contact_id": name, "contact_type": kind} for name, kind in CONTACTS.items()
    ]
    rows["contact_use"] = [
        {"party_id": firm, "contact_id": name}
        for firm, name in sorted(economy["contact"])
    ]
    rows["role"] = [
        {"person_id": person, "company_id": firm, "role_type": "director"}
        for person, firm in economy["role"]
    ]
    return rows


def of_unit(percent):
    return None if percent is None else SHARE_UNIT * percent // 100


class Naive:
    """The definitions, firm by firm; `number` orders parties as a snapshot does."""

    def __init__(self, economy, number):
        self.economy, self.number = economy, number
        self.signals = {firm: self.signals_of(firm) for firm in FIRMS}

    def majority_owner(self, firm):
        held = {}
        for owner, asset, share, votes in self.economy["ownership"]:
            if asset == firm:
                counts = share if votes is None else votes
                held[owner] = held.get(owner, 0) + (counts or 0)
        best = min(
            held, key=lambda owner: (-held[owner], self.number(owner)), default=None
        )
        return best if best is not None and held[best] > 50 else None

    def top(self, firm):
        chain = [firm]
        while len(chain) <= MAX_LAYERS:
            owner = self.majority_owner(chain[0])
            if owner is None or owner in chain:
                break
            chain.insert(0, owner)
        return chain[0]

    def signals_of(self, firm):
        uses, roles = self.economy["contact"], self.economy["role"]
        found = {
            ("contact", name)
            for who, name in uses
            if who == firm and sum(other == name for _, other in uses) <= SHARED_BY
        }
        return found | {
            ("role", person)
            for person, who in roles
            if who == firm and sum(other == person for other, _ in roles) <= SHARED_BY
        }

    def ties(self):
        hard = {}
        for firm in FIRMS:
            if self.top(firm) != firm:
                hard.setdefault(self.top(firm), {})[firm] = "majority"
        order = sorted(hard, key=lambda who: (-len(hard[who]), self.number(who)))
        for person in order:
            spouses = {
                spouse
                for pair in self.economy["family"]
                for spouse in pair
                if person in pair and spouse != person
            }
            for spouse in sorted(spouses, key=self.number):
                if person in hard and spouse in hard:
                    for firm in hard.pop(spouse):
                        hard[person].setdefault(firm, "spouse")
        return hard

    def suspected(self, confirmed, firm):
        """The most signals that a firm shares with one of these."""
        shared = (
            self.signals[firm] & self.signals[other]
            for other in sorted(confirmed, key=self.number)
        )
        best = max(shared, key=len, default=set())
        return best if len(best) >= 2 else set()

    def controllers(self):
        found = []
        for person, ties in self.ties().items():
            soft = {
                firm: self.suspected(ties, firm) for firm in FIRMS if firm not in ties
            }
            firms = dict(ties) | {firm: "signals" for firm, by in soft.items() if by}
            if len(firms) > 1:
                found.append((person, firms, soft))
        found.sort(
            key=lambda item: (
                -len(item[1]),
                -sum(basis != "signals" for basis in item[1].values()),
                self.number(item[0]),
            )
        )
        kept = []
        for item in found:
            if not any(item[1].keys() <= other[1].keys() for other in kept):
                kept.append(item)
        return [(person, firms, contacts_in(soft)) for person, firms, soft in kept]


def contacts_in(soft):
    """Types of the contact points that raise each suspicion."""
    return {
        firm: {CONTACTS[name] for kind, name in by if kind == "contact"}
        for firm, by in soft.items()
        if by
    }


@given(economy=economies())
def test_controllers_are_those_of_comparing_all_firms(built, economy):
    snapshot = built(rows_of(economy))
    numbers = snapshot.numbers("party", list(FIRMS)).tolist()
    with patch.object(control, "SHARED_BY", SHARED_BY):
        found = common_controllers(snapshot, numbers)

    def name(number):
        return snapshot.node_id("party", number)

    said = [
        (
            name(item.number),
            {name(tie.firm): tie.basis for tie in item.ties},
            {
                name(tie.firm): {
                    kind for kind in CONTACTS.values() if kind in tie.evidence.en
                }
                for tie in item.ties
                if tie.basis == "signals"
            },
        )
        for item in found
    ]
    naive = Naive(economy, lambda who: snapshot.number("party", who))
    assert said == naive.controllers()
