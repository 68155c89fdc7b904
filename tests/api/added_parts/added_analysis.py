"""An analysis: how many parties guarantees tie to each party."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.analysis.entry import Analysis, no_parameters
from graph.analysis.receipt import Issuer, Receipt
from graph.analysis.tables import findings_table
from graph.stores.graph_views import PropertyView

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.engines.base import Engine
    from graph.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Company:
    """A row of the table ``company``."""

    party_id: str
    tied: int


@dataclass(frozen=True, slots=True)
class CompanyResult:
    """Every party in number order."""

    rows: tuple[Company, ...]
    receipt: Receipt


def run(
    snapshot: Snapshot,
    parameters: Mapping[str, Any],
    engine: Engine,
    progress: object = None,
) -> CompanyResult:
    """Sizes of weak components."""
    no_parameters("company", parameters)
    issuer = Issuer("company", "1", snapshot, {}, engine)
    labels = engine.components(snapshot)
    tied = np.bincount(labels)[labels] - 1
    ids = snapshot.ids("party").to_pylist()
    rows = tuple(map(Company, ids, tied.tolist()))
    return CompanyResult(rows, issuer.seal(rows))


COMPANY = Analysis(
    "company",
    "1",
    run,
    tables={"company": PropertyView("Party", "party_id", ("tied",))},
    findings=lambda _, results: {
        "company": findings_table(Company, results["company"].rows)
    },
)
