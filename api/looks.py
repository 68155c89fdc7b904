"""How keeping up with the store goes, for whoever asks and for metrics."""

from __future__ import annotations

import time
from dataclasses import dataclass

from prometheus_client import Counter, Gauge

STALE_SECONDS = 60.0
"""Age of the last look from which what is served may be out of date: two failures at
the longest pause. Judgement."""

LOOKED = Gauge(
    "suretynet_last_look_timestamp_seconds",
    "When the store was last looked at for a publication, without a failure.",
)
FAILED = Counter(
    "suretynet_look_failures_total", "Looks at the store that failed.", ["code"]
)


@dataclass(frozen=True, slots=True)
class Looks:
    """How keeping up with the store goes.

    Attributes
    ----------
    at
        Of the last look that did not fail, by the monotonic clock; None before.
    trouble
        Code of the failure since; empty where there is none.
    """

    at: float | None = None
    trouble: str = ""

    @property
    def age(self) -> float | None:
        """Seconds since the last look that did not fail."""
        return None if self.at is None else time.monotonic() - self.at

    @property
    def stale(self) -> bool:
        """Whether it is so old that what is served may be out of date."""
        return self.age is not None and self.age > STALE_SECONDS
