"""``suretynet rings``: money that came back to where it started."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli import ring_outcomes
from api.cli.context import (
    DataOption,
    JsonOption,
    StoreOption,
    opened,
    say_cut,
    settings_of,
    show,
)
from api.cli.output import say
from api.cli.published import LimitOption, published_by
from api.cli.ring_check import rings_check
from api.cli.ring_options import (
    GainOption,
    GapOption,
    KeepOption,
    MaxLengthOption,
    MaxWorkOption,
    MinLengthOption,
    NoConservationOption,
    PersonalOption,
    RelatedHopOption,
    WindowOption,
)
from api.cli.ring_tables import (
    print_case,
    print_comparison,
    print_ring,
    print_rings,
)
from api.cli.truth import TruthOption, planted_payments, show_compared

if TYPE_CHECKING:
    from graph.analysis.ring_parameters import RingParameters

app = typer.Typer(help="Money rings.", no_args_is_help=True)
ring_outcomes.register(app)
app.command("check")(rings_check)

_FILE_WORK = 30_000_000_000
_FILE_RINGS = 2_000_000
"""A file is searched once, by somebody who waits for it."""


@app.command("list")
def rings_list(
    *,
    store: StoreOption = None,
    data_dir: DataOption = None,
    min_length: MinLengthOption = 3,
    max_length: MaxLengthOption = 6,
    gap: GapOption = 5,
    window: WindowOption = 30,
    keep: KeepOption = 0.9,
    gain: GainOption = 1.0,
    no_conservation: NoConservationOption = False,
    related_hop: RelatedHopOption = False,
    types: Annotated[
        list[str] | None,
        typer.Option("--type", help="transfer or withdraw; by default both."),
    ] = None,
    order: Annotated[
        str, typer.Option(help="increasing times, or any order within the window.")
    ] = "increasing",
    account: Annotated[str | None, typer.Option(help="Passes this account.")] = None,
    party: Annotated[
        str | None, typer.Option(help="Passes an account that this party holds.")
    ] = None,
    since: Annotated[str | None, typer.Option(help="Begins then or later.")] = None,
    until: Annotated[str | None, typer.Option(help="Begins then or before.")] = None,
    max_rings: Annotated[int | None, typer.Option(help="Most rings found.")] = None,
    max_work: MaxWorkOption = None,
    everyday: Annotated[
        bool | None,
        typer.Option(
            "--everyday/--unexplained",
            help="Only rings that an everyday reading fits, or those that none does.",
        ),
    ] = None,
    limit: LimitOption = 100,
    personal: PersonalOption = False,
    truth: TruthOption = None,
    transfers: Annotated[
        Path | None,
        typer.Option(
            help="Search this CSV file (payer,payee,time,amount,id) instead of a "
            "store; gap and window are in the unit of its times."
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Rings, highest score first; with --truth, what was found of the planted ones.

    By default those published; with other bounds they are searched for. Rings that an
    everyday reading fits are listed after all others. With --transfers the ids of each
    ring's transfers, in order of time.
    """
    from graph.analysis.ring_filter import RingFilter
    from graph.analysis.ring_list import ring_list
    from graph.analysis.ring_outcomes import RingCases
    from graph.analysis.ring_parameters import RingParameters
    from graph.analysis.ring_truth import compare_rings
    from graph.analysis.rings import find_rings

    try:
        chosen = RingParameters(
            min_length=min_length,
            max_length=max_length,
            gap=gap,
            window=window,
            keep=keep,
            gain=gain,
            conserving=not no_conservation,
            related_hop=related_hop,
            types=tuple(types or RingParameters().types),
            order=order,
        )
        chosen = _budgeted(chosen, max_rings, max_work, of_file=transfers is not None)
        if transfers is not None:
            chosen.bounds(unit=1)
        wanted = RingFilter(
            account=account, party=party, since=since, until=until, everyday=everyday
        )
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    if transfers is not None:
        others = {
            "--related-hop": related_hop,
            "--type": types,
            "--account": account,
            "--party": party,
            "--since": since,
            "--until": until,
            "--truth": truth,
            "--everyday": None if everyday is None else True,
        }
        for option in (name for name, value in others.items() if value):
            raise typer.BadParameter("not with --transfers", param_hint=option)
        _list_of_file(transfers, chosen, as_json=as_json)
        return
    if truth is not None and related_hop:
        raise typer.BadParameter("not with --related-hop", param_hint="--truth")
    settings = settings_of(store, data_dir)
    with opened(settings) as source:
        published = published_by(settings, source)
        if chosen == RingParameters():
            found = published.rings(source)
        else:
            chosen = replace(chosen, since=since, until=until)
            found = find_rings(published.snapshot, chosen)
        cases = RingCases(source, sees_personal=personal)
        listed = ring_list(published, found, wanted, cases=cases, limit=limit)
    compared = None
    if truth is not None:
        with planted_payments(truth) as planted:
            compared = compare_rings(published.snapshot, found, chosen, planted)

    def table() -> None:
        print_rings(listed)
        say_cut(listed.completeness)
        if compared is not None:
            print_comparison(compared)

    show_compared(listed, compared, as_json=as_json, table=table)


@app.command("show")
def rings_show(
    ring_id: Annotated[str, typer.Argument(help="Ring id, R-...")],
    *,
    store: StoreOption = None,
    data_dir: DataOption = None,
    personal: PersonalOption = False,
    as_json: JsonOption = False,
) -> None:
    """One of the published rings: its transfers, readings, and what was said of it.

    Of one that is no longer published, what was said of it.
    """
    from graph.analysis.ring_list import ring_record
    from graph.analysis.ring_outcomes import RingCases
    from graph.errors import NotFoundError, NotPublishedError

    settings = settings_of(store, data_dir)
    with opened(settings) as source:
        published = published_by(settings, source)
        cases = RingCases(source, sees_personal=personal)
        try:
            found = ring_record(
                published, published.rings(source), ring_id, cases=cases
            )
        except (NotFoundError, NotPublishedError):
            case = cases.numbered(ring_id)
            if not case.outcomes:
                raise
            say(f"{ring_id} is no longer published", err=True)
            show(case, as_json=as_json, table=lambda: print_case(case))
            return
    show(found, as_json=as_json, table=lambda: print_ring(found))


def _budgeted(
    chosen: RingParameters, rings: int | None, work: int | None, *, of_file: bool
) -> RingParameters:
    """With the budget asked for; a file is searched once, by who waits for it."""
    default = (_FILE_RINGS, _FILE_WORK) if of_file else (
        chosen.max_rings, chosen.max_work
    )  # fmt: skip
    return replace(
        chosen,
        max_rings=default[0] if rings is None else rings,
        max_work=default[1] if work is None else work,
    )


def _list_of_file(path: Path, chosen: RingParameters, *, as_json: bool) -> None:
    from graph.analysis.plain_rings import plain_rings
    from ingest.readers.transfer_file import read_transfer_file

    found = plain_rings(read_transfer_file(path), chosen)
    answer: dict[str, Any] = {"rings": found.rings, "complete": found.complete}
    if not found.complete:
        answer["complete_before"] = found.complete_before

    def table() -> None:
        for ring in found.rings:
            say(" -> ".join(ring))
        say(f"{len(found.rings)} rings")
        if not found.complete:
            say(
                "Cut by the search budget: all rings that begin before "
                f"{found.complete_before} are listed, of later ones some are missing."
            )

    show(answer, as_json=as_json, table=table)
