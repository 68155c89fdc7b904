"""What people say of a firm that is suspected, written and taken back.

A statement is one commit of one outcome; it is taken back by a retraction, so that
history keeps both.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from graph.analysis.case_outcomes import CASE_OUTCOME
from graph.analysis.party_cases import FRAUD_TASKS, CaseBook
from graph.analysis.receipt import canonical_bytes, digest
from graph.analysis.ring_outcomes import DECIDING, SOURCE
from graph.analysis.ring_statements import readable_faults
from graph.errors import (
    FourEyesError,
    InvalidRecordError,
    NotFoundError,
    OutcomeConflictError,
)
from graph.model import FactBatch, batch_schema

if TYPE_CHECKING:
    from graph.analysis.party_cases import CaseEntry
    from graph.stores.base import Store

OUTCOMES = ("opened", *DECIDING, "noted")


def state_case(
    store: Store,
    party_id: str,
    task: str,
    outcome: str,
    reason: str,
    *,
    by: str,
    four_eyes: bool = False,
) -> str:
    """Say something of a firm that is suspected; the id of what was said.

    Of two at the same moment, one of whom decides, the later one is refused, and what
    was written of it is retracted; notes always stand.

    Parameters
    ----------
    task
        One of `FRAUD_TASKS`: what the firm is suspected of.
    outcome
        One of `OUTCOMES`.
    by
        Who says it: the id of a key, or a name.
    four_eyes
        Whether nobody decides a case that nobody else has opened or noted.

    Raises
    ------
    InvalidRecordError
        Task or outcome is unknown, or reason or name is blank, too long or not to be
        read.
    OutcomeConflictError
        The firm is decided: that must be undone first.
    FourEyesError
        Nobody else has said anything.
    """
    reason, by = reason.replace("\r\n", "\n").strip(), by.strip()
    faults = readable_faults(reason, by)
    for name, value, known in (
        ("task", task, FRAUD_TASKS),
        ("outcome", outcome, OUTCOMES),
    ):
        if value not in known:
            faults[name] = f"must be one of {', '.join(known)}"
    if faults:
        raise InvalidRecordError(CASE_OUTCOME.name, party_id, faults)
    before = CaseBook(store).case(party_id, sees_personal=True)
    if outcome != "noted" and before.decided is not None:
        raise _conflict(party_id, before.decided)
    if outcome in DECIDING and four_eyes:
        others = {entry.stated_by for entry in before.entries} - {None, by}
        if not others:
            raise FourEyesError(party_id, by)
    name = _write(store, party_id, task, outcome=outcome, reason=reason, by=by)
    if outcome != "noted":
        _give_way(store, party_id, name)
    return name


def retract_case(store: Store, outcome_id: str) -> str:
    """Take back what was said here; of whom it was said.

    Raises
    ------
    NotFoundError
        Nothing of the name stands.
    """
    party_id = CaseBook(store).party_of(outcome_id)
    if party_id is None or not store.retract(CASE_OUTCOME, SOURCE, [outcome_id]):
        raise NotFoundError("outcome stated here of a firm", outcome_id)
    return party_id


def _give_way(store: Store, party_id: str, name: str) -> None:
    """Take back what was said where a decision of ours was committed before it."""
    entries = CaseBook(store).case(party_id, sees_personal=True).entries
    ours = [entry for entry in entries if entry.own]
    own = next((entry for entry in ours if entry.outcome_id == name), None)
    for other in ours:
        if (
            own is not None
            and other.outcome in DECIDING
            and other.recorded_at < own.recorded_at
        ):
            store.retract(CASE_OUTCOME, SOURCE, [name])
            raise _conflict(party_id, other)


def _conflict(party_id: str, verdict: CaseEntry) -> OutcomeConflictError:
    return OutcomeConflictError(
        party_id,
        verdict.outcome,
        by=verdict.stated_by or verdict.source,
        at=verdict.stated_at,
    )


def _write(
    store: Store, party_id: str, task: str, *, outcome: str, reason: str, by: str
) -> str:
    """Commit an outcome; its record's id."""
    import pyarrow as pa

    now = time.time_ns() // 1_000_000
    said = ["outcome", party_id, task, outcome, reason, by, time.time_ns()]
    name = "O-" + digest(canonical_bytes(said))[:16]
    row = {
        "party_id": party_id,
        "task": task,
        "case_no": "F-" + digest(canonical_bytes([party_id, task]))[:16],
        "outcome": outcome,
        "reason": reason,
        "stated_by": by,
        "source": SOURCE,
        "record_id": name,
        "valid_from": now,
        "collected_at": now,
    }
    table = pa.Table.from_pylist([row], batch_schema(CASE_OUTCOME))
    store.append(FactBatch(CASE_OUTCOME, table))
    return name
