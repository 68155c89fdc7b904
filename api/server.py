"""The service as a process: what runs the application, and how threads share it."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import uvicorn

from api.app import create_app
from api.collector import set_apart
from api.connection import bounded

if TYPE_CHECKING:
    from collections.abc import Callable
    from socket import socket

    from api.settings import Settings

SWITCH_SECONDS = 0.0002
"""How long a thread that computes keeps the interpreter while another one wants it.

Python's own 5 ms are what a check would wait for at each of its steps while a heavy
read runs beside it.
"""


class _Server(uvicorn.Server):
    """Says when it listens: a link that is opened sooner is refused."""

    def __init__(
        self, config: uvicorn.Config, on_listening: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._on_listening = on_listening

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._on_listening()


def run(settings: Settings, on_listening: Callable[[], None]) -> None:
    """Serve until the process is told to end.

    Raises
    ------
    SystemExit
        The port could not be had, or the application did not start.
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    config = uvicorn.Config(
        create_app(settings, on_taken_up=set_apart, apart=settings.heavy_apart),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        **connections(settings),
    )
    with suppress(KeyboardInterrupt):
        _Server(config, on_listening).run()


def connections(settings: Settings) -> dict[str, Any]:
    """What the server is told of its connections: their limits, and no web sockets."""
    return {"http": bounded(settings), "ws": "none", "access_log": False}
