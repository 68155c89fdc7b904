"""Own default probabilities of firms, and pass-through probabilities of guarantees.

Where the data for the better model are missing the next one is used, and a flag says
which one it was. The default settings are judgement and stand until they are fitted
on observed failures.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class PassThroughQuality(IntEnum):
    """What a pass-through probability rests on, best first."""

    STRUCTURAL = 0
    """Liabilities and own default probability."""
    NET_ASSETS = 1
    """Call against net assets."""
    REGISTERED_CAPITAL = 2
    """Call against registered capital: low quality, paid in or not is unknown."""
    SETTING = 3
    """No figures: the setting."""
    NO_CALL = 4
    """Nothing can be called: no distress passes, whatever the figures."""


class SelfPdQuality(IntEnum):
    """What an own default probability rests on; all but the last, best first."""

    EXPLICIT = 0
    """Given for the firm."""
    RATING = 1
    """Its rating grade and the grade's table."""
    SETTING = 2
    """Neither known: the setting."""
    EVENT = 3
    """A risk event or a loan's grade, which says worse than those."""


@dataclass(frozen=True, slots=True)
class PassThroughSettings:
    """Parameters of the pass-through models; all defaults are judgement.

    Attributes
    ----------
    lam
        Lambda > 0 of the net asset model; 0.7 makes a call as large as the net
        assets pass on with probability 0.50.
    sigma
        Yearly volatility of assets, > 0.
    horizon
        Years, > 0.
    unknown
        Probability in [0, 1] where no figures are known; that of a call as large as
        the net assets.
    """

    lam: float = 0.7
    sigma: float = 0.30
    horizon: float = 1.0
    unknown: float = 0.5

    def __post_init__(self) -> None:
        for name in ("lam", "sigma", "horizon"):
            if not getattr(self, name) > 0.0:
                raise ValueError(f"{name} is {getattr(self, name)}, expected above 0")
        _check_probabilities("unknown", np.array([self.unknown]))


@dataclass(frozen=True, slots=True, eq=False)
class Balance:
    """Figures of the guarantor of each edge; float64, (m,), NaN where not collected.

    All in one currency. Net assets may be negative; then any call passes on.
    """

    liabilities: NDArray[np.float64]
    net_assets: NDArray[np.float64]
    registered_capital: NDArray[np.float64]


def pass_through(
    call: NDArray[np.float64],
    p_self: NDArray[np.float64],
    balance: Balance,
    settings: PassThroughSettings | None = None,
) -> tuple[NDArray[np.float64], NDArray[np.int8]]:
    """Probability that the guarantor of each edge fails because its debtor does.

    Three models in turn, each where its figures are known: structural, call against
    net assets (or, failing that, registered capital), the setting. An unknown call
    leaves the setting only; a call known to be 0 passes nothing on.

    Parameters
    ----------
    call
        Shape (m,). Amount called if the debtor fails, >= 0, NaN if unknown.
    p_self
        Shape (m,). Own default probability of the guarantor, in [0, 1].
    balance
        Figures of the guarantor, in the currency of `call`.
    settings
        Parameters; the defaults if absent.

    Returns
    -------
    probability : numpy.ndarray
        float64, (m,), in [0, 1].
    quality : numpy.ndarray
        int8, (m,), values of `PassThroughQuality`.

    Raises
    ------
    ValueError
        A call is negative, or an own default probability is not in [0, 1].

    Notes
    -----
    Structural, with L the liabilities and c the call: PD(L + c) = Phi(Phi^-1(p_self) +
    ln(1 + c / L) / (sigma sqrt(T))), so that PD(L) = p_self; the edge carries only the
    increment, (PD(L + c) - PD(L)) / (1 - PD(L)). Net assets NA: 1 - exp(-lam c / NA),
    which is 1 where NA <= 0.

    References
    ----------
    Merton, "On the pricing of corporate debt", Journal of Finance 29(2), 1974: the
    distance to default, with the drift eliminated by PD(L) = p_self.

    Examples
    --------
    >>> figures = Balance(*(np.array([x]) for x in (np.nan, 100.0, np.nan)))
    >>> p, quality = pass_through(np.array([100.0]), np.array([0.02]), figures)
    >>> round(float(p[0]), 4), PassThroughQuality(quality[0]).name
    (0.5034, 'NET_ASSETS')
    """
    settings = settings or PassThroughSettings()
    _check_probabilities("p_self", p_self)
    if np.any(call < 0.0):
        raise ValueError(f"call has the negative value {np.nanmin(call)}")
    probability = np.full(call.shape, settings.unknown)
    quality = np.full(call.shape, PassThroughQuality.SETTING, dtype=np.int8)
    known = ~np.isnan(call)

    by_capital = known & (balance.registered_capital > 0.0)
    by_assets = known & ~np.isnan(balance.net_assets)
    by_structure = known & (balance.liabilities > 0.0)
    for model, cushion, where in (
        (PassThroughQuality.REGISTERED_CAPITAL, balance.registered_capital, by_capital),
        (PassThroughQuality.NET_ASSETS, balance.net_assets, by_assets),
    ):
        probability[where] = _by_cushion(call[where], cushion[where], settings.lam)
        quality[where] = model
    probability[by_structure] = _structural(
        call[by_structure] / balance.liabilities[by_structure],
        p_self[by_structure],
        settings,
    )
    quality[by_structure] = PassThroughQuality.STRUCTURAL
    nothing = call == 0.0
    probability[nothing] = 0.0
    quality[nothing] = PassThroughQuality.NO_CALL
    return probability, quality


def self_probability(
    self_pd: NDArray[np.float64],
    grade: NDArray[np.int32],
    grade_pd: NDArray[np.float64],
    unknown: float = 0.02,
) -> tuple[NDArray[np.float64], NDArray[np.int8]]:
    """Own default probability of each firm, from the best source there is.

    Parameters
    ----------
    self_pd
        Shape (n,). Given for the firm, in [0, 1], NaN if not.
    grade
        Shape (n,). Row of the firm's rating grade in `grade_pd`, -1 if not rated.
    grade_pd
        Shape (grades,). Default probability of each grade, NaN if not in the table.
    unknown
        Used where neither is known; the default is judgement.

    Returns
    -------
    probability : numpy.ndarray
        float64, (n,), in [0, 1].
    quality : numpy.ndarray
        int8, (n,), values of `SelfPdQuality`.

    Raises
    ------
    ValueError
        A probability is outside [0, 1], or a grade is not a row of the table.

    Examples
    --------
    >>> p, quality = self_probability(
    ...     np.array([0.03, np.nan, np.nan]), np.array([0, 1, -1]), np.array([0.1, 0.2])
    ... )
    >>> p.tolist(), quality.tolist()
    ([0.03, 0.2, 0.02], [0, 1, 2])
    """
    for name, values in (
        ("self_pd", self_pd[~np.isnan(self_pd)]),
        ("grade_pd", grade_pd[~np.isnan(grade_pd)]),
        ("unknown", np.array([unknown])),
    ):
        _check_probabilities(name, values)
    if np.any(grade < -1) or np.any(grade >= grade_pd.size):
        raise ValueError(f"grade names a row outside [-1, {grade_pd.size})")
    # one row more, which grade -1 takes
    rated = np.append(grade_pd, np.nan)[grade]
    probability = np.where(np.isnan(self_pd), rated, self_pd)
    quality = np.where(
        np.isnan(self_pd), SelfPdQuality.RATING, SelfPdQuality.EXPLICIT
    ).astype(np.int8)
    missing = np.isnan(probability)
    probability[missing] = unknown
    quality[missing] = SelfPdQuality.SETTING
    return probability, quality


def _by_cushion(
    call: NDArray[np.float64], cushion: NDArray[np.float64], lam: float
) -> NDArray[np.float64]:
    """1 - exp(-lam call / cushion); without a cushion any call at all passes on."""
    positive = cushion > 0.0
    burden = np.divide(call, cushion, out=np.zeros_like(call), where=positive)
    return np.where(positive, -np.expm1(-lam * burden), np.where(call > 0.0, 1.0, 0.0))


def _structural(
    burden: NDArray[np.float64],
    p_self: NDArray[np.float64],
    settings: PassThroughSettings,
) -> NDArray[np.float64]:
    """(PD(L + c) - PD(L)) / (1 - PD(L)).

    0 for a firm that fails anyway, and for one that is infinitely far from default.
    Written as 1 - survival(L + c) / survival(L), which loses no digits near 1.
    """
    from scipy.special import ndtr, ndtri

    distance = -ndtri(p_self)
    step = np.log1p(burden) / (settings.sigma * np.sqrt(settings.horizon))
    alive = p_self < 1.0
    survival = np.divide(
        ndtr(distance - step), 1.0 - p_self, out=np.ones_like(p_self), where=alive
    )
    passed: NDArray[np.float64] = np.clip(1.0 - survival, 0.0, 1.0)
    return passed


def _check_probabilities(name: str, values: NDArray[np.float64]) -> None:
    """Refuse values that are not in [0, 1], NaN included."""
    wrong = values[~((values >= 0.0) & (values <= 1.0))]
    if wrong.size:
        raise ValueError(f"{name} has the value {wrong[0]}, expected in [0, 1]")
