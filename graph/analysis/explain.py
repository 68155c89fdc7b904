"""Why a party has its score: causes, debtors, paths and what-ifs that add up."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.algorithms.attribution import attribute_increment
from graph.algorithms.exact import exact_default_probability
from graph.algorithms.passthrough import SelfPdQuality
from graph.algorithms.world_blocks import WorldsSample, stated_error
from graph.analysis.amounts import stated
from graph.analysis.answer import Completeness, Reason, Sentence
from graph.analysis.bands import band_of
from graph.analysis.contagion import ContagionParameters, network_inputs
from graph.analysis.entry import Analysis
from graph.analysis.event_evidence import evidence_of, in_words, reason_of
from graph.analysis.explain_words import SELF_REASONS, reasons_of
from graph.analysis.receipt import Issuer, Receipt
from graph.analysis.shares import DebtorShare, Path, Share
from graph.engines.local import LOCAL
from graph.errors import GraphTooLargeError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.algorithms.contribution import Attribution
    from graph.analysis.contagion import Inputs
    from graph.analysis.event_evidence import Evidence
    from graph.analysis.published import Published
    from graph.engines.base import Engine
    from graph.progress import Progress
    from graph.snapshot import Snapshot

VERSION = "2"
EXACT_EDGES = 12
"""Uncertain guarantees up to which a score is enumerated too: a millisecond."""
_ADVICE = "Farther debtors were left out, so every figure is a lower bound."


@dataclass(frozen=True, slots=True)
class ScoreExplanation:
    """A score whose parts by seed, by debtor and by path each sum to `increment`.

    `error` is that of `ContagionResult`.
    `exact_pd` is the enumerated probability where the ancestor graph is small enough.
    """

    party_id: str
    self_pd: float
    self_quality: int
    pd: float
    increment: float
    error: float
    band: int | None
    self_reason: Sentence
    n_worlds: int
    exact_pd: float | None
    by_seed: tuple[Share, ...]
    by_debtor: tuple[DebtorShare, ...]
    by_path: tuple[Path, ...]
    reasons: tuple[Reason, ...]
    receipt: Receipt
    completeness: Completeness


def explain_score(
    snapshot: Snapshot,
    inputs: Inputs,
    parameters: ContagionParameters,
    party_id: str,
) -> ScoreExplanation:
    """Explain one party's score in the worlds of the published run.

    Raises
    ------
    NotFoundError
        No such party in the snapshot.

    Notes
    -----
    O(worlds / 64 * edges among the ancestors), on demand for one party.
    """
    node = snapshot.number("party", party_id)
    stated = {**asdict(parameters), "party_id": party_id}
    issuer = Issuer("score", VERSION, snapshot, stated, LOCAL)
    sample = WorldsSample(parameters.n_worlds, parameters.seed, parameters.rho)
    found = attribute_increment(inputs.network, node, sample)
    by_debtor = _debtors(snapshot, inputs, found)
    by_seed = tuple(
        Share(_party(snapshot, share.node), share.contribution)
        for share in found.by_cause
    )
    by_path = tuple(
        Path(
            tuple(_party(snapshot, step) for step in path.nodes),
            path.contribution,
            path.probability,
        )
        for path in found.by_path
    )
    own, error = float(inputs.network.p_self[node]), _error(inputs, found)
    against = (
        evidence_of(snapshot, np.array([node], np.int32), parameters)
        if parameters.events
        else ()
    )
    result = (own, found.pd, found.increment, found.se, by_seed, by_debtor, by_path)
    return ScoreExplanation(
        party_id=party_id,
        self_pd=own,
        self_quality=int(inputs.self_quality[node]),
        pd=found.pd,
        increment=found.increment,
        error=error,
        band=band_of(found.pd),
        self_reason=_self_reason(inputs, node, against),
        n_worlds=found.n_worlds,
        exact_pd=_exact(inputs, node),
        by_seed=by_seed,
        by_debtor=by_debtor,
        by_path=by_path,
        reasons=reasons_of(
            snapshot,
            inputs,
            node,
            by_debtor,
            by_seed,
            events=(reason_of(item, party_id) for item in against),
            pd=found.pd,
            error=error,
        ),
        receipt=issuer.seal(result),
        completeness=Completeness.cut(
            found.explored, "ancestors" if found.truncated else "", advice=_ADVICE
        ),
    )


def _self_reason(inputs: Inputs, node: int, against: Sequence[Evidence]) -> Sentence:
    """Where the own probability came from: the worst event where one decides."""
    quality = SelfPdQuality(int(inputs.self_quality[node]))
    return (
        in_words(against[0])
        if quality is SelfPdQuality.EVENT
        else SELF_REASONS[quality]
    )


def _party(snapshot: Snapshot, number: int) -> str:
    return snapshot.node_id("party", number)


def _error(inputs: Inputs, found: Attribution) -> float:
    """The published error of the party's score."""
    stated = stated_error(
        np.array([found.se]),
        np.array([found.increment]),
        found.n_worlds,
        inputs.network.exposed[[found.node]],
    )
    return float(stated[0])


def _exact(inputs: Inputs, node: int) -> float | None:
    try:
        return exact_default_probability(
            inputs.network, node, max_uncertain=EXACT_EDGES
        )
    except GraphTooLargeError:
        return None


def _debtors(
    snapshot: Snapshot, inputs: Inputs, found: Attribution
) -> tuple[DebtorShare, ...]:
    without = {item.debtor: item for item in found.counterfactuals}
    shares = {item.node: item.contribution for item in found.by_debtor}
    rows = []
    for debtor, item in without.items():
        amount = snapshot.pairs.effective[inputs.pair[item.edge]]
        rows.append(
            DebtorShare(
                party_id=_party(snapshot, debtor),
                contribution=shares.get(debtor, 0.0),
                amount=stated(amount),
                pass_through=float(inputs.network.p_edge[item.edge]),
                quality=int(inputs.pass_quality[item.edge]),
                pd_without=item.pd_without,
                reduction=item.reduction,
            )
        )
    return tuple(sorted(rows, key=lambda row: (-row.contribution, row.party_id)))


def _run(
    snapshot: Snapshot,
    parameters: Mapping[str, Any],
    engine: Engine,  # noqa: ARG001 - one party's worlds are always drawn here
    progress: Progress | None = None,  # noqa: ARG001 - it is short
) -> ScoreExplanation:
    others = dict(parameters)
    party_id = others.pop("party_id")
    chosen = ContagionParameters(**others)
    inputs = network_inputs(snapshot, chosen)
    return explain_score(snapshot, inputs, chosen, party_id)


def _warm_up(published: Published) -> None:
    if published.snapshot.n_parties:
        worst = int(np.argmax(published.findings.increment))
        published.explain(published.snapshot.node_id("party", worst))


SCORE = Analysis("score", VERSION, _run, warm_up=_warm_up)
