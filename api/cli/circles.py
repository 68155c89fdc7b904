"""``suretynet circles``: guarantee circles, riskiest first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.context import (
    DataOption,
    JsonOption,
    StoreOption,
    opened,
    print_table,
    say_cut,
    settings_of,
    show,
)
from api.cli.output import say
from api.cli.published import LimitOption, print_scores, published_by
from api.data_dir import PlantedCircles

if TYPE_CHECKING:
    from graph.analysis.circles import CircleList

app = typer.Typer(help="Guarantee circles.", no_args_is_help=True)

CircleArgument = Annotated[str, typer.Argument(help="Circle id, C-...")]


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
    from graph.analysis.circles import circle_list, compare_circles
    from graph.analysis.serialization import as_json as plain
    from graph.analysis.structure import CircleKind
    from graph.state_file import read_state

    if kind not in ("all", *CircleKind):
        raise typer.BadParameter(
            f"expected strict, mutual_pair or all, not {kind!r}", param_hint="--kind"
        )
    settings = settings_of(store, data_dir)
    with opened(settings) as source:
        published = published_by(settings, source)
        chosen = None if kind == "all" else CircleKind(kind)
        found = circle_list(published, chosen, limit=limit)
    answer = plain(found)
    compared = None
    if truth is not None:
        planted = read_state(truth, PlantedCircles, "give the truth.json of a bundle")
        members = (circle["members"] for circle in planted["circles"])
        compared = compare_circles(published, members)
        answer["truth"] = plain(compared)

    def table() -> None:
        _print_circles(found, published.currency)
        say_cut(found.completeness)
        if compared is not None:
            say(
                f"planted {compared.planted}, found {compared.found}, "
                f"missed {len(compared.missed)}, invented {len(compared.invented)}"
            )

    show(answer, as_json=as_json, table=table)
    if compared is not None and not compared.equal:
        raise typer.Exit(1)


def _print_circles(found: CircleList, currency: str) -> None:
    rows = [
        (
            item.circle_id,
            item.name.en,
            item.firms,
            item.guarantees,
            _amount(item.effective_amount),
            _amount(item.contagion_exposure),
            f"{item.max_pd:.2%}",
        )
        for item in found.items
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
    title = f"{found.total.value} circles, amounts in {currency}"
    print_table(title, columns, rows)


def _amount(value: float | None) -> str:
    return "not collected" if value is None else f"{value:,.0f}"


@app.command("show")
def circles_show(
    circle_id: CircleArgument,
    *,
    store: StoreOption = None,
    data_dir: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """One circle with its members, riskiest first."""
    from graph.analysis.circle import circle_record

    settings = settings_of(store, data_dir)
    with opened(settings) as source:
        found = circle_record(published_by(settings, source), circle_id)
    show(found, as_json=as_json, table=lambda: print_scores(circle_id, found.members))


@app.command("cycles")
def circles_cycles(
    circle_id: CircleArgument,
    *,
    store: StoreOption = None,
    data_dir: DataOption = None,
    max_length: Annotated[int, typer.Option(min=2, max=12)] = 8,
    limit: LimitOption = 20,
    as_json: JsonOption = False,
) -> None:
    """The strongest cycles of a circle, largest bottleneck first."""
    from graph.analysis.cycles import cycles_of_circle

    settings = settings_of(store, data_dir)
    with opened(settings) as source:
        found = cycles_of_circle(
            published_by(settings, source),
            circle_id,
            max_length=max_length,
            limit=limit,
        )
    rows = [
        (
            " -> ".join(party.name for party in item.parties),
            item.length,
            _amount(item.bottleneck),
        )
        for item in found.items
    ]
    title = f"{len(rows)} cycles, amounts in {found.currency}"
    columns = ("Cycle", "Firms", "Smallest amount")
    show(found, as_json=as_json, table=lambda: print_table(title, columns, rows))


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
    from graph.analysis.communities import (
        RESOLUTIONS,
        CommunityParameters,
        largest_communities,
    )

    least, most = RESOLUTIONS
    if not least <= resolution <= most:
        raise typer.BadParameter(
            f"expected between {least:g} and {most:g}", param_hint="--resolution"
        )
    settings = settings_of(store, data_dir)
    with opened(settings) as source:
        published = published_by(settings, source)
        parameters = CommunityParameters(resolution, min_firms=min_firms)
        found = largest_communities(published, parameters, limit)
    rows = [
        (item.community_id, item.firms, item.guarantees, _amount(item.loans))
        for item in found.items
    ]
    title = f"{found.total} communities, modularity {found.quality:.3f}"
    columns = ("Community", "Firms", "Guarantees", "Loans")
    show(found, as_json=as_json, table=lambda: print_table(title, columns, rows))
