"""Would signing this guarantee close a circle? Asked before each signature."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Annotated

import numpy as np

from graph.algorithms.cycle_closing import Closing, ClosingIndex, ClosingScratch
from graph.analysis.answer import Completeness, Meaning, PartyRef
from graph.errors import InvalidRecordError, NotFoundError
from graph.instant import At
from graph.kernels.csr import Csr
from graph.overlay import Overlay

if TYPE_CHECKING:
    from graph.algorithms.closing_overlay import ClosingOverlay
    from graph.analysis.published import Published
    from graph.overlay import ChangeSource
    from graph.snapshot import Snapshot
    from graph.stores.base import Store

_ADVICE = "The search stopped at its budget; an empty path is no clearance."


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The path that the guarantee would close, debtor first, guarantor last.

    `path` is the shortest one. Where it is a mutual pair, `circle` is the shortest
    path of three firms or more that would close besides; elsewhere it is `path`.
    `sequence` is the last commit of the store that the answer saw.
    """

    closes: bool
    mutual: bool
    path: tuple[str, ...]
    circle: tuple[str, ...]
    sequence: int
    completeness: Completeness


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRecord:
    """Whether signing closes a circle, and the path that it would close."""

    closes: bool
    mutual: Annotated[bool, Meaning("The path is a single guarantee back.")]
    path: Annotated[
        tuple[PartyRef, ...],
        Meaning("From the debtor over its guarantees back to the guarantor."),
    ]
    circle: Annotated[
        tuple[PartyRef, ...],
        Meaning(
            "Where the path is a mutual pair: the shortest path of three firms "
            "or more that would close besides, if any. Elsewhere the same as the path."
        ),
    ]
    length: Annotated[int, Meaning("Firms in the circle that would close; 0 if none.")]
    sequence: Annotated[int, Meaning("Last commit of the store that was seen.")]
    snapshot_id: str
    at: At
    completeness: Completeness


def check_record(
    published: Published,
    checker: Checker,
    store: Store,
    guarantor_id: str,
    debtor_id: str,
) -> CheckRecord:
    """Whether the guarantee closes a circle, with the names of who stands on it.

    A merged id stands for the one it was merged into. The store is read only for ids
    that the checker does not know.

    Raises
    ------
    NotFoundError
        One of the parties is unknown.
    InvalidRecordError
        They are the same party.
    """
    ids = guarantor_id, debtor_id
    if not checker.knows(*ids):
        view = store.view(store.at(published.at.as_of))
        guarantor_id, debtor_id = (
            party_id if checker.knows(party_id) else view.resolve(party_id)
            for party_id in ids
        )
    found = checker.check(guarantor_id, debtor_id)
    return CheckRecord(
        closes=found.closes,
        mutual=found.mutual,
        path=tuple(_named(published, party_id) for party_id in found.path),
        circle=tuple(_named(published, party_id) for party_id in found.circle),
        length=len(found.path),
        sequence=found.sequence,
        snapshot_id=published.snapshot_id,
        at=checker.overlay.at,
        completeness=found.completeness,
    )


def _named(published: Published, party_id: str) -> PartyRef:
    """A party of the path; one written since the snapshot has only its id here."""
    try:
        return published.party(party_id)
    except NotFoundError:
        return PartyRef(party_id, None, party_id, None)


@dataclass(frozen=True)
class Checker:
    """Answers the check on a snapshot and the facts written since; any thread."""

    overlay: Overlay

    @classmethod
    def of(cls, snapshot: Snapshot) -> Checker:
        """The checker of a snapshot at its own instant."""
        return cls(Overlay.empty(snapshot))

    def advanced(self, source: ChangeSource) -> Checker:
        """The checker after every commit of the store; itself if there is none.

        It shares the index of the snapshot.
        """
        if self.overlay.sequence == source.sequence():
            return self
        return self.following(self.overlay.advanced(source))

    @cached_property
    def _index(self) -> ClosingIndex:
        snapshot: Snapshot = self.overlay.snapshot
        return ClosingIndex.build(
            snapshot.pairs.forward,
            backward=snapshot.pairs.reverse,
            labels=snapshot.component,
        )

    @cached_property
    def _changes(self) -> ClosingOverlay | None:
        return self._laid(None)

    def _laid(self, before: ClosingOverlay | None) -> ClosingOverlay | None:
        """What differs from the index, after the changes of an earlier overlay."""
        overlay = self.overlay
        if not overlay.has_edges and not overlay.new_ids:
            return None
        return self._index.overlay(
            added=overlay.added,
            closed=overlay.closed,
            n=overlay.n_parties,
            before=before,
        )

    @cached_property
    def _scratch(self) -> threading.local:
        return threading.local()

    def warm_up(self) -> None:
        """Make what first checks would wait for, also after a first commit."""
        self.overlay.base.warm_up()
        n = self.overlay.snapshot.n_parties + 2
        climbing = self._index.overlay(
            added=(np.array([n - 2], np.int32), np.array([n - 1], np.int32)), n=n
        )
        self._index.find(n - 1, n - 2, ClosingScratch(), overlay=climbing)
        ClosingIndex.build(Csr.build([0], [1], 2))  # as ranks are found again

    def following(self, overlay: Overlay) -> Checker:
        """The checker of a later overlay on the same snapshot: it shares the index.

        No check waits for its changes to be laid over the index.
        """
        later = Checker(overlay)
        vars(later).update(_index=self._index, _scratch=self._scratch)
        vars(later).update(_changes=later._laid(self._changes))
        return later

    def knows(self, *party_ids: str) -> bool:
        """Whether all of these are parties of the snapshot or written since."""
        return all(map(self.overlay.knows, party_ids))

    def search(
        self, guarantor: int, debtor: int, *, skip_direct: bool = False
    ) -> Closing:
        """Search by party numbers: the hot path, a few microseconds."""
        try:
            scratch = self._scratch.value
        except AttributeError:
            scratch = self._scratch.value = ClosingScratch()
        return self._index.find(
            guarantor,
            debtor,
            scratch,
            overlay=self._changes,
            skip_direct=skip_direct,
        )

    def check(self, guarantor_id: str, debtor_id: str) -> CheckResult:
        """Whether the guarantee closes a cycle, and which.

        Raises
        ------
        NotFoundError
            One of the parties is unknown.
        InvalidRecordError
            They are the same party.
        """
        if guarantor_id == debtor_id:
            raise InvalidRecordError(
                "guarantee", "", {"debtor_id": "a party cannot guarantee itself"}
            )
        guarantor = self.overlay.number(guarantor_id)
        debtor = self.overlay.number(debtor_id)
        found = self.search(guarantor, debtor)
        mutual = len(found.path) == 2
        circle = found
        if mutual:
            circle = self.search(guarantor, debtor, skip_direct=True)
        path, longer = (
            tuple(self.overlay.party_id(number) for number in item.path)
            for item in (found, circle)
        )
        return CheckResult(
            closes=found.closes,
            mutual=mutual,
            path=path,
            circle=longer,
            sequence=self.overlay.sequence,
            completeness=Completeness.cut(
                circle.explored, "work" if circle.truncated else "", advice=_ADVICE
            ),
        )
