"""Options that searches for money rings share."""

from __future__ import annotations

from typing import Annotated

import typer

MinLengthOption = Annotated[int, typer.Option(help="Fewest transfers.")]
MaxLengthOption = Annotated[int, typer.Option(help="Most transfers, up to 16.")]
GapOption = Annotated[float, typer.Option(help="Most days from hop to hop.")]
WindowOption = Annotated[float, typer.Option(help="Most days from first to last.")]
KeepOption = Annotated[float, typer.Option(help="Least part that a hop passes on.")]
GainOption = Annotated[float, typer.Option(help="Most that a hop passes on.")]
NoConservationOption = Annotated[
    bool, typer.Option("--no-conservation", help="Amounts do not matter.")
]
RelatedHopOption = Annotated[
    bool, typer.Option("--related-hop", help="One hop joins related parties.")
]
MaxWorkOption = Annotated[int | None, typer.Option(help="Most transfers looked at.")]
PersonalOption = Annotated[
    bool,
    typer.Option(
        "--personal", help="Tell reasons, and what was said of natural persons, too."
    ),
]
