"""Builds the next snapshot in a child process once an overlay has grown too long."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from typing import IO, TYPE_CHECKING

import structlog
from prometheus_client import Counter

if TYPE_CHECKING:
    from api.settings import Settings

LOG = structlog.get_logger("suretynet.api.rebuild")

RETRY_SECONDS = 5.0
"""Pause before a build that failed is tried again; doubled by each further failure."""
LONGEST_RETRY_SECONDS = 600.0
STOP_SECONDS = 10.0
"""How long a build may take to end when it is asked to; then it is killed."""
_SAID = 2_000
"""Characters of what a failed build said that go into the log."""

ENDED = Counter(
    "suretynet_rebuilds_total", "Builds in a child process, by how they ended.", ["end"]
)


class Rebuild:
    """At most one build at a time; the watcher takes up what it publishes.

    A build that fails or is killed is tried again, later each time. The store's address
    and password travel in the environment, which other users of the machine cannot
    read, never on the command line.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._built: int | None = None
        self._building: int | None = None
        self._failures = 0
        self._not_before = 0.0
        self._stopped = False
        self._messages: IO[bytes] | None = None
        self.child: subprocess.Popen[bytes] | None = None

    @property
    def running(self) -> bool:
        """Whether a build is under way."""
        return self.child is not None and self.child.poll() is None

    def begin(self, sequence: int) -> None:
        """Start a build for this commit, unless one is under way, was done or waits."""
        self.attend()
        early = time.monotonic() < self._not_before
        if self._stopped or self.running or early or sequence == self._built:
            return
        self._building = sequence
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
            "SURETYNET_MODEL_BANDS": str([*settings.model_bands]),
            **({"SURETYNET_MODEL": str(settings.model)} if settings.model else {}),
        }
        LOG.info("rebuild started", sequence=sequence, failures=self._failures)
        self._messages = tempfile.TemporaryFile()  # noqa: SIM115 - closed by attend
        self.child = subprocess.Popen(
            [sys.executable, "-m", "api.cli", "snapshot", "build", "--json"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._messages,
        )

    def attend(self) -> None:
        """See how a build ended, and say so in the log."""
        if self._messages is None or self.child is None or self.running:
            return
        with self._messages as file:
            file.seek(0)
            said = file.read().decode(errors="replace").strip()[-_SAID:]
        self._messages = None
        status = self.child.returncode
        if status == 0:
            self._built, self._failures, self._not_before = self._building, 0, 0.0
            LOG.info("rebuild ended", sequence=self._building)
        elif not self._stopped:
            pause = min(RETRY_SECONDS * 2**self._failures, LONGEST_RETRY_SECONDS)
            self._failures = min(self._failures + 1, 10)
            self._not_before = time.monotonic() + pause
            LOG.error("rebuild failed", status=status, again_in_s=pause, said=said)
        ENDED.labels("failed" if status else "built").inc()

    def stop(self) -> None:
        """End a build that is under way, for good; what is published stays."""
        self._stopped = True
        if self.child is not None:
            self.child.terminate()
            try:
                self.child.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.child.kill()
                self.child.wait()
        self.attend()
