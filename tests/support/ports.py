"""Ports for the servers that tests start."""

from __future__ import annotations

import socket


def free_port() -> int:
    """Port of this machine that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
