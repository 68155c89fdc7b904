"""What a generated economy hides, as models are judged by it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeVar

from gnn.errors import ModelInputError
from gnn.labels import Planted, PlantedScheme
from graph.errors import NotFoundError
from graph.instant import parse_instant

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ingest.synthetic.truth import Truth

Found = TypeVar("Found")

_HONEST = ("group", "circle_of_strangers")


def truth_day(folder: Path) -> date:
    """The last day of the economy whose truth lies beside a bundle.

    Raises
    ------
    NotFoundError
        There is no truth.
    ModelInputError
        It cannot be read, or is of another format.
    """
    return _read(folder, lambda truth: date.fromisoformat(truth.as_of))


def read_planted(folder: Path) -> Planted:
    """Schemes and honest groups of the truth beside a bundle.

    Raises
    ------
    NotFoundError
        There is no truth.
    ModelInputError
        It cannot be read, or is of another format.
    """
    return _read(folder, _planted)


def _read(folder: Path, use: Callable[[Truth], Found]) -> Found:
    from ingest.errors import FileFormatError
    from ingest.synthetic.truth import FILE, read_truth

    path = folder / FILE
    try:
        return use(read_truth(folder))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFoundError("truth of a generated economy", str(path)) from error
    except (FileFormatError, OSError, ValueError, KeyError, TypeError,
            AttributeError) as error:  # fmt: skip
        raise ModelInputError(
            str(path), "truth", f"not to be read: {error}", "what `generate` wrote"
        ) from error


def _planted(truth: Truth) -> Planted:
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
            controlled={part["party"]: part["how"] for part in item["controlled"]},
            incomplete=bool(item["missing"]),
        )
        for item in truth.schemes
    )
    honest = tuple(
        tuple(item["members"])
        for item in truth.lookalikes
        if item["pattern"] in _HONEST
    )
    return Planted(schemes, honest)
