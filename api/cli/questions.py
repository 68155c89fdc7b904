"""Commands that answer one question: search, check, replay, report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.context import (
    DataOption,
    JsonOption,
    StoreOption,
    opened,
    settings_of,
    show,
)
from api.cli.output import say
from api.cli.published import published_by
from api.cli.search import search


def register(app: typer.Typer) -> None:
    """Add the commands that stand alone."""
    app.command("search")(search)
    app.command("check")(check)
    app.command("replay")(replay)
    app.command("report")(report)


def check(
    guarantor_id: Annotated[str, typer.Argument(help="Who would promise to pay.")],
    debtor_id: Annotated[str, typer.Argument(help="For whose debt.")],
    *,
    store: StoreOption = None,
    data_dir: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Would this guarantee close a circle? With the path that it would close.

    A merged id stands for the one it was merged into.
    """
    from graph.analysis.check import Checker, check_record

    settings = settings_of(store, data_dir)
    with opened(settings) as source:
        published = published_by(settings, source)
        checker = Checker.of(published.snapshot).advanced(source)
        found = check_record(published, checker, source, guarantor_id, debtor_id)
    ring = [party.party_id for party in (*found.path, *found.path[:1])]
    sentence = (
        "closes a circle: " + " -> ".join(ring)
        if found.closes
        else "closes no circle"
        + ("" if found.completeness.complete else " as far as was searched")
    )
    show(found, as_json=as_json, table=lambda: say(sentence))


def replay(
    receipt: Annotated[Path, typer.Argument(help="Receipt as JSON; - reads it.")],
    *,
    store: StoreOption = None,
    data_dir: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a result again from its receipt; exit code 1 if the bytes differ."""
    import sys

    import api.analyses  # noqa: F401 - enters them
    from graph.analysis.receipt import Receipt
    from graph.analysis.replay import replay as run_again
    from graph.analysis.snapshot_directory import SnapshotDirectory
    from graph.errors import StateFileError
    from graph.state_file import parse_state

    settings = settings_of(store, data_dir)
    given = str(receipt) == "-"
    content = sys.stdin.read() if given else receipt.read_bytes()
    try:
        values = parse_state(content, dict[str, Any], str(receipt), "give another one")
        parsed = Receipt.from_dict(values.get("receipt", values))
    except (ValueError, AttributeError, StateFileError) as error:
        raise typer.BadParameter(f"not a receipt: {error}") from error
    found = run_again(parsed, SnapshotDirectory(settings.data_dir))
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
        table=lambda: say(f"{parsed.analysis}: {words}"),
    )
    if not found.same:
        raise typer.Exit(1)


def report(
    subject: Annotated[
        str, typer.Argument(help="Circle (C-...), ring (R-...) or party id.")
    ],
    *,
    store: StoreOption = None,
    data_dir: DataOption = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File to write.")
    ] = None,
    language: Annotated[str, typer.Option(help="en or zh.")] = "en",
    evidence: Annotated[
        bool, typer.Option(help="Of a firm: what its flag rests on.")
    ] = False,
    personal: Annotated[bool, typer.Option(help="Show personal data.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Write one HTML file of a circle, ring or party that opens without a network."""
    from gnn.serving.evidence_answer import model_evidence
    from graph.analysis.model_scores import model_score
    from graph.analysis.report import circle_report, party_report
    from graph.analysis.ring_list import ring_record
    from graph.analysis.ring_outcomes import RingCases
    from visual.records import Annotations
    from visual.report import circle_page, evidence_page, party_page, ring_page

    if language not in ("en", "zh"):
        raise typer.BadParameter("expected en or zh", param_hint="--language")
    settings = settings_of(store, data_dir)
    with opened(settings) as source:
        published = published_by(settings, source)
        annotations = Annotations.at(published, published.at, sees_personal=personal)
        if evidence:
            found = model_evidence(published, source, subject, sees_personal=personal)
            score = model_score(published, source, subject, sees_personal=personal)
            html = evidence_page(found, score, annotations, language)
        elif subject in published.findings.by_id:
            circle = circle_report(published, subject)
            html = circle_page(circle, annotations, language)
        elif subject.startswith("R-"):
            rings = published.rings(source)
            cases = RingCases(source, sees_personal=personal)
            ring = ring_record(published, rings, subject, cases=cases)
            html = ring_page(ring, language)
        else:
            party = party_report(published, subject)
            html = party_page(party, annotations, language)
    name = "".join(c if c.isalnum() or c in "-_" else "-" for c in subject)
    path = out or Path(f"suretynet-{name}.html")
    path.write_text(html, encoding="utf-8")
    answer = {"file": str(path), "bytes": len(html.encode())}
    show(answer, as_json=as_json, table=lambda: say(str(path)))
