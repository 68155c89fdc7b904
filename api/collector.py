"""When Python's garbage collector looks at what.

Reference counts free nearly everything at once. The collector only looks for what they
cannot free, and each look at all objects costs tens of milliseconds.
"""

from __future__ import annotations

import gc

SELDOM = (700, 10, 1_000)
"""Python's own thresholds, but the oldest generation a hundredth as often: a load and a
large page make some hundred thousand objects that reference counts set free."""


def collect_seldom() -> None:
    """Look at all objects a hundredth as often, until the process ends."""
    gc.set_threshold(*SELDOM)


def set_apart() -> None:
    """Have the collector pass over what is there now: it lives with the publication.

    It would look at all of it again and again, a quarter of a second each time in which
    no check is answered. What was set apart before may be garbage by now.
    """
    collect_seldom()
    gc.unfreeze()
    gc.collect()
    gc.freeze()
