"""Processes that compute heavy reads, so that none of them holds up the check.

A reader is this program once more: it opens the same store and the same snapshot, whose
files the system keeps in memory once, and has its own copy of what is not in them.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import Pipe
from typing import TYPE_CHECKING, Any, Protocol

import structlog
from fastapi import Response
from prometheus_client import Counter

from api.errors import ProblemError
from graph.errors import GraphError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from multiprocessing.connection import Connection

    from api.service import Service
    from api.settings import Settings
    from graph.analysis import Publication

LOG = structlog.get_logger("suretynet.api.readers")

STOP_SECONDS = 10.0
"""How long a reader may take to end when it is asked to; then it is killed."""
RETRY_SECONDS = 10
"""About what a new reader needs until it can answer."""

ENDED = Counter("suretynet_readers_ended_total", "Readers that ended unasked.")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the service has taken up, and a read of it: a handler and its arguments.

    Without a handler it only asks to take up the same.
    """

    publication: Publication | None
    sequence: int
    module: str = ""
    handler: str = ""
    arguments: Mapping[str, Any] = field(default_factory=dict)


class Outcome(Protocol):
    """What a reader sends back."""

    def take(self) -> Response:
        """The answer; raises what the read raised."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, as parts that travel between processes."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes

    @classmethod
    def of(cls, response: Response) -> Answered:
        """The parts of a response that is whole."""
        return cls(response.status_code, response.raw_headers, bytes(response.body))

    def take(self) -> Response:
        """The same response."""
        response = Response(self.body, self.status)
        response.raw_headers = self.headers
        return response


@dataclass(frozen=True, slots=True)
class Failed:
    """A failure by its parts: few exceptions can be made anew from their arguments."""

    kind: type[Exception]
    arguments: tuple[Any, ...]
    facts: dict[str, Any]

    @classmethod
    def of(cls, error: Exception) -> Failed:
        """The parts of a failure."""
        return cls(type(error), error.args, vars(error))

    def take(self) -> Response:
        """Raise it again."""
        error = self.kind.__new__(self.kind, *self.arguments)
        error.__dict__.update(self.facts)
        raise error


class Reader:
    """One process, started when it is first asked; one read at a time."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._turn = threading.Lock()
        self._stopped = False
        self._pipe: Connection | None = None
        self.child: subprocess.Popen[bytes] | None = None

    def ask(self, asked: Asked) -> Response:
        """What the process answers.

        Raises
        ------
        ProblemError
            503: it died meanwhile; the next read starts another one.
        """
        with self._turn:
            try:
                outcome = self._exchanged(asked)
            except (OSError, EOFError) as error:
                self._bury()
                raise ProblemError(
                    503,
                    "reader-ended",
                    "The process that computes this ended; another one is started.",
                    {"Retry-After": str(RETRY_SECONDS)},
                ) from error
        return outcome.take()

    def _exchanged(self, asked: Asked) -> Outcome:
        if self._stopped:
            raise EOFError
        if self._pipe is None:
            self._pipe = self._start()
            self._pipe.send(self._settings)
        self._pipe.send(asked)
        outcome: Outcome = self._pipe.recv()
        return outcome

    def _start(self) -> Connection:
        """Start the process; our end of the pipe that nobody else has."""
        ours, theirs = Pipe()
        with theirs:
            number = theirs.fileno()
            self.child = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-m", "api.reader_process", str(number)],
                stdin=subprocess.DEVNULL,
                pass_fds=[number],
            )
        return ours

    def _bury(self) -> None:
        status = self._ended()
        if self._stopped:
            return
        ENDED.inc()
        LOG.error("reader ended", status=status)

    def _ended(self) -> int | None:
        """End the process; its exit status."""
        child, self.child = self.child, None
        pipe, self._pipe = self._pipe, None
        if pipe is not None:
            pipe.close()
        if child is None:
            return None
        child.terminate()
        try:
            return child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            return child.wait()

    def stop(self) -> None:
        """End the process for good, whatever it computes."""
        self._stopped = True
        child = self.child
        if child is not None:
            child.terminate()
        with self._turn:
            self._ended()


class Readers:
    """As many readers as heavy reads are computed at once; none without settings."""

    def __init__(self, settings: Settings | None) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._stopped = False
        count = 0 if settings is None else settings.heavy_reads
        self.serving = [self._new() for _ in range(count)]
        self._free = list(self.serving)
        self._coming: list[Reader] = []

    def _new(self) -> Reader:
        assert self._settings is not None  # noqa: S101 - else there are none
        return Reader(self._settings)

    def computing(
        self, read: Callable[..., Response], arguments: Mapping[str, Any]
    ) -> Callable[[], Response]:
        """What computes a read: a reader that is free then, or the read itself."""
        if not self.serving:
            return partial(read, **arguments)
        return partial(self._read, read, arguments)

    def _read(
        self, read: Callable[..., Response], arguments: Mapping[str, Any]
    ) -> Response:
        service: Service = arguments["service"]
        asked = Asked(
            service.publication,
            service.sequence(),
            read.__module__,
            read.__name__,
            {name: item for name, item in arguments.items() if name != "service"},
        )
        with self._lock:
            reader = self._free.pop()  # there is one: reads take turns
        try:
            return reader.ask(asked)
        finally:
            with self._lock:
                kept = reader in self.serving
                if kept:
                    self._free.append(reader)
            if not kept:
                reader.stop()

    @contextmanager
    def taking_up(self, publication: Publication) -> Iterator[None]:
        """Have new readers take up a publication beside the block, until both are done.

        The former ones read until then, and end after what they read. A reader that
        fails tries again when it is asked to read.
        """
        thread = threading.Thread(target=self._take_up, args=(publication,))
        thread.start()
        try:
            yield
        finally:
            thread.join()

    def _take_up(self, publication: Publication) -> None:
        for place in range(len(self.serving)):
            coming = self._new()
            with self._lock:
                if self._stopped:
                    return
                self._coming = [coming]
            try:
                coming.ask(Asked(publication, publication.sequence))
            except (GraphError, ProblemError) as error:
                LOG.warning("reader not ready", reason=str(error))
            with self._lock:
                former, self.serving[place] = self.serving[place], coming
                idle = former in self._free
                if idle:
                    self._free.remove(former)
                self._free.append(coming)
            if idle:
                former.stop()

    def stop(self) -> None:
        """End them all, for good."""
        with self._lock:
            self._stopped = True
            known = [*self.serving, *self._coming]
        for reader in known:
            reader.stop()
