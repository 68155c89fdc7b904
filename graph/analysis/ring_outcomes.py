"""What was said of money rings by now: notes, confirmations and dismissals.

Each is a case outcome of every known holder of the ring's accounts, of the task
`money_ring`, whose case number is the ring's id: by that it is found, whoever is known
to hold the accounts today. Of whoever is or may be a natural person it is personal
data: who may not see those is shown what is said of the others, and no state.
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
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.analysis.answer import PartyRef
    from graph.analysis.ring_list import RingSummary
    from graph.stores.base import Store
    from graph.stores.view import StoreView

PARTY = KINDS["party"]
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

    `state` is null where something may be hidden: a holder is, or may be, a natural
    person, and the key lacks `read:personal`.
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
    """Cases of rings as a store knows them now, whatever snapshot is published.

    Parameters
    ----------
    only
        Ids of the rings that have a case in a list; by default all.
    """

    def __init__(
        self,
        store: Store,
        *,
        sees_personal: bool,
        only: frozenset[str] | None = None,
    ) -> None:
        self._store = store
        self._sees_personal = sees_personal
        self._only = only

    def of(self, rings: Sequence[RingSummary]) -> Mapping[str, RingCase]:
        """The case of each ring that may have one, by its id.

        Notes
        -----
        One read of their outcomes, by case number.
        """
        return self._cases(
            {
                ring.ring_id: ring.parties
                for ring in rings
                if self._only is None or ring.ring_id in self._only
            }
        )

    def case_of(self, ring: RingSummary) -> RingCase:
        """The case of one ring."""
        return self.of([ring])[ring.ring_id]

    def numbered(self, ring_id: str) -> RingCase:
        """The case of a ring of which nothing else need be known.

        Who holds its accounts is not, so that natural persons may.
        """
        return self._cases({ring_id: None})[ring_id]

    def _cases(
        self, holders: Mapping[str, Sequence[PartyRef] | None]
    ) -> Mapping[str, RingCase]:
        known_at = self._store.last_instant()
        view = self._store.view(At(END, known_at))
        rows = view.select(CASE_OUTCOME, by="case_no", ids=list(holders)).to_pylist()
        said: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for row in rows:
            if row["task"] == TASK:
                said[row["case_no"]].append(row)
        held = [party for some in holders.values() for party in some or ()]
        about = (row["party_id"] for some in said.values() for row in some)
        told = self._told(view, held, about)
        return {
            ring_id: self._case(
                said[ring_id],
                told,
                [None] if parties is None else [party.party_id for party in parties],
                known_at,
            )
            for ring_id, parties in holders.items()
        }

    def _told(
        self, view: StoreView, held: Iterable[PartyRef], about: Iterable[str]
    ) -> Mapping[str | None, bool]:
        """Of each party whether it is told what was said of it."""
        types = {party.party_id: party.party_type for party in held}
        others = sorted(set(about) - types.keys())
        if self._sees_personal:
            return dict.fromkeys((*types, *others, None), True)
        if others:
            rows = view.known(PARTY, others).to_pylist()
            types |= {row["party_id"]: row["party_type"] for row in rows}
        return {
            party: types.get(party or "") not in {None, "person"}
            for party in (*types, *others, None)
        }

    def _case(
        self,
        rows: Sequence[Mapping[str, Any]],
        told: Mapping[str | None, bool],
        holders: Sequence[str | None],
        known_at: int,
    ) -> RingCase:
        groups: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
        for row in sorted(rows, key=lambda row: (row["party_id"], row["record_id"])):
            if told[row["party_id"]]:
                groups[row["source"], outcome_id_of(row)].append(row)
        latest = sorted(groups.values(), key=_when, reverse=True)
        case = RingCase(
            state=None,
            outcomes=tuple(map(self._outcome, latest)),
            hidden=not all(
                told[party] for party in (*holders, *(row["party_id"] for row in rows))
            ),
            known_at=format_instant(known_at),
        )
        return case if case.hidden else replace(case, state=_state(case))

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
