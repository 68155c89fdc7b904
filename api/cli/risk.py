"""``suretynet risk``: default probabilities over 12 months."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.context import (
    DataOption,
    JsonOption,
    StoreOption,
    opened,
    settings_of,
    show,
)
from api.cli.published import LimitOption, print_scores, published_by

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
    from graph.analysis.portfolio import riskiest_parties
    from graph.analysis.score import score_record

    settings = settings_of(store, data_dir)
    with opened(settings) as source:
        published = published_by(settings, source)
    if not party_ids:
        riskiest = riskiest_parties(published, limit)
        answer = {"snapshot_id": published.snapshot_id, "scores": riskiest}
        show(answer, as_json=as_json, table=lambda: print_scores("Riskiest", riskiest))
        return
    explained = [score_record(published, party_id) for party_id in party_ids]
    answer = {"snapshot_id": published.snapshot_id, "scores": explained}

    def table() -> None:
        print_scores("Scores", explained)
        for item in explained:
            for reason in item.reasons:
                typer.echo(f"  {reason.text.en}")

    show(answer, as_json=as_json, table=table)
