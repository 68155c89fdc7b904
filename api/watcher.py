"""Keeps a service on what its store publishes."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import structlog

from api.errors import code_of, log_unexpected
from api.looks import FAILED, LOOKED, Looks
from api.rebuild import Rebuild
from graph.errors import GraphError, NotPublishedError

if TYPE_CHECKING:
    from api.service import Service

LOG = structlog.get_logger("suretynet.api.watcher")

POLL_SECONDS = 1.0
"""How often a watcher looks for a newly published snapshot."""
LONGEST_PAUSE_SECONDS = 30.0
"""Between looks that fail, which double their pause from `POLL_SECONDS` on."""


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
