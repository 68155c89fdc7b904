"""What the service holds in memory, and how it keeps up with its store."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import structlog

from api.data_dir import PlantedCase, planted_case
from api.errors import ProblemError, code_of, log_unexpected
from api.looks import FAILED, LOOKED, Looks
from api.rebuild import Rebuild
from api.warm import use_all
from graph.analysis.check import Checker
from graph.analysis.publication import open_published
from graph.analysis.published import Published
from graph.analysis.snapshot_directory import SnapshotDirectory
from graph.errors import GraphError, NotPublishedError, StateFileError
from graph.instant import At

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.settings import Settings
    from graph.analysis import FactView
    from graph.stores.base import Store

LOG = structlog.get_logger("suretynet.api.service")

POLL_SECONDS = 1.0
"""How often a watcher looks for a newly published snapshot."""
LONGEST_PAUSE_SECONDS = 30.0
"""Between looks that fail, which double their pause from `POLL_SECONDS` on."""


class Service:
    """The store, the current snapshot and the overlay of what was written since.

    Snapshot and overlay are replaced as a whole, so readers finish on what they hold
    and never wait for a newer one to be prepared.
    """

    def __init__(
        self,
        settings: Settings,
        store: Store,
        on_taken_up: Callable[[], None] = lambda: None,
    ) -> None:
        self.settings = settings
        self.store = store
        self._on_taken_up = on_taken_up
        self._preparing = threading.Lock()
        self._advancing = threading.Lock()
        self._state: tuple[Published, Checker] | None = None
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
            if state and self._holds(*state):
                return
            try:
                published = open_published(
                    self.store,
                    self.settings.data_dir,
                    sequence=self._sequence,
                    warn=lambda text: LOG.error("snapshot damaged", reason=text),
                )
            except Exception:
                if state and not self._untouched(state[0]):
                    self._state = None  # no answer is better than one from damage
                raise
            checker = Checker.of(published.snapshot).advanced(self.store)
            published.warm_up()
            checker.warm_up()
            use_all(published, self.store)
            self._on_taken_up()
            with self._advancing:
                self._state = published, checker
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

    def _current(self) -> tuple[Published, Checker]:
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
        if state is not None and state[0].at == at:
            return state[0].snapshot.view
        return self.store.view(at)

    def at(self, as_of: int | None, known_at: int | None) -> At:
        """The instant of a plain read: by default the snapshot's `as_of`, known now."""
        if as_of is None and self._state is not None:
            as_of = self._state[0].at.as_of
        return self.store.at(as_of, known_at)


def pause_after(failures: int) -> float:
    """Seconds until the next look, after so many that failed."""
    doubled = POLL_SECONDS * float(2 ** min(failures, 10))
    return min(doubled, LONGEST_PAUSE_SECONDS)


class Watcher:
    """Keeps a service on the published snapshot, in a thread of its own.

    Where the overlay has grown past its limit it has the next snapshot built. Nothing
    ends it but `stop`: a look that fails is followed by another one.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._rebuild = Rebuild(service.settings)
        self._stopping = threading.Event()
        self._tried = threading.Event()
        self._reason = ""
        self._failures = 0
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
            self._stopping.wait(pause_after(self._failures))

    def _look(self) -> None:
        try:
            self._rebuild.attend()
            self._service.refresh()
            if self._service.needs_rebuild:
                self._rebuild.begin(self._service.store.sequence())
        except NotPublishedError as error:  # the store answers: there is nothing yet
            self._seen(str(error))
        except Exception as error:  # noqa: BLE001 - a thread that ends unseen is worse
            self._failed(error)
        else:
            self._seen("")

    def _seen(self, reason: str) -> None:
        LOOKED.set_to_current_time()
        self._service.looks = Looks(time.monotonic())
        self._failures = 0
        self._say(reason)

    def _failed(self, error: Exception) -> None:
        code = code_of(error)
        FAILED.labels(code).inc()
        self._service.looks = Looks(self._service.looks.at, code)
        self._failures += 1
        if isinstance(error, (GraphError, OSError)):
            self._say(str(error))
        elif self._reason != code:  # its message may quote personal data
            self._reason = code
            log_unexpected(LOG, error)

    def _say(self, reason: str) -> None:
        """Log why there is nothing new; each reason once, until it changes."""
        if reason and reason != self._reason:
            LOG.warning("no publication taken up", reason=reason)
        elif self._reason and not reason:
            LOG.info("the store is followed again")
        self._reason = reason
