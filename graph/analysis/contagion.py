"""Default probability of every party, alone and with everyone it guarantees."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Self

import numpy as np  # noqa: TC002 - the hints of `ScoreFinding` are read at run time

from graph.analysis.answer import Completeness
from graph.analysis.credit_events import EVENT_DAYS, EVENT_PD
from graph.analysis.entry import Analysis
from graph.analysis.own_probability import own_probabilities
from graph.analysis.receipt import Issuer, Receipt, stage
from graph.analysis.tables import findings_schema
from graph.engines.local import LOCAL
from graph.stores.graph_views import PropertyView

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.algorithms.loss_network import LossNetwork
    from graph.engines.base import Engine
    from graph.progress import Progress
    from graph.snapshot import Snapshot

VERSION = "2"

GRADE_PD: dict[str, float] = {
    "AAA": 0.0004,
    "AA+": 0.0008,
    "AA": 0.0015,
    "AA-": 0.003,
    "A+": 0.006,
    "A": 0.01,
    "A-": 0.015,
    "BBB+": 0.02,
    "BBB": 0.03,
    "BBB-": 0.04,
    "BB+": 0.055,
    "BB": 0.07,
    "BB-": 0.085,
    "B+": 0.1,
    "B": 0.12,
    "B-": 0.17,
    "CCC": 0.25,
    "CC": 0.4,
    "C": 0.6,
    "D": 1.0,
}
"""12-month default probability by grade: a judgement to be replaced by the bank's
own table, not a published one. A grade that is missing here counts as not rated."""


@dataclass(frozen=True, slots=True)
class ContagionParameters:
    """What a contagion run depends on besides the facts.

    Every default here is a judgement, to be calibrated on observed defaults. `lam`,
    `sigma`, `horizon` and `default_pass_through` are those of `PassThroughSettings`;
    `rho` is the share of a firm's own risk that is common to all. With `events`, risk
    events and the ledger's grades raise own probabilities by the tables `event_pd` and
    `event_days` (`graph.analysis.credit_events`); without, ratings alone decide.
    """

    n_worlds: int = 10_000
    seed: int = 7
    rho: float = 0.0
    lam: float = 0.7
    sigma: float = 0.30
    horizon: float = 1.0
    default_self_pd: float = 0.02
    default_pass_through: float = 0.5
    grade_pd: Mapping[str, float] = field(default_factory=lambda: dict(GRADE_PD))
    events: bool = True
    event_pd: Mapping[str, float] = field(default_factory=lambda: dict(EVENT_PD))
    event_days: Mapping[str, int] = field(default_factory=lambda: dict(EVENT_DAYS))

    @classmethod
    def of_receipt(cls, receipt: Mapping[str, Any]) -> Self:
        """The parameters that a receipt of scores states.

        One of version 1 has no word on events: those scores left them out.
        """
        stated = dict(receipt["parameters"])
        stated.setdefault("events", False)
        return cls(**stated)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The loss network of a snapshot with the quality of every probability.

    `pass_quality` (`PassThroughQuality`) and `pair`, the guarantor-debtor pair number,
    are aligned with the network's edges; `self_quality` (`SelfPdQuality`) with its
    nodes.
    """

    network: LossNetwork
    self_quality: NDArray[np.int8]
    pass_quality: NDArray[np.int8]
    pair: NDArray[np.int32]


def network_inputs(snapshot: Snapshot, parameters: ContagionParameters) -> Inputs:
    """The snapshot's guarantee pairs in loss direction, with their probabilities.

    The call of a pair is its effective amount, whatever the kind of liability: a
    general guarantor pays later, not less.
    """
    from graph.algorithms.loss_network import LossNetwork
    from graph.algorithms.passthrough import (
        Balance,
        PassThroughSettings,
        pass_through,
    )

    figures, reverse = snapshot.figures, snapshot.pairs.reverse
    own, own_quality = own_probabilities(snapshot, parameters)
    guarantor = reverse.indices
    passed, quality = pass_through(
        snapshot.pairs.effective[reverse.edge],
        own[guarantor],
        Balance(
            liabilities=figures.total_liabilities[guarantor],
            net_assets=figures.net_assets[guarantor],
            registered_capital=figures.registered_capital[guarantor],
        ),
        PassThroughSettings(
            lam=parameters.lam,
            sigma=parameters.sigma,
            horizon=parameters.horizon,
            unknown=parameters.default_pass_through,
        ),
    )
    network = LossNetwork(
        indptr=reverse.indptr,
        indices=guarantor,
        p_edge=passed,
        p_self=own,
        component=snapshot.component,
        node_key=snapshot.party_key,
    )
    return Inputs(network, own_quality, quality, reverse.edge)


@dataclass(frozen=True, slots=True)
class ContagionResult:
    """Arrays by party number, shape (n_parties,), probabilities over 12 months.

    `pd = self_pd + increment`; `error` is the standard error of both `pd` and
    `increment`, or a bound in its place where contagion may be but was not seen
    (`stated_error`): only where none can be it is 0.
    """

    self_pd: NDArray[np.float64]
    self_quality: NDArray[np.int8]
    pd: NDArray[np.float64]
    increment: NDArray[np.float64]
    error: NDArray[np.float64]
    n_worlds: int
    receipt: Receipt
    completeness: Completeness


def default_probabilities(
    snapshot: Snapshot,
    parameters: ContagionParameters | None = None,
    *,
    engine: Engine = LOCAL,
    progress: Progress | None = None,
) -> ContagionResult:
    """Possible-world default probabilities of all parties of a snapshot.

    Distress travels from debtor to guarantor. The fixed-point recursion is never
    used: inside a circle it counts echoes of a firm's own failure.

    Notes
    -----
    O(worlds / 64 * (n + m)) time, 256 n bytes of working memory.
    """
    from graph.algorithms.world_blocks import WorldsSample, stated_error

    chosen = parameters or ContagionParameters()
    issuer = Issuer("pd", VERSION, snapshot, chosen, engine)
    inputs = network_inputs(snapshot, chosen)
    sample = WorldsSample(chosen.n_worlds, chosen.seed, chosen.rho)
    with stage(progress, "worlds") as report:
        worlds = engine.worlds(inputs.network, sample, progress=report)
    arrays = (
        inputs.network.p_self,
        inputs.self_quality,
        worlds.pd,
        worlds.increment,
        worlds.se,
    )
    return ContagionResult(
        self_pd=inputs.network.p_self,
        self_quality=inputs.self_quality,
        pd=worlds.pd,
        increment=worlds.increment,
        error=stated_error(
            worlds.se, worlds.increment, worlds.n_worlds, inputs.network.exposed
        ),
        n_worlds=worlds.n_worlds,
        receipt=issuer.seal(b"".join(array.tobytes() for array in arrays)),
        completeness=Completeness.whole(snapshot.n_parties),
    )


@dataclass(frozen=True, slots=True)
class ScoreFinding:
    """A row of the table ``score``, with the figures of `ContagionResult`."""

    party_id: str
    self_pd: float
    self_quality: np.int8
    pd: float
    increment: float
    error: float


SCORE_COLUMNS = tuple(
    item.name for item in fields(ScoreFinding) if item.name != "party_id"
)
"""Figures of each party: arrays of `ContagionResult` and of the findings."""


def score_table(snapshot: Snapshot, scores: ContagionResult) -> pa.Table:
    """Table ``score``: one row per party in party number order."""
    import pyarrow as pa

    figures = [getattr(scores, name) for name in SCORE_COLUMNS]
    return pa.table(
        [snapshot.ids("party"), *figures], schema=findings_schema(ScoreFinding)
    )


def _run(
    snapshot: Snapshot,
    parameters: Mapping[str, Any],
    engine: Engine,
    progress: Progress | None = None,
) -> ContagionResult:
    chosen = ContagionParameters(**parameters)
    return default_probabilities(snapshot, chosen, engine=engine, progress=progress)


PD = Analysis(
    "pd",
    VERSION,
    _run,
    tables={"score": PropertyView("Party", "party_id", SCORE_COLUMNS)},
    findings=lambda snapshot, results: {"score": score_table(snapshot, results["pd"])},
)
