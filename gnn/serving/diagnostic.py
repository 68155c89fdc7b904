"""On which edges a network's score of a company hangs: a diagnostic, no evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gnn.features import build_features
from gnn.features.firms import Firms
from graph.analysis.receipt import stage
from graph.errors import NotFoundError

if TYPE_CHECKING:
    from gnn.model import Model
    from gnn.second_scorer import SecondScorer
    from graph.progress import Progress
    from graph.snapshot import Snapshot


def gradients(
    snapshot: Snapshot,
    model: Model,
    scorer: SecondScorer,
    party: str,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """What a company's log-odds by the network hang on, as JSON keeps it.

    Raises
    ------
    NotFoundError
        No company is known by that id.
    """
    firms = Firms(snapshot)
    row = int(firms.row[snapshot.number("party", party)])
    if row < 0:
        raise NotFoundError("company", party)
    features = build_features(firms, model.schema.groups, progress)
    with stage(progress, "graph network"):
        return {"party_id": party, **scorer.gradients(firms, features, row)}
