"""``suretynet risk``: default probabilities over 12 months."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.context import (
    DataOption,
    JsonOption,
    StoreOption,
    opened,
    say_cut,
    settings_of,
    show,
)
from api.cli.output import say
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
    from graph.analysis.score import ScoreRecord
    from graph.analysis.scores import score_list

    settings = settings_of(store, data_dir)
    with opened(settings) as source:
        published = published_by(settings, source)
        found = score_list(published, party_ids or (), store=source, limit=limit)

    def table() -> None:
        print_scores("Scores" if party_ids else "Riskiest", found.scores)
        for item in found.scores:
            if isinstance(item, ScoreRecord):
                for reason in item.reasons:
                    say(f"  {reason.text.en}")
                say_cut(item.completeness)

    show(found, as_json=as_json, table=table)
