"""Every analysis that issues receipts; whatever runs them by name looks here.

The engine that runs them has a name, too: `open_engine` is of `graph.engines`.

A new analysis is one file with an `Analysis` and one line in `ANALYSES`. Packages above
this one, such as learned scores, are entered by `register` when the program starts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.analysis import (
    account_analysis,
    circle_findings,
    communities,
    contagion,
    cycles,
    explain,
    pattern_findings,
    ring_findings,
    transfer_check,
)
from graph.engines import open_engine
from graph.errors import NotFoundError

if TYPE_CHECKING:
    from graph.analysis.entry import Analysis

__all__ = [
    "ANALYSES",
    "analysis_named",
    "open_engine",
    "published_analyses",
    "register",
]

ANALYSES: dict[str, Analysis] = {
    analysis.name: analysis
    for analysis in (
        circle_findings.CIRCLES,
        contagion.PD,
        explain.SCORE,
        cycles.CYCLES,
        communities.COMMUNITIES,
        ring_findings.RINGS,
        pattern_findings.PATTERNS,
        transfer_check.TRANSFER_CHECK,
        account_analysis.ACCOUNTS,
    )
}
"""Analyses by name, in the order in which they are published."""


def register(analysis: Analysis) -> None:
    """Enter an analysis of a package above this one."""
    ANALYSES[analysis.name] = analysis


def analysis_named(name: str) -> Analysis:
    """The analysis of that name.

    Raises
    ------
    NotFoundError
        There is none.
    """
    if name not in ANALYSES:
        raise NotFoundError("analysis", name)
    return ANALYSES[name]


def published_analyses() -> list[Analysis]:
    """Those whose findings are published with a snapshot."""
    return [analysis for analysis in ANALYSES.values() if analysis.findings]
