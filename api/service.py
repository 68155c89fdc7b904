"""What the service holds in memory, and how it keeps up with its store."""

from __future__ import annotations

import threading
from contextlib import nullcontext
from typing import TYPE_CHECKING, NamedTuple

import structlog

from api.data_dir import PlantedCase, planted_case
from api.errors import ProblemError
from api.looks import Looks
from api.warm import use_all
from graph.analysis.check import Checker
from graph.analysis.publication import open_published
from graph.analysis.published import Published
from graph.analysis.snapshot_directory import SnapshotDirectory
from graph.analysis.transfer_check import TransferChecker
from graph.errors import StateFileError
from graph.instant import At

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from api.settings import Settings
    from graph.analysis import FactView, Publication
    from graph.stores.base import Store

LOG = structlog.get_logger("suretynet.api.service")


class State(NamedTuple):
    """A publication, and the checks on it and on what was written since."""

    published: Published
    checker: Checker
    transfers: TransferChecker


class Service:
    """The store, the current snapshot and the overlay of what was written since.

    Snapshot and overlay are replaced as a whole, so readers finish on what they hold
    and never wait for a newer one to be prepared.

    Parameters
    ----------
    on_taken_up
        Called whenever another publication is about to be answered from.
    beside
        Entered with a publication while the service prepares it: what else prepares it
        meanwhile.
    follows_money
        Whether transfers are checked and accounts ranked here: what these read is made
        before it is asked for.
    reads_heavy
        The same of heavy reads.
    """

    def __init__(
        self,
        settings: Settings,
        store: Store,
        on_taken_up: Callable[[], None] = lambda: None,
        beside: Callable[[Publication], AbstractContextManager[None]] = (
            lambda _: nullcontext()
        ),
        *,
        follows_money: bool = True,
        reads_heavy: bool = True,
    ) -> None:
        self.settings = settings
        self.store = store
        self._on_taken_up = on_taken_up
        self._beside = beside
        self._preparing = threading.Lock()
        self._advancing = threading.Lock()
        self._following = threading.Lock()
        self._follows_money = follows_money
        self._reads_heavy = reads_heavy
        self._state: State | None = None
        self._polled: int | None = None
        self.looks = Looks()

    def refresh(self) -> None:
        """Take up what the store publishes, unless it is taken up already.

        Everything that a first request would wait for is made before it is shown, and
        files are compared with their hashes, once and whenever they were touched since.

        Raises
        ------
        NotPublishedError
            Nothing is published, or a publication is under way.
        SnapshotMismatchError
            The store's facts make another snapshot than the published one.
        """
        with self._preparing:
            if self.store.remote:  # asking at each check would cost it its speed
                self._polled = self.store.sequence()
            state = self._state
            if state and self._holds(state.published, state.checker):
                return
            try:
                published = open_published(
                    self.store,
                    self.settings.data_dir,
                    sequence=self.sequence,
                    warn=lambda text: LOG.error("snapshot damaged", reason=text),
                )
            except Exception:
                if state and not self._untouched(state.published):
                    self._state = None  # no answer is better than one from damage
                raise
            with self._beside(published.publication):
                checker = Checker.of(published.snapshot).advanced(self.store)
                published.warm_up()
                checker.warm_up()
                transfers = TransferChecker.of(published.snapshot)
                if self._follows_money:
                    transfers.warm_up()
                    published.accounts  # noqa: B018 - kept from here on
                use_all(published, self.store, heavy=self._reads_heavy)
            self._on_taken_up()
            with self._advancing:
                self._state = State(published, checker, transfers)
            LOG.info("publication taken up", snapshot_id=published.snapshot_id)

    def _holds(self, published: Published, checker: Checker) -> bool:
        """Whether this is what the store publishes, and its files are untouched."""
        # a store that was restored from a copy lacks commits that we have seen
        restored = self.store.last_instant() < checker.overlay.at.known_at
        return (
            published.publication == self.store.publication()
            and self._untouched(published)
            and not restored
        )

    def _untouched(self, published: Published) -> bool:
        """Whether the files that are read are as they were when they were verified."""
        directory = SnapshotDirectory(self.settings.data_dir)
        return directory.untouched(published.snapshot)

    @property
    def ready(self) -> bool:
        """Whether a publication is taken up, with the kernels that read it compiled."""
        return self._state is not None

    @property
    def publication(self) -> Publication | None:
        """The publication that is answered from."""
        state = self._state
        return None if state is None else state.published.publication

    def follow(self, publication: Publication | None, sequence: int) -> None:
        """Answer from what another process answers from, as of the commit it saw.

        Raises
        ------
        GraphError
            What `refresh` raises.
        """
        self._polled = sequence
        if publication is None:
            self._state = None
        elif publication != self.publication:
            self.refresh()

    def _current(self) -> State:
        if self._state is None:
            trouble = self.looks.trouble
            raise ProblemError(
                503,
                "not-ready",
                "The publication is being prepared, or nothing is published; "
                "`suretynet snapshot build` publishes."
                + (
                    f" The last look at the store failed: {trouble}." if trouble else ""
                ),
                {"Retry-After": "5"},
            )
        return self._state

    @property
    def published(self) -> Published:
        """The current snapshot with its findings.

        Raises
        ------
        ProblemError
            503: there is none yet.
        """
        return self._current().published

    @property
    def checker(self) -> Checker | None:
        """The check on every commit up to now; None where commits were not yet seen.

        Reads the store's sequence and nothing else.
        """
        checker = self._current().checker
        return checker if checker.overlay.sequence == self.sequence() else None

    def advanced_checker(self) -> Checker:
        """The check after reading the commits not yet seen; may take a while."""
        with self._advancing:
            state = self._current()
            later = state.checker.advanced(self.store)
            self._state = state._replace(checker=later)
            return later

    @property
    def transfer_checker(self) -> TransferChecker | None:
        """The check of transfers on every commit up to now; None where some are new."""
        checker = self._current().transfers
        return checker if checker.overlay.sequence == self.sequence() else None

    def advanced_transfers(self) -> TransferChecker:
        """The check of transfers after reading the commits not yet seen.

        The check of guarantees does not wait for it.
        """
        with self._following:
            state = self._current()
            later = state.transfers.advanced(self.store)
            with self._advancing:
                if self._current().published is state.published:
                    self._state = self._current()._replace(transfers=later)
            return later

    @property
    def needs_rebuild(self) -> bool:
        """Whether so much was written since the snapshot that a new one is due."""
        state = self._state
        if state is None or not self.store.durable:
            return False
        return (
            state.checker.overlay.needs_rebuild or state.transfers.overlay.needs_rebuild
        )

    def sequence(self) -> int:
        """The store's last commit, or the last one that was polled for."""
        return self.store.sequence() if self._polled is None else self._polled

    @property
    def demo_case(self) -> PlantedCase | None:
        """The planted case of the demo economy, where that is what is loaded."""
        try:
            return planted_case(self.settings.data_dir)
        except StateFileError as error:  # the portfolio is worth more than its example
            LOG.warning("no demo case", reason=str(error))
            return None

    def view(self, at: At) -> FactView:
        """Facts of an instant for pictures: the snapshot's own at its instant.

        It answers many times faster than the store, but does not know when and where
        its facts were collected.
        """
        state = self._state
        if state is not None and state.published.at == at:
            return state.published.snapshot.view
        return self.store.view(at)

    def at(self, as_of: int | None, known_at: int | None) -> At:
        """The instant of a plain read: by default the snapshot's `as_of`, known now."""
        if as_of is None and self._state is not None:
            as_of = self._state.published.at.as_of
        return self.store.at(as_of, known_at)
