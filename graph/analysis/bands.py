"""Risk bands by 12-month default probability."""

from __future__ import annotations

import math

from graph.analysis.answer import Sentence

BANDS: tuple[tuple[int, Sentence, float, float], ...] = (
    (1, Sentence("Low", "低"), 0.0, 0.01),
    (2, Sentence("Guarded", "关注"), 0.01, 0.03),
    (3, Sentence("Elevated", "偏高"), 0.03, 0.06),
    (4, Sentence("High", "高"), 0.06, 0.10),
    (5, Sentence("Severe", "严重"), 0.10, 1.0),
)
"""Risk bands by 12-month default probability. The edges are a judgement, not law."""


def band_of(pd: float | None) -> int | None:
    """Band of a default probability; not scored has none.

    Examples
    --------
    >>> band_of(0.0), band_of(0.01), band_of(0.5), band_of(None)
    (1, 2, 5, None)
    """
    if pd is None or math.isnan(pd):
        return None
    return next((band for band, _, _, end in BANDS if pd < end), len(BANDS))
