"""Builds the next snapshot in a child process once an overlay has grown too long."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from api.settings import Settings

LOG = structlog.get_logger("suretynet.api.rebuild")


class Rebuild:
    """At most one build at a time; the watcher takes up what it publishes.

    The store's address and password travel in the environment, which other users of
    the machine cannot read, never on the command line.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._tried: int | None = None
        self.child: subprocess.Popen[bytes] | None = None

    @property
    def running(self) -> bool:
        """Whether a build is under way."""
        return self.child is not None and self.child.poll() is None

    def begin(self, sequence: int) -> None:
        """Start a build for this commit, unless one is under way or was tried."""
        if self.running or sequence == self._tried:
            return
        self._tried = sequence
        settings = self._settings
        environment = {
            **os.environ,
            "SURETYNET_STORE": settings.store_url,
            "SURETYNET_STORE_PASSWORD": settings.store_password.get_secret_value(),
            "SURETYNET_DATA_DIR": str(settings.data_dir),
            "SURETYNET_REPORTING_CURRENCY": settings.reporting_currency,
            "SURETYNET_N_WORLDS": str(settings.n_worlds),
            "SURETYNET_SEED": str(settings.seed),
            "SURETYNET_CREDIT_EVENTS": str(settings.credit_events),
            "SURETYNET_ENGINE": settings.engine,
        }
        LOG.info("rebuild started")
        self.child = subprocess.Popen(
            [sys.executable, "-m", "api.cli", "snapshot", "build", "--json"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def stop(self) -> None:
        """End a build that is under way; what is published stays."""
        if self.child is not None:
            self.child.terminate()
            self.child.wait()
