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

SEED_ERRORS = 1.96 * math.sqrt(2.0)
"""Standard errors within which another seed's estimate lies in 95 % of cases: the
difference of two independent estimates has sqrt(2) times the error of one."""


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


def band_start(band: int) -> float:
    """Least default probability of a band.

    Examples
    --------
    >>> band_start(1), band_start(3)
    (0.0, 0.03)
    """
    return BANDS[band - 1][2]


def bands_of(
    pd: float | None, error: float, self_pd: float = 0.0
) -> tuple[int | None, int | None]:
    """Lowest and highest band that the estimate of another seed may well fall into.

    Parameters
    ----------
    error
        Standard error of `pd`.
    self_pd
        The part of `pd` that is known and not estimated: no seed goes below it.

    Examples
    --------
    >>> bands_of(0.0999, 0.001), bands_of(0.0999, 0.0), bands_of(None, 0.0)
    ((4, 5), (4, 4), (None, None))
    """
    if pd is None or math.isnan(pd):
        return None, None
    reach = SEED_ERRORS * error
    low = min(pd, max(pd - reach, self_pd))
    return band_of(low), band_of(min(pd + reach, 1.0))
