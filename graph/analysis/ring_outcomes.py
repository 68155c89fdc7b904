"""What was said of money rings by now: notes, confirmations and dismissals.

Each is a case outcome of every known holder of the ring's accounts, of the task
`money_ring`, whose case number is the ring's id. Of a natural person it is personal
data: a ring shows to whoever may not see those what is said of its other holders.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import takewhile
from typing import TYPE_CHECKING, Annotated, Any

from graph.analysis.answer import Meaning
from graph.analysis.case_outcomes import CASE_OUTCOME
from graph.analysis.description import PERSONAL_MASK
from graph.instant import END, At, format_instant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.analysis.answer import PartyRef
    from graph.analysis.ring_list import RingSummary
    from graph.stores.base import Store

TASK = "money_ring"
SOURCE = "suretynet"
"""Source of what is stated here; other sources may load outcomes of rings, too."""
DECIDING = ("confirmed", "dismissed")


class RingState(StrEnum):
    """How a ring stands by what was said of it last."""

    OPEN = "open"
    NOTED = "noted"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RingOutcome:
    """Something said of a ring."""

    outcome_id: str
    outcome: Annotated[str, Meaning("noted | opened | confirmed | dismissed")]
    reason: Annotated[
        str | None, Meaning("Masked without `read:personal`: it may name persons.")
    ]
    stated_by: Annotated[str | None, Meaning("Id of the key, or a name.")]
    stated_at: str
    recorded_at: Annotated[str, Meaning("The commit that wrote it.")]
    source: str
    record_ids: tuple[str, ...]
    party_ids: Annotated[tuple[str, ...], Meaning("Holders of whom it was said.")]
    own: Annotated[
        bool, Meaning("It was stated here and may be undone here; else it was loaded.")
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class RingCase:
    """What was said of a ring by now, the latest first; retracted ones are gone.

    `state` is null where nothing may be told: all known holders are natural persons,
    and the key lacks `read:personal`.
    """

    state: RingState | None
    outcomes: tuple[RingOutcome, ...]
    hidden: Annotated[
        bool, Meaning("Of some holders nothing is told, whether there is any or not.")
    ]
    known_at: Annotated[str | None, Meaning("The store's last commit.")]

    @property
    def verdicts(self) -> tuple[RingOutcome, ...]:
        """The outcomes that decide since the case was last opened, the latest first."""
        since = takewhile(lambda said: said.outcome != "opened", self.outcomes)
        return tuple(said for said in since if said.outcome in DECIDING)

    @property
    def verdict(self) -> RingOutcome | None:
        """The outcome that decides; None where none stands."""
        return next(iter(self.verdicts), None)


class RingCases:
    """Cases of rings as a store knows them now, whatever snapshot is published."""

    def __init__(self, store: Store, *, sees_personal: bool) -> None:
        self._store = store
        self._sees_personal = sees_personal

    def of(self, rings: Sequence[RingSummary]) -> Mapping[str, RingCase]:
        """The case of each ring, by its id.

        Notes
        -----
        One read of the outcomes of all their holders.
        """
        told = {
            ring.ring_id: {
                party.party_id for party in ring.parties if self._tells_of(party)
            }
            for ring in rings
        }
        known_at = self._store.last_instant()
        view = self._store.view(At(END, known_at))
        parties = sorted({party for some in told.values() for party in some})
        rows = view.select(CASE_OUTCOME, by="party", ids=parties).to_pylist()
        said: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for row in rows:
            if row["task"] == TASK and row["party_id"] in told.get(row["case_no"], ()):
                said[row["case_no"]].append(row)
        return {
            ring.ring_id: self._case(
                said[ring.ring_id],
                hidden=len(told[ring.ring_id]) < len(ring.parties),
                told=bool(told[ring.ring_id]) or not ring.parties,
                known_at=known_at,
            )
            for ring in rings
        }

    def case_of(self, ring: RingSummary) -> RingCase:
        """The case of one ring."""
        return self.of([ring])[ring.ring_id]

    def _tells_of(self, party: PartyRef) -> bool:
        return self._sees_personal or party.party_type != "person"

    def _case(
        self,
        rows: Sequence[Mapping[str, Any]],
        *,
        hidden: bool,
        told: bool,
        known_at: int,
    ) -> RingCase:
        groups: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
        for row in sorted(rows, key=lambda row: (row["party_id"], row["record_id"])):
            groups[row["source"], outcome_id_of(row)].append(row)
        latest = sorted(groups.values(), key=_when, reverse=True)
        outcomes = tuple(map(self._outcome, latest))
        case = RingCase(
            state=None,
            outcomes=outcomes,
            hidden=hidden,
            known_at=format_instant(known_at),
        )
        return replace(case, state=_state(case)) if told else case

    def _outcome(self, rows: Sequence[Mapping[str, Any]]) -> RingOutcome:
        first, reason = rows[0], rows[0]["reason"]
        return RingOutcome(
            outcome_id=outcome_id_of(first),
            outcome=first["outcome"],
            reason=reason if self._sees_personal or not reason else PERSONAL_MASK,
            stated_by=first["stated_by"],
            stated_at=format_instant(first["valid_from"]) or "",
            recorded_at=format_instant(first["recorded_from"]) or "",
            source=first["source"],
            record_ids=tuple(row["record_id"] for row in rows),
            party_ids=tuple(row["party_id"] for row in rows),
            own=first["source"] == SOURCE,
        )


def outcome_id_of(row: Mapping[str, Any]) -> str:
    """What the records of one statement share: ours are named after it."""
    name: str = row["record_id"]
    return name.partition(":")[0] if row["source"] == SOURCE else name


def _when(rows: Sequence[Mapping[str, Any]]) -> tuple[int, int, str]:
    first = rows[0]
    return first["valid_from"], first["recorded_from"], first["record_id"]


def _state(case: RingCase) -> RingState:
    """The last outcome that decides; anything else that was said makes it noted."""
    if case.verdict is not None:
        return RingState(case.verdict.outcome)
    return RingState.NOTED if case.outcomes else RingState.OPEN
