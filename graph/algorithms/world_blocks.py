"""Samples of possible worlds: parameters, blocks of 64-bit words, error estimates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.kernels import hashing, worlds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.algorithms.loss_network import LossNetwork

LANES = 64
"""Worlds in a word; the number of worlds is rounded up to a multiple of it."""
Z95 = 1.96
"""Standard errors to either side of a 95 % interval."""


@dataclass(frozen=True, slots=True)
class WorldsSample:
    """Which worlds are drawn: everything that decides the result besides the network.

    Attributes
    ----------
    n_worlds
        At least this many; rounded up to a multiple of 64 (128 at least with a
        common factor, whose error needs two words).
    seed
        0 to 2**64 - 1.
    rho
        Share in [0, 1) of a firm's own risk that is the common factor's; 0 is none.
    """

    n_worlds: int = 10_000
    seed: int = 0
    rho: float = 0.0

    def __post_init__(self) -> None:
        if self.n_worlds < 1:
            raise ValueError(f"n_worlds is {self.n_worlds}, expected at least 1")
        if not 0 <= self.seed < 2**64:
            raise ValueError(f"seed is {self.seed}, expected 0 to 2**64 - 1")
        if not 0.0 <= self.rho < 1.0:
            raise ValueError(f"rho is {self.rho}, expected in [0, 1)")

    @property
    def n_words(self) -> int:
        """Words of 64 worlds that are drawn."""
        return max(-(-self.n_worlds // LANES), 2 if self.rho > 0.0 else 1)


@hashing.modular()
def draw_alone(
    states: NDArray[np.uint64],
    first_word: int,
    network: LossNetwork,
    sample: WorldsSample,
) -> None:
    """Fill a block (n, width) with the failures that need no other firm.

    With a common factor M, p given M = Phi((Phi^-1(p) - sqrt(rho) M) / sqrt(1 - rho));
    it acts on own failures only, guarantees pass distress on as without it.

    References
    ----------
    Vasicek, "Loan portfolio value", Risk 15(12), 2002, eq. (3).
    """
    block = worlds.Block(states, first_word, np.uint64(sample.seed))
    if sample.rho == 0.0:
        worlds.draw_own_failures(block, network.p_self, network.node_key)
        return
    from scipy.special import ndtri

    factor = ndtri(worlds.factor_positions(sample.n_words, block.seed))
    scale = np.sqrt(1.0 - sample.rho)
    worlds.draw_own_failures_given_factor(
        block,
        ndtri(network.p_self) / scale,
        np.sqrt(sample.rho) / scale * factor,
        network.node_key,
    )


@hashing.modular()
def propagate_failures(
    states: NDArray[np.uint64],
    first_word: int,
    network: LossNetwork,
    sample: WorldsSample,
) -> None:
    """Turn a block of own failures into all failures, in place."""
    block = worlds.Block(states, first_word, np.uint64(sample.seed))
    worlds.propagate_failures(block, losses_of(network))


def losses_of(network: LossNetwork) -> worlds.Losses:
    """The arrays of a network as its kernels take them."""
    return worlds.Losses(
        network.indptr,
        network.indices,
        network.p_edge,
        network.component,
        network.node_key,
    )


def increment_variance(
    worlds_hit: NDArray[np.int64], squares: NDArray[np.int64], sample: WorldsSample
) -> NDArray[np.float64]:
    """Variance of a share of worlds: binomial, or by word with a common factor.

    Parameters
    ----------
    worlds_hit
        Worlds counted, of all worlds of the sample.
    squares
        Sum of squared differences of neighbouring words' counts; unused without a
        common factor.
    sample
        What was drawn.

    Returns
    -------
    numpy.ndarray
        Same shape.

    References
    ----------
    Wolter, "Introduction to variance estimation", 2007, section 8.2,
    estimator v2.
    """
    n_words = sample.n_words
    if sample.rho > 0.0:
        return squares / (2.0 * LANES**2 * n_words * (n_words - 1))
    share = worlds_hit / (n_words * LANES)
    return share * (1.0 - share) / (n_words * LANES)


def wilson_interval(
    share: NDArray[np.float64], n_worlds: int, z: float = Z95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Bounds of the probability behind a share of independent worlds.

    Neither bound is the share itself where it is 0 or 1.

    References
    ----------
    Wilson, "Probable inference, the law of succession, and statistical inference",
    Journal of the American Statistical Association 22, 1927.

    Examples
    --------
    >>> low, high = wilson_interval(np.array([0.0]), 10_000)
    >>> low.tolist(), high.round(6).tolist()
    ([0.0], [0.000384])
    """
    n = n_worlds
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    variance = share * (1 - share) / n + z * z / (4 * n * n)
    half = z * np.sqrt(variance) / (1 + z * z / n)
    return np.maximum(centre - half, 0.0), np.minimum(centre + half, 1.0)


def stated_error(
    se: NDArray[np.float64],
    increment: NDArray[np.float64],
    n_worlds: int,
    exposed: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """Standard errors, and where no world differed from another an honest bound.

    Such a sample has no spread to estimate an error from. `Z95` times the error
    stated instead reaches the farther bound of `wilson_interval`. With a common
    factor worlds are independent given its values, one in each stratum, so that the
    bound is that of their mean.

    Parameters
    ----------
    se, increment
        As `sample_worlds` gives them.
    n_worlds
        Worlds drawn.
    exposed
        Same shape; firms that another can bring down. An error of 0 stays for others.
    """
    low, high = wilson_interval(increment, n_worlds)
    bound = np.maximum(high - increment, increment - low) / Z95
    return np.where((se == 0.0) & exposed, bound, se)
