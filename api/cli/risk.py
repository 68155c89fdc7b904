"""``suretynet risk``: default probabilities over 12 months."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.context import (
    DataOption,
    JsonOption,
    StoreOption,
    opened,
    settings_of,
    show,
)
from api.cli.held import LimitOption, held_by, print_scores, score_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.held import Held

app = typer.Typer(help="Default probabilities.", no_args_is_help=True)


@app.command("pd")
def risk_pd(
    party_ids: Annotated[
        list[str] | None,
        typer.Argument(help="Parties to explain; none lists the riskiest."),
    ] = None,
    *,
    store: StoreOption = None,
    data_dir: DataOption = None,
    limit: LimitOption = 20,
    as_json: JsonOption = False,
) -> None:
    """Default probabilities over 12 months, alone and with contagion."""
    settings = settings_of(store, data_dir)
    with opened(settings) as source:
        held = held_by(settings, source)
    if not party_ids:
        rows = list(_riskiest(held, limit))
        answer = {"snapshot_id": held.findings.snapshot_id, "scores": rows}
        show(answer, as_json=as_json, table=lambda: print_scores("Riskiest", rows))
        return
    explained = [held.explain(party_id) for party_id in party_ids]
    answer = {
        "snapshot_id": held.findings.snapshot_id,
        "scores": [
            {**asdict(item), "receipt": item.receipt.to_dict()} for item in explained
        ],
    }
    rows = [score_row(held, party_id) for party_id in party_ids]

    def table() -> None:
        print_scores("Scores", rows)
        for item in explained:
            for reason in item.reasons:
                typer.echo(f"  {reason.text.en}")

    show(answer, as_json=as_json, table=table)


def _riskiest(held: Held, limit: int) -> Iterator[dict[str, Any]]:
    import numpy as np

    order = np.argsort(-held.findings.increment, kind="stable")[:limit]
    for number in order.tolist():
        yield score_row(held, held.snapshot.node_id("party", number))
