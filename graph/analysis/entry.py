"""What the registry knows of an analysis."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from graph.analysis.receipt import Receipt
from graph.progress import Progress

if TYPE_CHECKING:
    import pyarrow as pa

    from graph.analysis.published import Published
    from graph.engines.base import Engine
    from graph.snapshot import Snapshot
    from graph.stores.graph_views import GraphView


class Result(Protocol):
    """What an analysis answers; its receipt makes it again."""

    @property
    def receipt(self) -> Receipt:
        """What the result came from."""


class Run(Protocol):
    """Runs an analysis with the parameters of a receipt."""

    def __call__(
        self,
        snapshot: Snapshot,
        parameters: Mapping[str, Any],
        engine: Engine,
        progress: Progress | None = None,
    ) -> Result:
        """Run it.

        Raises
        ------
        TypeError
            A parameter is unknown, or one is missing.
        """


@dataclass(frozen=True, slots=True)
class Analysis:
    """An analysis as publishing, replay, warm-up and the lists of findings use it.

    Attributes
    ----------
    name, version
        As receipts give them; the version changes with the meaning of a result.
    run
        From a snapshot and parameters to a result.
    tables
        Names of the tables to publish, each with what users of a graph database see
        of it, in an order in which each refers to earlier ones only. Rows are ids,
        texts and figures, amounts in the reporting currency, and nothing personal:
        whoever may read sees them.
    findings
        Those tables from the results of all published analyses by the analysis' name;
        None for an analysis that answers on demand only.
    warm_up
        Asks a published snapshot one question of this analysis, so that the first
        request finds its kernels compiled.
    """

    name: str
    version: str
    run: Run
    tables: Mapping[str, GraphView | None] = field(default_factory=dict)
    findings: Callable[[Snapshot, Mapping[str, Any]], Mapping[str, pa.Table]] | None = (
        None
    )
    warm_up: Callable[[Published], object] | None = None


def no_parameters(analysis: str, parameters: Mapping[str, Any]) -> None:
    """Refuse parameters where an analysis takes none.

    Raises
    ------
    TypeError
        There are some.
    """
    if parameters:
        raise TypeError(f"{analysis} takes no parameters, not {', '.join(parameters)}")
