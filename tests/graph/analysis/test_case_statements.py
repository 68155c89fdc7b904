"""What two people say of a firm at the same moment."""

from __future__ import annotations

from typing import Any

import pytest

from graph.analysis.case_statements import state_case
from graph.analysis.party_cases import CaseBook, FirmState
from graph.errors import OutcomeConflictError
from graph.testing.facts import memory_store

TASK = "related_party_fraud"


@pytest.fixture
def store() -> Any:
    return memory_store({"party": [{"party_id": "a", "party_type": "company"}]})


@pytest.mark.parametrize("later", ["opened", "confirmed", "dismissed"])
@pytest.mark.parametrize("first", ["confirmed", "dismissed"])
def test_whoever_decides_first_stands(
    store: Any, monkeypatch: pytest.MonkeyPatch, first: str, later: str
) -> None:
    _between(store, monkeypatch, first)
    with pytest.raises(OutcomeConflictError, match="first"):
        state_case(store, "a", TASK, later, "seen", by="later")
    case = CaseBook(store).case("a", sees_personal=True)
    assert [entry.outcome for entry in case.entries] == [first]
    assert case.state is FirmState(first)
    assert case.decided == case.entries[0]


def test_a_note_stands_beside_a_decision(
    store: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    _between(store, monkeypatch, "confirmed")
    state_case(store, "a", TASK, "noted", "seen", by="later")
    case = CaseBook(store).case("a", sees_personal=True)
    assert {entry.outcome for entry in case.entries} == {"confirmed", "noted"}


def _between(store: Any, monkeypatch: pytest.MonkeyPatch, outcome: str) -> None:
    """Have somebody say something after the next one looked and before he writes."""
    append = store.append

    def late(batch: Any) -> Any:
        monkeypatch.undo()
        state_case(store, "a", TASK, outcome, "seen", by="first")
        return append(batch)

    monkeypatch.setattr(store, "append", late)
