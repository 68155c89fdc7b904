# ruff: noqa: D102 - the names of tests are sentences
"""Both axes of time, and the order of commits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.instant import BEGINNING, At
from graph.stores.columns import dormant_schema
from graph.testing.facts import batch, write
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from graph.stores.base import Store

PARTY = KINDS["party"]
EVENT = KINDS["risk_event"]
FIGURES = KINDS["financials"]


def names(store: Store, at: At) -> list[str]:
    """Names of the parties visible there."""
    found: list[str] = store.view(at).select(PARTY)["name"].to_pylist()
    return found


class InstantContract:
    """Instants."""

    def test_valid_time_holds_its_start_and_not_its_end(self, store: Store) -> None:
        row = {"party_id": "a", "name": "A", "valid_from": 100, "valid_to": 200}
        write(store, {"party": [row]})
        seen = {
            moment: names(store, store.at(as_of=moment))
            for moment in (99, 100, 199, 200)
        }
        assert seen == {99: [], 100: ["A"], 199: ["A"], 200: []}

    def test_what_holds_at_another_time_is_known(self, store: Store) -> None:
        loan = KINDS["loan"]
        lent = {"borrower_id": "a", "lender_id": None}
        ends = {"over": (100, 200), "stands": (100, None), "to come": (300, None)}
        rows = [
            {"loan_id": name, **lent, "valid_from": start, "valid_to": end}
            for name, (start, end) in ends.items()
        ]
        write(store, {"party": [{"party_id": "a"}, {"party_id": "b"}], "loan": rows})
        view = store.view(store.at(as_of=200))
        found = view.dormant(loan)
        assert found.schema.equals(dormant_schema(loan))
        assert sorted(found.to_pylist(), key=lambda row: row["loan_id"]) == [
            {"loan_id": name, **lent, "valid_from": start, "valid_to": end}
            for name, (start, end) in ends.items()
            if name != "stands"
        ]
        assert view.dormant(loan, by="borrower", ids=["a"]).num_rows == 2
        assert view.dormant(loan, by="borrower", ids=["b"]).num_rows == 0
        assert view.dormant(loan, by="loan", ids=["to come", "stands"]).num_rows == 1
        known = store.last_instant()
        store.retract(loan, "test", ["over"])
        names = [
            store.view(At(as_of=200, known_at=at)).dormant(loan)["loan_id"].to_pylist()
            for at in (known - 1, known, known + 10**6)
        ]
        assert list(map(sorted, names)) == [[], ["over", "to come"], ["to come"]]

    def test_a_party_that_ended_keeps_its_last_name(self, store: Store) -> None:
        was: dict[str, Any] = {
            "party_id": "uscc:gone",
            "party_type": "company",
            "valid_to": 200,
        }
        rows: list[dict[str, Any]] = [
            was | {"name": "先名", "valid_from": 50, "valid_to": 100},
            was | {"name": "后名", "valid_from": 100},
            was | {"name": "后名", "record_id": "list", "name_en": "Later"},
            {"party_id": "uscc:here", "name": "在"},
        ]
        loan: dict[str, Any] = {
            "loan_id": "l:1",
            "borrower_id": "uscc:gone",
            "valid_to": 200,
        }
        write(store, {"party": rows, "loan": [loan]})
        view = store.view(store.at(as_of=200))
        ids = ["uscc:gone", "uscc:here", "uscc:nobody"]
        found = {row["party_id"]: row for row in view.known(PARTY, ids).to_pylist()}
        assert {name: row["name"] for name, row in found.items()} == {
            "uscc:gone": "后名",
            "uscc:here": "在",
        }
        assert found["uscc:gone"]["name_en"] == "Later"
        assert view.node(PARTY, "uscc:gone").valid_to == 200
        assert view.ended(PARTY, by="party", ids=["uscc:gone"]).num_rows == 3
        (hit,) = view.search("后名")
        assert (hit.party_id, hit.ended_on) == ("uscc:gone", "1970-01-01")
        assert view.search("后名", party_types=["bank"]) == []
        assert view.search("后名", party_types=["company"]) == [hit]
        (here,) = view.search("在")
        assert here.ended_on is None
        # it is no current party, and no other kind is remembered
        assert view.select(PARTY)["party_id"].to_pylist() == ["uscc:here"]
        assert view.counts() == {"party.company": 1}
        assert view.known(KINDS["loan"], ["l:1"]).num_rows == 0
        earlier = store.view(store.at(as_of=199))
        assert earlier.search("后名")[0].ended_on is None

    def test_recorded_time_holds_its_start_and_not_its_end(self, store: Store) -> None:
        write(store, {"party": [{"party_id": "a", "name": "old"}]})
        first = store.last_instant()
        write(store, {"party": [{"party_id": "a", "name": "new"}]})
        second = store.last_instant()
        seen = [
            names(store, At(as_of=0, known_at=known))
            for known in (first - 1, first, second - 1, second)
        ]
        assert seen == [[], ["old"], ["old"], ["new"]]

    def test_a_fact_of_unknown_start_holds_always(self, store: Store) -> None:
        write(store, {"party": [{"party_id": "a", "name": "A"}]})
        assert names(store, store.at(as_of=BEGINNING)) == ["A"]
        assert names(store, store.at(as_of=10**15)) == ["A"]

    def test_the_later_period_of_a_record_wins(self, store: Store) -> None:
        early = {"party_id": "a", "name": "early", "valid_from": 100}
        late = {"party_id": "a", "name": "late", "valid_from": 200}
        for row in (late, early):
            store.append(batch(PARTY, [row]))
        assert names(store, store.at(as_of=150)) == ["early"]
        assert names(store, store.at(as_of=250)) == ["late"]
        assert (
            store.view(store.at(as_of=250)).node(PARTY, "a").properties["name"]
            == "late"
        )
        assert store.view(store.at(as_of=250)).counts() == {"party.company": 1}
        assert store.view(store.at(as_of=250)).export(PARTY)["name"].to_pylist() == [
            "late"
        ]

    def test_after_a_later_period_has_ended_the_earlier_one_holds(
        self, store: Store
    ) -> None:
        open_end = {"party_id": "a", "name": "open", "valid_from": 100}
        store.append(batch(PARTY, [open_end]))
        short = {"party_id": "a", "name": "s", "valid_from": 200, "valid_to": 300}
        store.append(batch(PARTY, [short]))
        assert names(store, store.at(as_of=250)) == ["s"]
        assert names(store, store.at(as_of=300)) == ["open"]

    def test_a_later_period_wins_only_once_it_is_known(self, store: Store) -> None:
        first = {"party_id": "a", "name": "first", "valid_from": 100}
        store.append(batch(PARTY, [first]))
        before = store.last_instant()
        store.append(batch(PARTY, [first | {"name": "second", "valid_from": 200}]))
        assert names(store, At(as_of=250, known_at=before)) == ["first"]
        store.retract(PARTY, "test", ["a"])
        assert names(store, store.at(as_of=250)) == []

    def test_a_later_period_wins_over_one_with_other_ends(self, store: Store) -> None:
        ownership = KINDS["ownership"]
        write(store, {"party": [{"party_id": p} for p in "abc"]})
        sold = {"owner_id": "a", "asset_id": "c", "record_id": "o", "valid_from": 100}
        store.append(batch(ownership, [sold]))
        bought = sold | {"owner_id": "b", "valid_from": 200}
        store.append(batch(ownership, [bought]))
        at = store.at(as_of=250)
        assert store.view(at).count_by(ownership, by="owner", ids=["a", "b"]) == {
            "b": 1
        }
        assert store.view(at).select(ownership, by="owner", ids=["a"]).num_rows == 0

    def test_other_sources_do_not_compete(self, store: Store) -> None:
        write(
            store,
            {
                "party": [
                    {"party_id": "a", "name": "x", "valid_from": 100, "source": "x"},
                    {"party_id": "a", "name": "y", "valid_from": 200, "source": "y"},
                ]
            },
        )
        assert names(store, store.at(as_of=250)) == ["x", "y"]

    def test_an_event_is_visible_from_its_moment_on(self, store: Store) -> None:
        write(store, {"party": [{"party_id": "a"}]})
        store.append(batch(EVENT, [{"party_id": "a", "valid_from": 100}]))
        assert store.view(store.at(as_of=99)).select(EVENT).num_rows == 0
        assert store.view(store.at(as_of=10**14)).select(EVENT).num_rows == 1

    def test_figures_are_visible_from_their_publication(self, store: Store) -> None:
        write(store, {"party": [{"party_id": "a"}]})
        row = {"party_id": "a", "period_end": 50, "valid_from": 100}
        store.append(batch(FIGURES, [row]))
        assert store.view(store.at(as_of=60)).select(FIGURES).num_rows == 0
        assert store.view(store.at(as_of=100)).select(FIGURES).num_rows == 1

    def test_sequences_and_instants_rise_with_each_commit(self, store: Store) -> None:
        instants = []
        for number in range(1, 6):
            row = {"party_id": "a", "name": f"name {number}"}
            assert store.append(batch(PARTY, [row])).sequence == number
            instants.append(store.last_instant())
        assert store.sequence() == 5
        assert instants == sorted(set(instants))
        assert [store.sequence(instant) for instant in instants] == [1, 2, 3, 4, 5]
        assert store.sequence(instants[0] - 1) == 0
        assert store.sequence(instants[-1] + 1) == 5

    def test_a_transaction_has_one_instant(self, store: Store) -> None:
        write(store, {"party": [{"party_id": "a", "name": "1"}, {"party_id": "b"}]})
        write(store, {"party": [{"party_id": "a", "name": "2"}, {"party_id": "c"}]})
        versions = store.changes(PARTY, BEGINNING).to_pylist()
        assert {row["recorded_from"] for row in versions if row["name"] == "2"} == {
            row["recorded_to"] for row in versions if row["name"] == "1"
        }

    def test_known_at_defaults_to_the_last_commit(self, store: Store) -> None:
        write(store, {"party": [{"party_id": "a"}]})
        last = store.last_instant()
        assert store.at() == At(last, last)
        assert store.at(as_of=5) == At(5, last)
        assert store.at(known_at=7) == At(7, 7)
