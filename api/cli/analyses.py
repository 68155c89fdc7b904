"""Commands that answer questions: circles, risk, check, replay, report."""

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
    progress_bars,
    settings_of,
    show,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.service import Held
    from api.settings import Settings
    from graph.stores.base import Store

circles_app = typer.Typer(help="Guarantee circles.", no_args_is_help=True)
risk_app = typer.Typer(help="Default probabilities.", no_args_is_help=True)

LimitOption = Annotated[int, typer.Option(min=1, max=100_000, help="Most rows.")]


def register(app: typer.Typer) -> None:
    """Add the commands that stand alone."""
    app.command("check")(check)
    app.command("replay")(replay)
    app.command("report")(report)


def _held(settings: Settings, source: Store) -> Held:
    """The current snapshot with findings, made first where the store moved on."""
    from api.service import Held
    from graph.analysis.contagion import ContagionParameters
    from graph.analysis.publish import current

    with progress_bars() as progress:
        snapshot, findings = current(
            source,
            settings.data_dir,
            reporting_currency=settings.reporting_currency,
            parameters=ContagionParameters(
                n_worlds=settings.n_worlds, seed=settings.seed
            ),
            progress=progress,
        )
    return Held(snapshot, findings)


@circles_app.command("list")
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
        held = _held(settings, source)
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
            held.circle_name(row["circle_id"]).zh,
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


@circles_app.command("show")
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
        held = _held(settings, source)
        row = held.findings.circle(circle_id)
        members = held.findings.members[circle_id]
        found = circle_cycles(
            held.snapshot, members, max_length=max_length, wanted=limit,
            min_length=2 if row["kind"] == "mutual_pair" else 3,
        )  # fmt: skip
    rows = [_score_row(held, party_id) for party_id in members]
    answer = {
        **row,
        "members": rows,
        "cycles": [asdict(cycle) for cycle in found.cycles],
        "completeness": asdict(found.completeness),
        "receipt": found.receipt.to_dict(),
    }
    show(answer, as_json=as_json, table=lambda: _print_scores(circle_id, rows))


def _score_row(held: Held, party_id: str) -> dict[str, Any]:
    number = held.snapshot.number("party", party_id)
    findings = held.findings
    return {
        "party_id": party_id,
        "name": held.name(party_id)[1],
        "self_pd": float(findings.self_pd[number]),
        "pd": float(findings.pd[number]),
        "increment": float(findings.increment[number]),
        "error": float(findings.error[number]),
    }


def _print_scores(title: str, rows: list[dict[str, Any]]) -> None:
    columns = ("Party", "Name", "Alone", "With contagion", "Error")
    cells = [
        (
            row["party_id"],
            row["name"],
            f"{row['self_pd']:.2%}",
            f"{row['pd']:.2%}",
            f"{row['error']:.2%}",
        )
        for row in rows
    ]
    print_table(title, columns, cells)


@risk_app.command("pd")
def risk_pd(
    party_ids: Annotated[
        list[str] | None,
        typer.Argument(help="Parties to explain; none lists the riskiest."),
    ] = None,
    *,
    store: StoreOption = None,
    data_dir: DataOption = None,
    limit: LimitOption = 20,
    as_json: JsonOption = False,
) -> None:
    """Default probabilities over 12 months, alone and with contagion."""
    settings = settings_of(store, data_dir)
    with opened(settings) as source:
        held = _held(settings, source)
    if not party_ids:
        rows = list(_riskiest(held, limit))
        answer = {"snapshot_id": held.findings.snapshot_id, "scores": rows}
        show(answer, as_json=as_json, table=lambda: _print_scores("Riskiest", rows))
        return
    explained = [held.explain(party_id) for party_id in party_ids]
    answer = {
        "snapshot_id": held.findings.snapshot_id,
        "scores": [
            {**asdict(item), "receipt": item.receipt.to_dict()} for item in explained
        ],
    }
    rows = [_score_row(held, party_id) for party_id in party_ids]

    def table() -> None:
        _print_scores("Scores", rows)
        for item in explained:
            for reason in item.reasons:
                typer.echo(f"  {reason.text.en}")

    show(answer, as_json=as_json, table=table)


def _riskiest(held: Held, limit: int) -> Iterator[dict[str, Any]]:
    import numpy as np

    order = np.argsort(-held.findings.increment, kind="stable")[:limit]
    for number in order.tolist():
        yield _score_row(held, held.snapshot.node_id("party", number))


def check(
    guarantor_id: Annotated[str, typer.Argument(help="Who would promise to pay.")],
    debtor_id: Annotated[str, typer.Argument(help="For whose debt.")],
    *,
    store: StoreOption = None,
    data_dir: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Would this guarantee close a circle? With the path that it would close."""
    from graph.analysis.check import Checker
    from graph.overlay import Overlay

    settings = settings_of(store, data_dir)
    with opened(settings) as source:
        held = _held(settings, source)
        checker = Checker(Overlay.since(held.snapshot, source))
        found = checker.check(guarantor_id, debtor_id)
    answer = {**asdict(found), "snapshot_id": held.findings.snapshot_id}
    sentence = (
        "closes a circle: " + " -> ".join((*found.path, found.path[0]))
        if found.closes
        else "closes no circle"
        + ("" if found.completeness.complete else " as far as was searched")
    )
    show(answer, as_json=as_json, table=lambda: typer.echo(sentence))


def replay(
    receipt: Annotated[Path, typer.Argument(help="Receipt as JSON; - reads it.")],
    *,
    store: StoreOption = None,
    data_dir: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a result again from its receipt; exit code 1 if the bytes differ."""
    import sys

    from graph.analysis.receipt import Receipt
    from graph.analysis.replay import replay as run_again
    from graph.analysis.shelf import Shelf

    settings = settings_of(store, data_dir)
    text = sys.stdin.read() if str(receipt) == "-" else receipt.read_text("utf-8")
    try:
        values = json.loads(text)
        parsed = Receipt.from_dict(values.get("receipt", values))
    except (ValueError, AttributeError) as error:
        raise typer.BadParameter(f"not a receipt: {error}") from error
    found = run_again(parsed, Shelf(settings.data_dir, settings.store_url))
    answer = {
        "same": found.same,
        "result_hash": parsed.result_hash,
        "replayed_hash": found.again.result_hash,
        "snapshot_id": parsed.snapshot_id,
    }
    words = "the same bytes" if found.same else "OTHER BYTES"
    show(
        answer,
        as_json=as_json,
        table=lambda: typer.echo(f"{parsed.analysis}: {words}"),
    )
    if not found.same:
        raise typer.Exit(1)


def report(
    subject: Annotated[str, typer.Argument(help="Circle id (C-...) or party id.")],
    *,
    store: StoreOption = None,
    data_dir: DataOption = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File to write.")
    ] = None,
    language: Annotated[str, typer.Option(help="en or zh.")] = "en",
    personal: Annotated[bool, typer.Option(help="Show personal data.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Write one HTML file of a circle or party that opens without a network."""
    from api.report import circle_report, party_report
    from api.service import Service

    if language not in ("en", "zh"):
        raise typer.BadParameter("expected en or zh", param_hint="--language")
    settings = settings_of(store, data_dir)
    with opened(settings) as source:
        _held(settings, source)
        service = Service(settings, source)
        service.start()
        write = (
            circle_report if subject in service.held.findings.by_id else party_report
        )
        html = write(service, subject, language, sees_personal=personal)
    name = "".join(c if c.isalnum() or c in "-_" else "-" for c in subject)
    path = out or Path(f"suretynet-{name}.html")
    path.write_text(html, encoding="utf-8")
    answer = {"file": str(path), "bytes": len(html.encode())}
    show(answer, as_json=as_json, table=lambda: typer.echo(str(path)))
