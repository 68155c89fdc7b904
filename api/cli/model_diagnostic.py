"""``suretynet model explain --diagnostic``: what a graph network's answer hangs on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from api.cli.context import print_table
from api.cli.output import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gnn.model import Model
    from gnn.second_scorer import SecondScorer


def network_of(model: Model) -> SecondScorer:
    """The network of a model, before anything is computed.

    Raises
    ------
    BadParameter
        The model has none.
    MissingExtraError
        The extra gnn is not installed here.
    """
    from gnn.extra import require_torch
    from gnn.second_scorer import SecondScorer

    scorer = SecondScorer.of(model)
    if scorer is None:
        raise typer.BadParameter(
            "the model has no graph network; expected one of model train --model both",
            param_hint="--diagnostic",
        )
    require_torch()
    return scorer


def print_gradients(told: Mapping[str, Any]) -> None:
    """Relations and the strongest edges."""
    say(
        f"{told['party_id']}, {told['label']}. Log-odds {told['logit']:+.3f}, without "
        f"any edge {told['without_edges']:+.3f}; {told['steps']} steps lose "
        f"{told['lost']:+.4f}."
    )
    print_table(
        "Relations",
        ("Relation", "Edges", "Log-odds", "Share"),
        [
            (item["relation"], f"{item['edges']:,}", f"{item['contribution']:+.3f}",
             f"{item['share']:.0%}")
            for item in told["relations"]
        ],
    )  # fmt: skip
    edges = sum(item["edges"] for item in told["relations"])
    print_table(
        f"The {len(told['edges'])} strongest of {edges:,} edges",
        ("Relation", "From", "To", "Log-odds"),
        [
            (item["relation"], item["source"]["id"], item["target"]["id"],
             f"{item['contribution']:+.3f}")
            for item in told["edges"]
        ],
    )  # fmt: skip
