# ruff: noqa: D102 - the names of tests are sentences
"""What is said of money rings, and taken back."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from graph.analysis.answer import PartyRef
from graph.analysis.case_outcomes import CASE_OUTCOME, CaseState, case_labels
from graph.analysis.ring_list import RingSummary
from graph.analysis.ring_outcomes import RingCases, RingState
from graph.analysis.ring_readings import Verdict
from graph.analysis.ring_statements import retract_outcome, state_outcome
from graph.errors import FourEyesError, InvalidRecordError, OutcomeConflictError
from graph.instant import END, At
from graph.testing.facts import write

if TYPE_CHECKING:
    from graph.analysis.ring_outcomes import RingCase
    from graph.stores.base import Store

PARTIES: dict[str, str | None] = {
    "a": "company",
    "b": "company",
    "p": "person",
    "u": None,
}


def ring_of(*holders: str, ring_id: str = "R-0123456789abcdef") -> RingSummary:
    """A ring whose accounts these parties hold."""
    return RingSummary(
        ring_id=ring_id,
        length=3,
        begins="2026-01-01T00:00:00.000Z",
        days=2.0,
        first_amount=100.0,
        last_amount=95.0,
        retention=0.95,
        score=0.9,
        related=False,
        everyday=False,
        cash_sweep=Verdict.NO,
        refund=Verdict.NOT_CHECKED,
        payroll_tax=Verdict.NO,
        agency=Verdict.NOT_CHECKED,
        account_ids=("1", "2", "3"),
        parties=tuple(
            PartyRef(name, PARTIES[name], f"Firm {name}", None) for name in holders
        ),
        holders=tuple((name,) for name in holders),
        steps=(),
        controlled=None,
        worst_band=None,
        state=None,
    )


RING = ring_of("a", "b", "p")


def case_of(
    store: Store, ring: RingSummary = RING, *, sees_personal: bool = True
) -> RingCase:
    """The case of a ring, by default as who sees personal data reads it."""
    return RingCases(store, sees_personal=sees_personal).case_of(ring)


class RingOutcomeContract:
    """Outcomes of rings."""

    @pytest.fixture
    def filled(self, store: Store) -> Store:
        """A store that knows the holders."""
        rows = [
            {"party_id": name, "party_type": party_type or "company"}
            for name, party_type in PARTIES.items()
        ]
        write(store, {"party": rows})
        return store

    def test_a_ring_of_which_nothing_was_said_is_open(self, filled: Store) -> None:
        case = case_of(filled)
        assert (case.state, case.outcomes) == (RingState.OPEN, ())

    def test_what_is_said_is_an_outcome_of_each_holder(self, filled: Store) -> None:
        before = filled.sequence()
        name = state_outcome(filled, RING, "confirmed", " 证据充分 ", by="alice")
        assert filled.sequence() == before + 1
        (said,) = case_of(filled).outcomes
        assert said.outcome_id == name
        assert (said.outcome, said.reason, said.stated_by, said.own) == (
            "confirmed", "证据充分", "alice", True,
        )  # fmt: skip
        assert said.party_ids == ("a", "b", "p")
        now = filled.view(At(END, filled.last_instant()))
        labels = case_labels(now, "money_ring")
        assert {label.state for label in labels.values()} == {CaseState.CONFIRMED}
        assert {label.case_no for label in labels.values()} == {RING.ring_id}
        assert filled.check() == []

    @pytest.mark.parametrize("by", [" ", "a\nb", "a\tb\x1b", "x" * 201])
    def test_who_says_it_is_a_name_that_can_be_read(
        self, filled: Store, by: str
    ) -> None:
        with pytest.raises(InvalidRecordError, match="by: must say who"):
            state_outcome(filled, RING, "noted", "look at it", by=by)
        assert case_of(filled).outcomes == ()

    def test_a_note_decides_nothing(self, filled: Store) -> None:
        state_outcome(filled, RING, "noted", "look at the invoices", by="alice")
        assert case_of(filled).state is RingState.NOTED
        now = filled.view(At(END, filled.last_instant()))
        assert case_labels(now, "money_ring") == {}

    def test_undoing_retracts_and_history_keeps_it(self, filled: Store) -> None:
        name = state_outcome(filled, RING, "dismissed", "a refund", by="alice")
        known_at = filled.last_instant()
        retract_outcome(filled, RING.ring_id, name)
        assert case_of(filled).state is RingState.OPEN
        before = filled.view(At(END, known_at)).select(CASE_OUTCOME)
        assert before["outcome"].to_pylist() == ["dismissed"] * 3
        state_outcome(filled, RING, "confirmed", "no refund after all", by="bob")
        assert case_of(filled).state is RingState.CONFIRMED

    def test_who_decides_a_decided_ring_is_refused(self, filled: Store) -> None:
        state_outcome(filled, RING, "dismissed", "a refund", by="alice")
        with pytest.raises(OutcomeConflictError) as caught:
            state_outcome(filled, RING, "confirmed", "no", by="bob")
        assert (caught.value.outcome, caught.value.by) == ("dismissed", "alice")
        state_outcome(filled, RING, "noted", "a remark is no decision", by="bob")
        assert case_of(filled).state is RingState.DISMISSED

    def test_of_two_who_decide_at_once_one_is_refused(self, filled: Store) -> None:
        start, refused = threading.Barrier(2), []

        def decide(outcome: str) -> None:
            start.wait()
            try:
                state_outcome(filled, RING, outcome, "at once", by=outcome)
            except OutcomeConflictError as error:
                refused.append(error)

        threads = [
            threading.Thread(target=decide, args=[outcome])
            for outcome in ("confirmed", "dismissed")
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(refused) == 1
        assert len(case_of(filled).outcomes) == 1

    def test_four_eyes_want_a_note_of_somebody_else(self, filled: Store) -> None:
        state_outcome(filled, RING, "noted", "mine", by="alice")
        with pytest.raises(FourEyesError):
            state_outcome(filled, RING, "confirmed", "x", by="alice", four_eyes=True)
        state_outcome(filled, RING, "confirmed", "x", by="bob", four_eyes=True)
        assert case_of(filled).state is RingState.CONFIRMED

    def test_reasons_that_say_nothing_are_refused(self, filled: Store) -> None:
        for reason in ("", " \n ", "a\x00b", "x" * 2_001):
            with pytest.raises(InvalidRecordError, match="reason"):
                state_outcome(filled, RING, "noted", reason, by="alice")
        with pytest.raises(InvalidRecordError, match="parties"):
            state_outcome(filled, ring_of(), "noted", "x", by="alice")
        assert case_of(filled).outcomes == ()

    def test_persons_and_reasons_need_the_scope(self, filled: Store) -> None:
        state_outcome(filled, RING, "confirmed", "p said so", by="alice")
        case = case_of(filled, sees_personal=False)
        assert (case.state, case.hidden) == (None, True)
        assert case.outcomes[0].party_ids == ("a", "b")
        assert case.outcomes[0].reason == "***"
        alone = ring_of("p", ring_id="R-00000000000000aa")
        nothing = case_of(filled, alone, sees_personal=False)
        state_outcome(filled, alone, "noted", "x", by="alice")
        hidden = case_of(filled, alone, sees_personal=False)
        assert (hidden.state, hidden.outcomes, hidden.hidden) == (None, (), True)
        assert (nothing.state, nothing.outcomes, nothing.hidden) == (None, (), True)

    def test_who_is_of_no_known_type_may_be_a_person(self, filled: Store) -> None:
        ring = ring_of("a", "u", ring_id="R-00000000000000bb")
        state_outcome(filled, ring, "confirmed", "x", by="alice")
        case = case_of(filled, ring, sees_personal=False)
        assert (case.state, case.outcomes[0].party_ids) == (None, ("a",))

    def test_a_decision_stays_where_holders_were_corrected(self, filled: Store) -> None:
        name = state_outcome(filled, RING, "dismissed", "a refund", by="alice")
        after = ring_of("b")
        assert case_of(filled, after).state is RingState.DISMISSED
        # p holds nothing today, but may have said more
        assert case_of(filled, after, sees_personal=False).state is None
        with pytest.raises(OutcomeConflictError):
            state_outcome(filled, after, "confirmed", "x", by="bob")
        cases = RingCases(filled, sees_personal=True)
        assert cases.numbered(RING.ring_id).state is RingState.DISMISSED
        unseen = RingCases(filled, sees_personal=False).numbered(RING.ring_id)
        assert (unseen.state, unseen.outcomes[0].party_ids) == (None, ("a", "b"))
        retract_outcome(filled, RING.ring_id, name)
        assert case_of(filled, after).state is RingState.OPEN

    def test_outcomes_of_other_sources_count_and_stay(self, filled: Store) -> None:
        opened = {"party_id": "a", "task": "money_ring", "case_no": RING.ring_id}
        write(filled, {"case_outcome": [opened | {"outcome": "opened"}]})
        case = case_of(filled)
        assert case.state is RingState.NOTED
        assert not case.outcomes[0].own

    def test_a_case_that_was_opened_again_is_decided_again(self, filled: Store) -> None:
        known = {"party_id": "a", "task": "money_ring", "case_no": RING.ring_id}
        history = [
            known | {"outcome": outcome, "valid_from": day}
            for day, outcome in enumerate(("dismissed", "opened"))
        ]
        write(filled, {"case_outcome": history})
        assert case_of(filled).state is RingState.NOTED
        state_outcome(filled, RING, "confirmed", "new invoices", by="alice")
        assert case_of(filled).state is RingState.CONFIRMED
