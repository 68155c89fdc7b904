"""Who computes now and who waits: reads take turns, so that the check never waits.

Python computes in one thread at a time. Many reads at once are not faster than one
after the other, but each of them would hold up the event loop, which answers the check;
as processes (`api.readers`) they would take its processors.
"""

from __future__ import annotations

from functools import wraps
from inspect import Parameter, signature
from typing import TYPE_CHECKING, Annotated, Any, ParamSpec, TypeVar

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import Depends, Request, Response

from api.errors import ProblemError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from api.readers import Readers

P = ParamSpec("P")
Found = TypeVar("Found")

URGENT_THREADS = 8
"""Checks that read the store at the same time."""
RETRY_SECONDS = 5
"""About one heavy read."""


class Turns:
    """At most so many reads at once, and so many that wait.

    Parameters
    ----------
    at_once
        Reads that are computed at the same time.
    waiting
        Reads that may wait for one of them to end.
    """

    def __init__(self, at_once: int, waiting: int) -> None:
        self._places = CapacityLimiter(at_once)
        self._threads = CapacityLimiter(at_once)
        self._urgent = CapacityLimiter(URGENT_THREADS)
        self._most = waiting

    @property
    def waiting(self) -> int:
        """Reads that wait."""
        return self._places.statistics().tasks_waiting

    async def now(self, read: Callable[[], Found]) -> Found:
        """Compute in a thread that no other read takes: what the check waits for."""
        return await run_sync(read, limiter=self._urgent)

    async def take(self, request: Request, read: Callable[[], Response]) -> Response:
        """Compute in a thread when it is this read's turn.

        Raises
        ------
        ProblemError
            429: too many wait. 499, which nobody sees: who asked is gone.
        """
        if self._places.available_tokens < 1 and self.waiting >= self._most:
            raise ProblemError(
                429,
                "too-many-heavy-reads",
                f"{self._most} pictures, reports and the like wait already; ask again "
                "later.",
                {"Retry-After": str(RETRY_SECONDS)},
            )
        async with self._places:
            if await request.is_disconnected():
                raise ProblemError(499, "client-gone", "Nobody waits for this answer.")
            return await run_sync(read, limiter=self._threads)


async def _turns(request: Request) -> Turns:
    turns: Turns = request.app.state.turns
    return turns


TurnsDep = Annotated[Turns, Depends(_turns)]


def heavy(read: Callable[P, Response]) -> Callable[..., Awaitable[Response]]:
    """A handler that takes its turn, after who asks is known."""

    @wraps(read)
    async def in_turn(request: Request, **arguments: Any) -> Response:
        turns = await _turns(request)
        readers: Readers = request.app.state.readers
        return await turns.take(request, readers.computing(read, arguments))

    own = signature(read)
    asked = Parameter("request", Parameter.POSITIONAL_OR_KEYWORD, annotation=Request)
    parameters = [asked, *own.parameters.values()]
    in_turn.__signature__ = own.replace(parameters=parameters)  # type: ignore[attr-defined] # what FastAPI reads
    return in_turn
