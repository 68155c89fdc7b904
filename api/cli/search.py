"""``suretynet search``: everything that a text finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

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
from api.cli.published import LimitOption, published_by

if TYPE_CHECKING:
    from graph.analysis.answer import PartyRef
    from graph.analysis.search_groups import SearchGroups


def search(
    text: Annotated[str, typer.Argument(help="Words of a name, or a number.")],
    *,
    store: StoreOption = None,
    data_dir: DataOption = None,
    limit: LimitOption = 10,
    personal: Annotated[
        bool, typer.Option(help="Search addresses and telephones, too.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Find parties, circles, accounts, contracts, cases and, if asked for, contacts.

    By name in Chinese, pinyin or Latin script, by id, number of a contract or a case,
    address or telephone, at the date of the published snapshot.
    """
    from graph.analysis.search_groups import search_groups

    settings = settings_of(store, data_dir)
    with opened(settings) as source:
        published = published_by(settings, source)
        view = source.view(source.at(published.at.as_of))
        found = search_groups(
            published, view, text, sees_personal=personal, limit=limit
        )

    def table() -> None:
        rows = rows_of(found)
        columns = ("Kind", "Id", "Name", "Tells it apart", "Matched")
        print_table(f"{len(rows)} found", columns, rows)

    show(found, as_json=as_json, table=table)


def rows_of(found: SearchGroups) -> list[tuple[str, ...]]:
    """A line for each hit."""
    rows: list[tuple[str, ...]] = [
        (
            "party",
            item.party_id,
            item.name,
            " ".join(filter(None, (item.city, item.number))),
            item.matched,
        )
        for item in found.parties.items
    ]
    rows += [
        ("circle", item.circle_id, item.name.en, f"{item.firms} firms", item.matched)
        for item in found.circles.items
    ]
    rows += [
        (
            "account",
            item.account_id,
            "",
            ", ".join(party.name for party in item.holders) or "no known holder",
            item.matched,
        )
        for item in found.accounts.items
    ]
    rows += [
        (
            "contract",
            item.guarantee_id,
            item.contract_no or "",
            f"{item.debtor.name} owes {_name(item.creditor)}",
            item.matched,
        )
        for item in found.contracts.items
    ]
    rows += [
        (
            "case",
            item.record_id,
            item.case_no or item.event_type,
            " ".join(
                (item.party.name, item.court or "", (item.occurred_at or "")[:10])
            ),
            item.matched,
        )
        for item in found.cases.items
    ]
    rows += [
        ("contact", item.contact_id, item.value, f"{item.users} users", item.matched)
        for item in found.contacts.items
    ]
    return rows


def _name(party: PartyRef | None) -> str:
    return party.name if party else "an unknown creditor"
