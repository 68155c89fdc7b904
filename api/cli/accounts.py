"""``suretynet accounts``: accounts and the money on them, held by whomever."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, get_args

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

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.analysis.accounts import AccountList, AccountRecord
    from graph.analysis.answer import PartyRef, Total

app = typer.Typer(help="Accounts and the money on them.", no_args_is_help=True)


@app.command("list")
def accounts_list(
    *,
    store: StoreOption = None,
    data_dir: DataOption = None,
    text: Annotated[
        str | None, typer.Option("--id", help="What the id begins with.")
    ] = None,
    held: Annotated[
        bool | None,
        typer.Option("--held/--unheld", help="With a known holder, or without one."),
    ] = None,
    order: Annotated[
        str,
        typer.Option(help="volume, sent, received, counterparties, rings or last."),
    ] = "volume",
    limit: LimitOption = 100,
    as_json: JsonOption = False,
) -> None:
    """Accounts of the published snapshot, by default most money first."""
    from graph.analysis.accounts import AccountFilter, AccountOrder, account_list

    orders = get_args(AccountOrder)
    if order not in orders:
        raise typer.BadParameter(
            f"expected {', '.join(orders)}, not {order!r}", param_hint="--order"
        )
    settings = settings_of(store, data_dir)
    with opened(settings) as source:
        published = published_by(settings, source)
        wanted = AccountFilter(text=text, held=held)
        found = account_list(published, source, wanted, order, limit=limit)  # type: ignore[arg-type] # one of them
    show(found, as_json=as_json, table=lambda: _print_list(found))


@app.command("show")
def accounts_show(
    account_id: Annotated[str, typer.Argument(help="Account id.")],
    *,
    store: StoreOption = None,
    data_dir: DataOption = None,
    limit: LimitOption = 20,
    as_json: JsonOption = False,
) -> None:
    """One account: holders, money in and out, counterparties, rings and hits."""
    from graph.analysis.accounts import account_record

    settings = settings_of(store, data_dir)
    with opened(settings) as source:
        published = published_by(settings, source)
        found = account_record(published, source, account_id, limit=limit)
    show(found, as_json=as_json, table=lambda: _print_one(found))


def _print_list(found: AccountList) -> None:
    rows = [
        (
            item.account_id,
            _names(item.holders),
            f"{item.sent_transfers:,}",
            _amount(item.sent),
            f"{item.received_transfers:,}",
            _amount(item.received),
            f"{item.counterparties:,}",
            "-" if item.rings is None else _counted(item.rings),
            item.last_day or "-",
        )
        for item in found.items
    ]
    columns = ("Account", "Holders", "Out", "Sent", "In", "Received", "Others", "Rings",
               "Last day")  # fmt: skip
    title = f"{found.total.value} accounts, amounts in {found.currency}"
    print_table(title, columns, rows)
    say_cut(found.completeness)


def _print_one(found: AccountRecord) -> None:
    say(f"{found.account_id}: {_names(found.holders)}")
    say(
        f"out: {found.sent_transfers:,} transfers, {_amount(found.sent)}; "
        f"in: {found.received_transfers:,}, {_amount(found.received)} "
        f"{found.currency}; {found.first_day or '-'} to {found.last_day or '-'}"
    )
    rows = [
        (
            item.account_id,
            _names(item.holders),
            f"{item.sent_transfers:,}",
            _amount(item.sent),
            f"{item.received_transfers:,}",
            _amount(item.received),
            f"{item.first_day} to {item.last_day}",
        )
        for item in found.counterparty_list
    ]
    columns = ("Account", "Holders", "Paid", "Sent", "Was paid", "Received", "Days")
    print_table(f"{found.counterparties:,} counterparties", columns, rows)
    for ring in found.ring_list:
        say(f"ring {ring.ring_id}, {ring.length} hops, begins {ring.begins[:10]}")
    for hit in found.hits.items:
        say(f"{hit.title.en} {hit.hit_id}, begins {hit.begins[:10]}")
    say_cut(found.completeness)


def _counted(total: Total) -> str:
    return f"{total.value}{'' if total.relation == 'eq' else ' or more'}"


def _names(holders: Iterable[PartyRef]) -> str:
    return ", ".join(party.name for party in holders) or "no known holder"


def _amount(value: float | None) -> str:
    return "not collected" if value is None else f"{value:,.2f}"
