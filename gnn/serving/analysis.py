"""Scores that flag firms as an analysis: published with a snapshot, and replayed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.analysis.entry import Analysis
from graph.analysis.model_findings import NAME, TABLES
from graph.analysis.receipt import Issuer, Receipt

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa

    from graph.engines.base import Engine
    from graph.progress import Progress
    from graph.snapshot import Snapshot

VERSION = "2"
BANDS = (0.01, 0.03, 0.10, 0.30)
"""Least chance of the bands 2 to 5: a judgement, not a law."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreParameters:
    """What scores depend on beside the snapshot.

    Attributes
    ----------
    model_id
        A model of the data folder in which the snapshot lies; None: rules flag.
    bands
        Ascending, in (0, 1).
    rules
        Version of the rules.
    network
        Device on which the model's network scores, cpu or cuda; None: it does not,
        since the model has none or the extra gnn is not installed.
    """

    model_id: str | None = None
    network: str | None = None
    bands: tuple[float, ...] = BANDS
    rules: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScoredFirms:
    """Findings by name, with their receipt."""

    tables: Mapping[str, pa.Table]
    receipt: Receipt


def current(parameters: Mapping[str, Any]) -> ScoreParameters:
    """Parameters of this release's rules, unless they name others.

    Raises
    ------
    ReplayError
        The rules are of another version.
    """
    from gnn.rules import VERSION as RULES_VERSION
    from graph.errors import ReplayError

    given = ScoreParameters(**{"rules": RULES_VERSION} | dict(parameters))
    if given.rules != RULES_VERSION:
        raise ReplayError(f"rules of version {given.rules}; here is {RULES_VERSION}")
    return given


def run(
    snapshot: Snapshot,
    parameters: Mapping[str, Any],
    engine: Engine,
    progress: Progress | None = None,
) -> ScoredFirms:
    """Flag the firms of a snapshot.

    Raises
    ------
    ReplayError
        The model is not in the data folder, or the rules are of another version.
    ModelFileError
        The model was changed.
    """
    from gnn.serving.by_model import model_tables
    from gnn.serving.by_rules import rule_tables
    from gnn.serving.model_directory import ModelDirectory
    from graph.analysis.receipt import stage

    given = current(parameters)
    issuer = Issuer(NAME, VERSION, snapshot, given, engine)
    if given.model_id is None:
        with stage(progress, "rules"):
            tables = rule_tables(snapshot)
    else:
        model = ModelDirectory.beside(snapshot).open(given.model_id)
        tables = model_tables(
            snapshot, model, given.bands, progress, device=given.network
        )
    return ScoredFirms(tables=tables, receipt=issuer.seal(b"\0".join(_pieces(tables))))


def _pieces(tables: Mapping[str, pa.Table]) -> Iterator[bytes]:
    """The bytes of every column, and of what is null in it."""
    for name, table in tables.items():
        yield f"{name} {table.num_rows} {','.join(table.column_names)}".encode()
        for column in table.columns:
            values = column.to_numpy(zero_copy_only=False)
            if values.dtype == object:
                yield "\1".join(
                    "\2" if text is None else text for text in values
                ).encode()
            else:
                yield np.ascontiguousarray(values).tobytes()


MODEL_SCORE = Analysis(
    NAME,
    VERSION,
    run,
    tables=TABLES,
    findings=lambda _, results: results[NAME].tables,
)
