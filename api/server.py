"""The service as a process: what runs the application, and how threads share it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import uvicorn

from api.app import create_app
from api.collector import set_apart
from api.connection import bounded

if TYPE_CHECKING:
    from api.settings import Settings

SWITCH_SECONDS = 0.0002
"""How long a thread that computes keeps the interpreter while another one wants it.

Python's own 5 ms are what a check would wait for at each of its steps while a heavy
read runs beside it.
"""


def run(settings: Settings) -> None:
    """Serve until the process is told to end."""
    sys.setswitchinterval(SWITCH_SECONDS)
    uvicorn.run(
        create_app(settings, on_taken_up=set_apart),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        **connections(settings),
    )


def connections(settings: Settings) -> dict[str, Any]:
    """What the server is told of its connections: their limits, and no web sockets."""
    return {"http": bounded(settings), "ws": "none", "access_log": False}
