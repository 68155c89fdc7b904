"""Labels as known then, and what could not be known yet."""

from __future__ import annotations

from datetime import date

import pytest

from graph.analysis import CaseState, case_labels, hindsight_labels
from graph.instant import END, At, to_milliseconds
from graph.snapshot import Snapshot
from graph.snapshot.facts import SnapshotView
from graph.testing.facts import batch
from graph.vocabulary import KINDS

TASK = "guarantee_fraud"
CASE = KINDS["case_outcome"]
PARTIES = [{"party_id": name, "name": name} for name in "abcde"]


def day(text):
    return to_milliseconds(date.fromisoformat(text))


def said(party, outcome, on, case_no="K", **values):
    began_on = values.pop("began_on", None)
    return {
        "party_id": party,
        "task": TASK,
        "case_no": case_no,
        "outcome": outcome,
        "record_id": f"{party} {case_no} {outcome} {on}",
        "valid_from": day(on),
        "began_on": began_on and day(began_on),
    } | values


HISTORY = [
    said("a", "opened", "2025-03-01"),
    said("a", "confirmed", "2025-06-01", began_on="2024-11-05", scheme_ref="S-1"),
    said("b", "opened", "2025-03-01"),
    said("b", "dismissed", "2025-05-01"),
    said("c", "opened", "2025-08-01"),
    said("c", "confirmed", "2025-10-01", began_on="2025-07-15"),
    said("d", "confirmed", "2025-10-01"),
]


def view_at(store, as_of, known_at=None):
    moment = day(as_of) if as_of else END
    return store.view(At(moment, known_at or store.last_instant()))


def states(view, task=TASK):
    return {name: label.state.value for name, label in case_labels(view, task).items()}


@pytest.fixture
def store(filled):
    return filled({"party": PARTIES, "case_outcome": HISTORY})


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2025-02-28", {}),
        ("2025-03-01", {"a": "under_investigation", "b": "under_investigation"}),
        ("2025-05-01", {"a": "under_investigation", "b": "dismissed"}),
        ("2025-06-01", {"a": "confirmed", "b": "dismissed"}),
        (
            "2025-10-01",
            {"a": "confirmed", "b": "dismissed", "c": "confirmed", "d": "confirmed"},
        ),
    ],
)
def test_a_label_is_what_had_been_said_by_then(store, on, expected):
    assert states(view_at(store, on)) == expected
    assert states(view_at(store, on), "money_ring") == {}


def test_a_label_says_which_case_since_when_and_from_when(store):
    label = case_labels(view_at(store, None), TASK)["a"]
    assert (label.case_no, label.since) == ("K", "2025-06-01")
    assert (label.began_on, label.scheme_ref) == ("2024-11-05", "S-1")


def test_a_snapshot_gives_the_labels_of_its_instant(store):
    snapshot = Snapshot.build(store, store.at(day("2025-06-01")))
    found = case_labels(SnapshotView(snapshot), TASK)
    assert found == case_labels(view_at(store, "2025-06-01"), TASK)
    assert snapshot.manifest.counts["case_outcome"] == 4


def test_what_could_not_be_known_yet_is_told_from_what_is_clean(store):
    found = hindsight_labels(
        view_at(store, "2025-05-15"), view_at(store, "2025-12-31"), TASK
    )
    assert {name: item.under_way for name, item in found.items()} == {
        "a": True,  # begun, and found later
        "b": None,
        "c": False,  # had not begun
        "d": None,  # nobody says when it began
    }
    assert {name for name, item in found.items() if item.not_yet_known} == {"a", "d"}
    assert found["a"].then is CaseState.UNDER_INVESTIGATION
    assert "e" not in found


def test_hindsight_looks_back_only(store):
    with pytest.raises(ValueError, match="is earlier than"):
        hindsight_labels(
            view_at(store, "2025-12-31"), view_at(store, "2025-05-15"), TASK
        )


def test_a_correction_counts_from_when_it_was_recorded(store):
    before = store.last_instant()
    right = said("a", "confirmed", "2025-06-01") | {
        "outcome": "dismissed",
        "collected_at": 1,
    }
    assert store.append(batch(CASE, [right])).corrected == 1
    assert states(view_at(store, "2025-07-01"))["a"] == "dismissed"
    assert states(view_at(store, "2025-07-01", before))["a"] == "confirmed"
    found = hindsight_labels(
        view_at(store, "2025-07-01", before), view_at(store, None), TASK
    )
    assert (found["a"].then, found["a"].later) == ("confirmed", "dismissed")
    assert not found["a"].not_yet_known


def test_a_retracted_outcome_was_never_said(store):
    before = store.last_instant()
    store.retract(CASE, "test", ["a K confirmed 2025-06-01"])
    assert states(view_at(store, "2025-07-01"))["a"] == "under_investigation"
    store.retract(CASE, "test", ["a K opened 2025-03-01"])
    assert "a" not in states(view_at(store, "2025-07-01"))
    assert states(view_at(store, "2025-07-01", before))["a"] == "confirmed"


def test_an_outcome_is_unknown_until_it_is_recorded(filled):
    store = filled({"party": PARTIES})
    before = store.last_instant()
    store.append(batch(CASE, HISTORY))
    assert states(view_at(store, "2025-12-31", before)) == {}
    assert len(states(view_at(store, "2025-12-31"))) == 4


@pytest.mark.parametrize(
    ("outcomes", "state", "since"),
    [
        (
            [("K", "dismissed", "2025-03-01"), ("K", "opened", "2025-03-01")],
            "dismissed",
            "2025-03-01",
        ),
        (
            [("K", "dismissed", "2025-03-01"), ("K", "opened", "2025-04-01")],
            "under_investigation",
            "2025-04-01",
        ),
        (
            [("K", "dismissed", "2025-03-01"), ("K", "confirmed", "2025-09-01")],
            "confirmed",
            "2025-09-01",
        ),
        (
            [("K", "confirmed", "2025-03-01"), ("L", "dismissed", "2025-09-01")],
            "confirmed",
            "2025-03-01",
        ),
        (
            [("K", "dismissed", "2025-03-01"), ("L", "opened", "2025-02-01")],
            "under_investigation",
            "2025-02-01",
        ),
        (
            [("L", "confirmed", "2025-03-01"), ("K", "confirmed", "2025-09-01")],
            "confirmed",
            "2025-03-01",
        ),
    ],
)
def test_the_last_word_of_a_case_and_the_strongest_case_count(
    filled, outcomes, state, since
):
    rows = [said("a", outcome, on, case) for case, outcome, on in outcomes]
    store = filled({"party": PARTIES, "case_outcome": rows})
    label = case_labels(view_at(store, None), TASK)["a"]
    assert (label.state, label.since) == (state, since)


def test_remarks_decide_nothing(filled):
    rows = [said("a", "confirmed", "2025-03-01"), said("a", "noted", "2025-04-01")]
    rows.append(said("b", "noted", "2025-04-01"))
    labels = case_labels(
        view_at(filled({"party": PARTIES, "case_outcome": rows}), None), TASK
    )
    assert {name: label.state for name, label in labels.items()} == {"a": "confirmed"}


def test_the_first_act_is_that_of_all_confirmed_cases(filled):
    rows = [
        said("a", "confirmed", "2025-03-01", "K", began_on="2025-01-02"),
        said("a", "confirmed", "2025-09-01", "L", began_on="2024-01-02"),
    ]
    store = filled({"party": PARTIES, "case_outcome": rows})
    assert case_labels(view_at(store, None), TASK)["a"].began_on == "2024-01-02"


def test_an_unknown_task_is_refused(store):
    with pytest.raises(ValueError, match="'tax' is no task; known are"):
        case_labels(store.view(), "tax")
