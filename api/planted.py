"""What a generated economy hides, as models are judged by it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from gnn.labels import Planted, PlantedScheme
from graph.instant import parse_instant

if TYPE_CHECKING:
    from pathlib import Path

_HONEST = ("group", "circle_of_strangers")


def truth_day(folder: Path) -> date:
    """The last day of the economy whose truth lies beside a bundle.

    Raises
    ------
    FileFormatError
        It is of another format.
    """
    from ingest.synthetic.truth import read_truth

    return date.fromisoformat(read_truth(folder).as_of)


def read_planted(folder: Path) -> Planted:
    """Schemes and honest groups of the truth beside a bundle.

    Raises
    ------
    FileFormatError
        It is of another format.
    """
    from ingest.synthetic.truth import read_truth

    truth = read_truth(folder)
    schemes = tuple(
        PlantedScheme(
            scheme_id=item["id"],
            pattern=item["pattern"],
            task=item["task"],
            joined={
                party: max(parse_instant(day), parse_instant(item["started_on"]))
                for party, day in zip(item["members"], item["joined_on"], strict=True)
            },
            discovered=parse_instant(item["discovered_on"]),
            confirmed=parse_instant(item["confirmed_on"]),
        )
        for item in truth.schemes
    )
    honest = tuple(
        tuple(item["members"])
        for item in truth.lookalikes
        if item["pattern"] in _HONEST
    )
    return Planted(schemes, honest)
