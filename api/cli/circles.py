"""``suretynet circles``: guarantee circles, riskiest first."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.context import (
    DataOption,
    JsonOption,
    StoreOption,
    opened,
    print_table,
    settings_of,
    show,
)
from api.cli.held import LimitOption, held_by, print_scores, score_row

if TYPE_CHECKING:
    from api.held import Held

app = typer.Typer(help="Guarantee circles.", no_args_is_help=True)


@app.command("list")
def circles_list(
    *,
    store: StoreOption = None,
    data_dir: DataOption = None,
    kind: Annotated[str, typer.Option(help="strict, mutual_pair or all.")] = "strict",
    limit: LimitOption = 100,
    truth: Annotated[
        Path | None,
        typer.Option(help="truth.json of a generated economy to compare with."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Circles, riskiest first; with --truth, what was found of the planted ones."""
    settings = settings_of(store, data_dir)
    with opened(settings) as source:
        held = held_by(settings, source)
        rows = [
            {**row, "members": list(held.findings.members[row["circle_id"]])}
            for row in held.findings.circles
            if kind in ("all", row["kind"])
        ]
    answer: dict[str, Any] = {
        "snapshot_id": held.findings.snapshot_id,
        "currency": held.snapshot.manifest.reporting_currency,
        "total": len(rows),
        "complete": len(rows) <= limit,
        "circles": rows[:limit],
    }
    if truth is not None:
        answer["truth"] = _compare(truth, held)
    show(answer, as_json=as_json, table=lambda: _print_circles(answer, held))
    if truth is not None and not answer["truth"]["equal"]:
        raise typer.Exit(1)


def _compare(path: Path, held: Held) -> dict[str, Any]:
    """Planted circles against those found, by their members."""
    truth = json.loads(path.read_text(encoding="utf-8"))
    planted = {frozenset(circle["members"]) for circle in truth["circles"]}
    found = {
        frozenset(held.findings.members[row["circle_id"]])
        for row in held.findings.circles
        if row["kind"] == "strict"
    }
    return {
        "planted": len(planted),
        "found": len(planted & found),
        "missed": sorted(sorted(members) for members in planted - found),
        "invented": sorted(sorted(members) for members in found - planted),
        "equal": planted == found,
    }


def _print_circles(answer: dict[str, Any], held: Held) -> None:
    rows = [
        (
            row["circle_id"],
            held.circle_name(row["circle_id"]).en,
            row["firms"],
            row["guarantees"],
            f"{row['effective_amount']:,.0f}",
            f"{row['contagion_exposure']:,.0f}",
            f"{row['max_pd']:.2%}",
        )
        for row in answer["circles"]
    ]
    columns = (
        "Circle",
        "Name",
        "Firms",
        "Guarantees",
        "Effective",
        "Expected calls",
        "Max PD",
    )
    title = f"{answer['total']} circles, amounts in {answer['currency']}"
    print_table(title, columns, rows)
    if "truth" in answer:
        compared = answer["truth"]
        typer.echo(
            f"planted {compared['planted']}, found {compared['found']}, "
            f"missed {len(compared['missed'])}, invented {len(compared['invented'])}"
        )


@app.command("show")
def circles_show(
    circle_id: Annotated[str, typer.Argument(help="Circle id, C-...")],
    *,
    store: StoreOption = None,
    data_dir: DataOption = None,
    max_length: Annotated[int, typer.Option(min=2, max=12)] = 8,
    limit: LimitOption = 20,
    as_json: JsonOption = False,
) -> None:
    """One circle with its members and strongest cycles."""
    from graph.analysis.cycles import circle_cycles

    settings = settings_of(store, data_dir)
    with opened(settings) as source:
        held = held_by(settings, source)
        row = held.findings.circle(circle_id)
        members = held.findings.members[circle_id]
        found = circle_cycles(
            held.snapshot, members, max_length=max_length, wanted=limit,
            min_length=2 if row["kind"] == "mutual_pair" else 3,
        )  # fmt: skip
    rows = [score_row(held, party_id) for party_id in members]
    answer = {
        **row,
        "members": rows,
        "cycles": [asdict(cycle) for cycle in found.cycles],
        "completeness": asdict(found.completeness),
        "receipt": found.receipt.to_dict(),
    }
    show(answer, as_json=as_json, table=lambda: print_scores(circle_id, rows))


@app.command("communities")
def circles_communities(
    *,
    store: StoreOption = None,
    data_dir: DataOption = None,
    resolution: Annotated[
        float, typer.Option(help="Above 1: more and smaller communities.")
    ] = 1.0,
    min_firms: Annotated[int, typer.Option(min=2, help="Smallest one listed.")] = 3,
    limit: LimitOption = 20,
    as_json: JsonOption = False,
) -> None:
    """Groups with many guarantees among them, largest loans first (Leiden method)."""
    from graph.analysis.communities import CommunityParameters

    if not 0 < resolution <= 1_000:
        raise typer.BadParameter(
            "expected above 0, at most 1000", param_hint="--resolution"
        )
    settings = settings_of(store, data_dir)
    with opened(settings) as source:
        held = held_by(settings, source)
    found = held.communities(CommunityParameters(resolution, min_firms=min_firms))
    listed = found.communities[:limit]
    answer = {
        "snapshot_id": held.snapshot_id,
        "currency": held.snapshot.manifest.reporting_currency,
        "total": found.total,
        "complete": len(found.communities) <= limit,
        "quality": found.quality,
        "communities": [asdict(item) for item in listed],
        "receipt": found.receipt.to_dict(),
    }
    rows = [
        (item.community_id, item.firms, item.guarantees, f"{item.loans:,.0f}")
        for item in listed
    ]
    title = f"{found.total} communities, modularity {found.quality:.3f}"
    columns = ("Community", "Firms", "Guarantees", "Loans")
    show(answer, as_json=as_json, table=lambda: print_table(title, columns, rows))
