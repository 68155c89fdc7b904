"""What the sources never collected: a tenth of the ties, unlike by source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.synthetic.streams import stream

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ingest.synthetic.options import EconomyOptions

_OF_SOURCE = {
    "demo-credit": 0.8,
    "demo-registry": 1.0,
    "demo-bank": 1.1,
    "demo-civil-affairs": 2.0,
}
"""How much each source misses, in shares of what the options say."""


def collected(
    seed: int, source: str, what: str, count: int, options: EconomyOptions
) -> NDArray[np.bool_]:
    """Which of a number of ties a source has; whose they are makes no difference."""
    random = stream(seed, f"missing {what}")
    kept: NDArray[np.bool_] = (
        random.random(count) >= options.missing_share * _OF_SOURCE[source]
    )
    return kept
