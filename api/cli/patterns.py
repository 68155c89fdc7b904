"""``suretynet patterns``: ways of moving money that are worth a look."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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
from api.cli.published import LimitOption, published_by
from api.cli.truth import TruthOption, planted_payments, show_compared

if TYPE_CHECKING:
    from graph.analysis.pattern_list import HitPage
    from graph.analysis.pattern_truth import HitsComparison

app = typer.Typer(help="Patterns of payments.", no_args_is_help=True)


@app.command("list")
def patterns_list(*, as_json: JsonOption = False) -> None:
    """Every pattern with its test, its window and its thresholds with their sources."""
    from graph.analysis.pattern_list import pattern_list

    found = pattern_list()
    rows = [
        (
            item.name,
            item.title.en,
            item.title.zh,
            f"{item.window.value:g} {item.window.unit}",
            ", ".join(
                f"{limit.name} {limit.value:g} ({limit.source})"
                for limit in item.thresholds
            ),
            ", ".join(item.needs),
        )
        for item in found.items
    ]
    columns = ("Pattern", "Name", "名称", "Window", "Thresholds", "Also needs")
    show(found, as_json=as_json, table=lambda: print_table("Patterns", columns, rows))


@app.command("run")
def patterns_run(
    *,
    store: StoreOption = None,
    data_dir: DataOption = None,
    pattern: Annotated[
        list[str] | None, typer.Option(help="Its name; by default every pattern.")
    ] = None,
    window: Annotated[
        float | None, typer.Option(help="Most days from first to last.")
    ] = None,
    gap: Annotated[
        float | None, typer.Option(help="Most days from one payment to the next.")
    ] = None,
    keep: Annotated[
        float | None, typer.Option(help="Least part that is passed on.")
    ] = None,
    gain: Annotated[
        float | None, typer.Option(help="Most part that is passed on.")
    ] = None,
    least_accounts: Annotated[
        int | None, typer.Option(help="Fewest others on a side, or between.")
    ] = None,
    least_transfers: Annotated[int | None, typer.Option(help="Fewest times.")] = None,
    account: Annotated[str | None, typer.Option(help="Has this account.")] = None,
    party: Annotated[
        str | None, typer.Option(help="Has an account that this party holds.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="Of transfers then or later.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(help="Of transfers then or before.")
    ] = None,
    limit: LimitOption = 100,
    truth: TruthOption = None,
    transfers: Annotated[
        Path | None,
        typer.Option(
            help="Search this CSV file (payer,payee,time,amount,id) instead of a "
            "store; window and gap are in the unit of its times."
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Hits, by pattern, earliest first; with --truth, what was found of those planted.

    By default those published; with other values they are searched for. Values replace
    those of the patterns that have them.
    """
    from graph.analysis.pattern_findings import published_hits
    from graph.analysis.pattern_list import hit_page
    from graph.analysis.pattern_parameters import PatternParameters, questions_of
    from graph.analysis.pattern_truth import compare_hits
    from graph.analysis.patterns import find_patterns

    wanted: dict[str, Any] = {
        "account": account,
        "party": party,
        "since": since,
        "until": until,
    }
    try:
        questions = questions_of(
            pattern or (),
            window=window,
            gap=gap,
            keep=keep,
            gain=gain,
            least_accounts=least_accounts,
            least_transfers=least_transfers,
        )
        chosen = PatternParameters(
            questions=questions,
            account=account,
            party=party,
            since=since,
            until=until,
        )
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    for name in ("account", "party") if truth is not None else ():
        if wanted[name]:
            raise typer.BadParameter("not with --truth", param_hint=f"--{name}")
    if transfers is not None:
        wanted["truth"] = truth
        for name in (name for name, value in wanted.items() if value):
            raise typer.BadParameter("not with --transfers", param_hint=f"--{name}")
        _run_on_file(transfers, questions, chosen_by_name=pattern, as_json=as_json)
        return
    settings = settings_of(store, data_dir)
    with opened(settings) as source:
        published = published_by(settings, source)
        if chosen == PatternParameters():
            found = published_hits(published, source)
        else:
            found = find_patterns(published.snapshot, chosen)
        page = hit_page(published, found, limit=limit)
    compared = None
    if truth is not None:
        with planted_payments(truth) as planted:
            compared = compare_hits(published.snapshot, found, chosen, planted)

    def table() -> None:
        _print_hits(page)
        say_cut(page.completeness)
        if compared is not None:
            _print_comparison(compared)

    show_compared(page, compared, as_json=as_json, table=table)


def _run_on_file(
    path: Path,
    questions: tuple[dict[str, Any], ...],
    *,
    chosen_by_name: list[str] | None,
    as_json: bool,
) -> None:
    """Search a file by the patterns that need no more, or by those that are named."""
    from graph.analysis.plain_patterns import needs_of, plain_patterns
    from ingest.readers.transfer_file import read_transfer_file

    lacking = [question for question in questions if needs_of(question)]
    if chosen_by_name and lacking:
        named = "; ".join(
            f"{question['pattern']} needs {', '.join(needs_of(question))} facts"
            for question in lacking
        )
        raise typer.BadParameter(
            f"{named}, which a file of transfers does not have",
            param_hint="--transfers",
        )
    found = plain_patterns(
        read_transfer_file(path),
        [question for question in questions if question not in lacking],
    )
    answer: dict[str, Any] = {"hits": found.hits, "complete": found.complete}
    if not found.complete:
        answer["truncated_by"] = found.truncated_by

    def table() -> None:
        rows = [
            (hit.pattern, ", ".join(hit.accounts), ", ".join(hit.transfers))
            for hit in found.hits
        ]
        title = f"{len(rows)} hits"
        print_table(title, ("Pattern", "Accounts", "Transfers"), rows)
        if lacking:
            names = ", ".join(question["pattern"] for question in lacking)
            say(f"Not searched, since they need more than transfers: {names}")
        if not found.complete:
            say(f"Cut by {', '.join(found.truncated_by)}; some hits are missing.")

    show(answer, as_json=as_json, table=table)


def _print_hits(page: HitPage) -> None:
    rows = [
        (
            hit.hit_id,
            hit.pattern,
            hit.begins[:10],
            f"{hit.days:.1f}",
            hit.accounts,
            hit.transfers,
            "not collected" if hit.amount is None else f"{hit.amount:,.2f}",
            hit.unknown_amounts,
        )
        for hit in page.items
    ]
    columns = ("Hit", "Pattern", "Begins", "Days", "Accounts", "Evidence", "Amount",
               "Unknown")  # fmt: skip
    title = f"{page.total.value} hits, amounts in {page.currency}"
    print_table(title, columns, rows)


def _print_comparison(found: HitsComparison) -> None:
    rows = [
        (
            item.pattern,
            item.planted,
            item.beyond,
            item.found,
            len(item.missed),
            ", ".join(f"{name} {count}" for name, count in item.honest.items()),
            f"{len(item.reported)} of {item.near_misses}",
            item.of_other_patterns,
            item.others,
            len(item.invalid),
        )
        for item in found.patterns
    ]
    columns = (
        "Pattern",
        "Planted",
        "Beyond",
        "Found",
        "Missed",
        "Honest found",
        "Near misses found",
        "Of other patterns",
        "Chance",
        "Invalid",
    )
    print_table("Against the truth", columns, rows)
