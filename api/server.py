"""The service as a process: what runs the application, and how threads share it."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING, Any

import uvicorn

from api.app import create_app
from api.connection import bounded

if TYPE_CHECKING:
    from api.settings import Settings

SWITCH_SECONDS = 0.0002
"""How long a thread that computes keeps the interpreter while another one wants it.

Python's own 5 ms are what a check would wait for at each of its steps while a heavy
read runs beside it.
"""
COLLECTIONS = (700, 10, 1_000)
"""Python's own, but the oldest generation a hundredth as often: a large page makes some
hundred thousand objects that reference counts set free, and looking at all of them
halts every thread for 50 ms."""


def run(settings: Settings) -> None:
    """Serve until the process is told to end."""
    sys.setswitchinterval(SWITCH_SECONDS)
    uvicorn.run(
        create_app(
            settings,
            on_taken_up=set_apart,
            apart=settings.heavy_apart,
        ),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        **connections(settings),
    )


def set_apart() -> None:
    """Have the collector pass over what is there now: it lives with the publication.

    It would look at all of it again and again, a quarter of a second each time in which
    no check is answered. What was set apart before may be garbage by now.
    """
    gc.set_threshold(*COLLECTIONS)
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def connections(settings: Settings) -> dict[str, Any]:
    """What the server is told of its connections: their limits, and no web sockets."""
    return {"http": bounded(settings), "ws": "none", "access_log": False}
