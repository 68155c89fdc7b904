"""The truth of a generated economy that answers are compared with."""

from __future__ import annotations

import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.context import show
from api.data_dir import PlantedPayments

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graph.analysis.pattern_truth import HitsComparison
    from graph.analysis.ring_truth import RingComparison

TruthOption = Annotated[
    Path | None,
    typer.Option(help="truth.json of a generated economy to compare with."),
]


_ITEM = re.compile(r"(\w+)\.(\d+)(?:\.([\w.]+))?: ")


def _counted(place: re.Match[str]) -> str:
    """A place in a list as people count."""
    name, item, field = place.groups()
    return f"{name}, item {int(item) + 1}, {field or 'the whole'}: "


@contextmanager
def planted_payments(path: Path) -> Iterator[dict[str, Any]]:
    """What a truth says of payments.

    Raises
    ------
    typer.BadParameter
        It is none; file, list and item are named.
    StateFileError
        It is found to be of another economy meanwhile.
    """
    from graph.analysis.ring_truth import ForeignTruthError
    from graph.errors import StateFileError
    from graph.state_file import read_state

    remedy = "give the truth.json of the bundle that was loaded"
    try:
        planted = read_state(path, PlantedPayments, remedy)
    except StateFileError as error:
        said = _ITEM.sub(_counted, str(error))
        raise typer.BadParameter(said, param_hint="--truth") from error
    try:
        yield dict(planted)
    except ForeignTruthError as error:
        raise StateFileError(str(path), str(error), remedy) from error


def show_compared(
    page: object,
    compared: RingComparison | HitsComparison | None,
    *,
    as_json: bool,
    table: Callable[[], None],
) -> None:
    """Show what was found and, where there is a truth, how it compares with that.

    Raises
    ------
    typer.Exit
        With 1: they are not equal.
    """
    from graph.analysis.serialization import as_json as plain

    answer = plain(page) | ({} if compared is None else {"truth": plain(compared)})
    show(answer, as_json=as_json, table=table)
    if compared is not None and not compared.equal:
        raise typer.Exit(1)
