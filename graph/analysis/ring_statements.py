"""Notes, confirmations and dismissals of money rings, written and taken back.

A statement is one commit: an outcome of each known holder. It is taken back by a
retraction, so that history keeps both.
"""

from __future__ import annotations

import time
import unicodedata
from typing import TYPE_CHECKING

from graph.analysis.case_outcomes import CASE_OUTCOME
from graph.analysis.receipt import canonical_bytes, digest
from graph.analysis.ring_outcomes import DECIDING, SOURCE, TASK, RingCases
from graph.errors import (
    FourEyesError,
    InvalidRecordError,
    NotFoundError,
    OutcomeConflictError,
)
from graph.model import FactBatch, batch_schema

if TYPE_CHECKING:
    from graph.analysis.ring_list import RingSummary
    from graph.analysis.ring_outcomes import RingOutcome
    from graph.stores.base import Store

OUTCOMES = ("noted", *DECIDING)
LONGEST_REASON = 2_000
LONGEST_NAME = 200


def state_outcome(
    store: Store,
    ring: RingSummary,
    outcome: str,
    reason: str,
    *,
    by: str,
    four_eyes: bool = False,
) -> str:
    """Say something of a ring; the id of what was said.

    Of two who decide at the same moment the later one is refused, and what was written
    of it is retracted.

    Parameters
    ----------
    outcome
        One of `OUTCOMES`.
    by
        Who says it: the id of a key, or a name.
    four_eyes
        Whether nobody decides a ring that nobody else has noted.

    Raises
    ------
    InvalidRecordError
        Reason or name is blank, too long or not to be read, or no holder is known.
    OutcomeConflictError
        The ring is decided: that must be undone first.
    FourEyesError
        Nobody else has noted it.
    """
    reason = reason.replace("\r\n", "\n").strip()
    by = by.strip()
    _refuse_unreadable(ring, outcome, reason, by)
    cases = RingCases(store, sees_personal=True)
    before = cases.case_of(ring)
    if outcome in DECIDING:
        if before.verdict is not None:
            raise _conflict(ring, before.verdict)
        if four_eyes and all(said.stated_by in (None, by) for said in before.outcomes):
            raise FourEyesError(ring.ring_id, by)
    name = _write(store, ring, outcome, reason, by)
    verdicts = cases.case_of(ring).verdicts
    for own in (said for said in verdicts if said.outcome_id == name):
        for other in verdicts:
            if other.recorded_at < own.recorded_at:
                store.retract(CASE_OUTCOME, SOURCE, own.record_ids)
                raise _conflict(ring, other)
    return name


def retract_outcome(store: Store, ring_id: str, outcome_id: str) -> None:
    """Take back what was said here of a ring, be it no longer published.

    Raises
    ------
    NotFoundError
        Nothing of the name stands.
    """
    outcomes = RingCases(store, sees_personal=True).numbered(ring_id).outcomes
    records = next(
        (o.record_ids for o in outcomes if o.outcome_id == outcome_id and o.own), ()
    )
    if not store.retract(CASE_OUTCOME, SOURCE, records):
        raise NotFoundError("outcome stated here of this ring", outcome_id)


def _refuse_unreadable(ring: RingSummary, outcome: str, reason: str, by: str) -> None:
    faults = readable_faults(reason, by)
    if outcome not in OUTCOMES:
        faults["outcome"] = f"must be one of {', '.join(OUTCOMES)}"
    if not ring.parties:
        faults["parties"] = "no holder of its accounts is known of whom to say it"
    if faults:
        raise InvalidRecordError(CASE_OUTCOME.name, ring.ring_id, faults)


def readable_faults(reason: str, by: str) -> dict[str, str]:
    """What is wrong with a reason or with who gives it, by field."""
    faults = {}
    if not reason or any(map(_is_control, reason)):
        faults["reason"] = "must say why, without control characters"
    elif len(reason) > LONGEST_REASON:
        faults["reason"] = f"has {len(reason)} characters, of {LONGEST_REASON} at most"
    if not 0 < len(by) <= LONGEST_NAME or "\n" in by or any(map(_is_control, by)):
        faults["by"] = f"must say who, in one line of {LONGEST_NAME} characters at most"
    return faults


def _is_control(character: str) -> bool:
    return character not in "\n\t" and unicodedata.category(character) in ("Cc", "Cs")


def _conflict(ring: RingSummary, verdict: RingOutcome) -> OutcomeConflictError:
    return OutcomeConflictError(
        ring.ring_id,
        verdict.outcome,
        by=verdict.stated_by or verdict.source,
        at=verdict.stated_at,
    )


def _write(store: Store, ring: RingSummary, outcome: str, reason: str, by: str) -> str:
    """Commit an outcome of each holder; what their records are named after."""
    import pyarrow as pa

    now = time.time_ns() // 1_000_000
    said = ["outcome", ring.ring_id, outcome, reason, by, time.time_ns()]
    name = "O-" + digest(canonical_bytes(said))[:16]
    rows = [
        {
            "party_id": party.party_id,
            "task": TASK,
            "case_no": ring.ring_id,
            "outcome": outcome,
            "reason": reason,
            "stated_by": by,
            "source": SOURCE,
            "record_id": f"{name}:{place}",
            "valid_from": now,
            "collected_at": now,
        }
        for place, party in enumerate(ring.parties)
    ]
    table = pa.Table.from_pylist(rows, batch_schema(CASE_OUTCOME))
    store.append(FactBatch(CASE_OUTCOME, table))
    return name
