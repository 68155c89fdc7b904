"""What the service holds in memory, and how it keeps up with its store."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any

import structlog

from api.data_dir import DEMO_FILE
from api.errors import ProblemError
from api.rebuild import Rebuild
from graph.analysis.check import Checker
from graph.analysis.publication import open_published
from graph.analysis.published import Published
from graph.errors import GraphError
from graph.instant import At

if TYPE_CHECKING:
    from api.settings import Settings
    from graph.analysis import FactView
    from graph.stores.base import Store

LOG = structlog.get_logger("suretynet.api.service")

POLL_SECONDS = 1.0
"""How often a watcher looks for a newly published snapshot."""


class Service:
    """The store, the current snapshot and the overlay of what was written since.

    Snapshot and overlay are replaced as a whole, so readers finish on what they hold
    and never wait for a newer one to be prepared.
    """

    def __init__(self, settings: Settings, store: Store) -> None:
        self.settings = settings
        self.store = store
        self._preparing = threading.Lock()
        self._advancing = threading.Lock()
        self._state: tuple[Published, Checker] | None = None
        self._polled: int | None = None

    def refresh(self) -> None:
        """Take up what the store publishes, unless it is taken up already.

        Everything that a first request would wait for is made before it is shown.

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
            if state and state[0].publication == self.store.publication():
                return
            published = open_published(
                self.store, self.settings.data_dir, sequence=self._sequence
            )
            checker = Checker.of(published.snapshot).advanced(self.store)
            published.warm_up()
            checker.warm_up()
            with self._advancing:
                self._state = published, checker
            LOG.info("publication taken up", snapshot_id=published.snapshot_id)

    @property
    def ready(self) -> bool:
        """Whether a publication is taken up, with the kernels that read it compiled."""
        return self._state is not None

    def _current(self) -> tuple[Published, Checker]:
        if self._state is None:
            raise ProblemError(
                503,
                "not-ready",
                "The publication is being prepared, or nothing is published; "
                "`suretynet snapshot build` publishes.",
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
        return self._current()[0]

    @property
    def checker(self) -> Checker | None:
        """The check on every commit up to now; None where commits were not yet seen.

        Reads the store's sequence and nothing else.
        """
        checker = self._current()[1]
        return checker if checker.overlay.sequence == self._sequence() else None

    def advanced_checker(self) -> Checker:
        """The check after reading the commits not yet seen; may take a while."""
        with self._advancing:
            published, checker = self._current()
            later = checker.advanced(self.store)
            self._state = published, later
            return later

    @property
    def needs_rebuild(self) -> bool:
        """Whether so much was written since the snapshot that a new one is due."""
        state = self._state
        if state is None or not self.store.durable:
            return False
        return state[1].overlay.needs_rebuild

    def _sequence(self) -> int:
        return self.store.sequence() if self._polled is None else self._polled

    @property
    def demo_case(self) -> dict[str, Any] | None:
        """The planted case of the demo economy, where that is what is loaded."""
        path = self.settings.data_dir / DEMO_FILE
        if not path.is_file():
            return None
        case: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return case

    def view(self, at: At) -> FactView:
        """Facts of an instant for pictures: the snapshot's own at its instant.

        It answers many times faster than the store, but does not know when and where
        its facts were collected.
        """
        state = self._state
        if state is not None and state[0].at == at:
            return state[0].snapshot.view
        return self.store.view(at)

    def at(self, as_of: int | None, known_at: int | None) -> At:
        """The instant of a plain read: by default the snapshot's `as_of`, known now."""
        if as_of is None and self._state is not None:
            as_of = self._state[0].at.as_of
        return self.store.at(as_of, known_at)


class Watcher:
    """Keeps a service on the published snapshot, in a thread of its own.

    Where the overlay has grown past its limit it has the next snapshot built.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._rebuild = Rebuild(service.settings)
        self._stopping = threading.Event()
        self._tried = threading.Event()
        self._reason = ""
        self._thread = threading.Thread(
            target=self._watch, name="suretynet-watcher", daemon=True
        )

    def start(self, patience: float) -> None:
        """Begin; wait at most `patience` seconds for the first attempt to end."""
        self._thread.start()
        self._tried.wait(patience)

    def stop(self) -> None:
        """End, and wait for it."""
        self._stopping.set()
        self._thread.join()
        self._rebuild.stop()

    def _watch(self) -> None:
        while not self._stopping.is_set():
            self._look()
            self._tried.set()
            self._stopping.wait(POLL_SECONDS)

    def _look(self) -> None:
        try:
            self._service.refresh()
            if self._service.needs_rebuild:
                self._rebuild.begin(self._service.store.sequence())
            self._reason = ""
        except (GraphError, OSError) as error:
            if str(error) != self._reason:
                LOG.warning("no publication taken up", reason=str(error))
            self._reason = str(error)
