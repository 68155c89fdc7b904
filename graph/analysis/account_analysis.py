"""Figures of accounts from a receipt, with the searches shown beside them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from graph.analysis.account_money import (
    VERSION,
    AccountMoney,
    AccountTotals,
    account_money,
    account_totals,
)
from graph.analysis.entry import Analysis, no_parameters
from graph.analysis.published_run import beside

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.analysis.receipt import Receipt
    from graph.engines.base import Engine
    from graph.progress import Progress
    from graph.snapshot import Snapshot


def _run(
    snapshot: Snapshot,
    parameters: Mapping[str, Any],
    engine: Engine,
    progress: Progress | None = None,
) -> AccountTotals | AccountMoney:
    given = dict(parameters)
    account = given.pop("account", None)
    runs = given.pop("runs", {})
    no_parameters("accounts", given)
    found: AccountTotals | AccountMoney = (
        account_totals(snapshot, engine)
        if account is None
        else account_money(snapshot, account, engine)
    )
    again = [
        _again(name, run, snapshot, engine, progress) for name, run in runs.items()
    ]
    return replace(found, receipt=beside(found.receipt, again))


def _again(
    name: str,
    run: Mapping[str, Any],
    snapshot: Snapshot,
    engine: Engine,
    progress: Progress | None,
) -> Receipt:
    """The receipt of a search whose findings were shown beside the figures."""
    from graph.analysis.registry import ANALYSES

    analysis = ANALYSES[name]
    if run["version"] != analysis.version:
        raise ValueError(f"{name} has version {analysis.version}, not {run['version']}")
    return analysis.run(snapshot, run["parameters"], engine, progress).receipt


ACCOUNTS = Analysis("accounts", VERSION, _run)
