"""``suretynet key``: who may ask the service."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.context import (
    DataOption,
    JsonOption,
    instant,
    print_table,
    settings_of,
    show,
)
from api.cli.output import say

if TYPE_CHECKING:
    from pathlib import Path

    from api.keys import ApiKey, KeyRing

app = typer.Typer(help="API keys of a data folder.", no_args_is_help=True)

IdArgument = Annotated[
    str, typer.Argument(metavar="ID", help="Who uses it: letters, digits, hyphens.")
]


@app.command("mint")
def key_mint(
    key_id: IdArgument,
    *,
    scope: Annotated[
        list[str] | None,
        typer.Option(
            help="read answers everything; beside it read:personal shows personal "
            "data in clear, and outcome:write states outcomes of cases. Give the "
            "option once for each.",
            show_default="read",
        ),
    ] = None,
    expires: Annotated[
        str | None,
        typer.Option(help="Date or RFC 3339 instant from which it works no longer."),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Withdraw the id's present key.")
    ] = False,
    data_dir: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a key and print it, this once: only its hash is kept."""
    from api.keys import READ, SCOPES

    scopes = tuple(sorted(set(scope or (READ,))))
    if READ not in scopes or not set(scopes) <= set(SCOPES):
        raise typer.BadParameter(
            f"expected read, and of the others those wanted: {', '.join(SCOPES[1:])}",
            param_hint="--scope",
        )
    expires_at = instant(expires, "--expires")
    if expires_at is not None and expires_at <= time.time() * 1000:
        raise typer.BadParameter(f"{expires!r} is past", param_hint="--expires")
    ring = _ring(data_dir)
    try:
        key = ring.mint(key_id, scopes, expires_at=expires_at, replace=replace)
    except ValueError as error:  # says what is wrong with the id
        raise typer.BadParameter(str(error), param_hint="ID") from error
    (kept,) = (item for item in ring.entries() if item.key_id == key_id)
    show({**_facts(kept), "key": key}, as_json=as_json, table=lambda: say(key))


@app.command("list")
def key_list(*, data_dir: DataOption = None, as_json: JsonOption = False) -> None:
    """Ids, scopes and dates of the keys; not the keys, which nobody knows."""
    facts = [_facts(key) for key in _ring(data_dir).entries()]
    columns = ("Id", "Scopes", "Created", "Expires", "State")
    rows = [
        (
            item["key_id"],
            " ".join(item["scopes"]),
            item["created_at"],
            item["expires_at"],
            "expired" if item["expired"] else "valid",
        )
        for item in facts
    ]
    show(facts, as_json=as_json, table=lambda: print_table("API keys", columns, rows))


@app.command("revoke")
def key_revoke(
    key_id: IdArgument, *, data_dir: DataOption = None, as_json: JsonOption = False
) -> None:
    """Withdraw a key; it and its browser sessions end within a second."""
    _ring(data_dir).revoke(key_id)
    show(
        {"revoked": key_id},
        as_json=as_json,
        table=lambda: say(f"{key_id} is revoked"),
    )


def _ring(data_dir: Path | None) -> KeyRing:
    from api.keys import KeyRing

    return KeyRing(settings_of(None, data_dir).data_dir)


def _facts(key: ApiKey) -> dict[str, Any]:
    from graph.instant import format_instant

    return {
        "key_id": key.key_id,
        "scopes": list(key.scopes),
        "created_at": format_instant(key.created_at),
        "expires_at": format_instant(key.expires_at),
        "expired": key.expired,
    }
