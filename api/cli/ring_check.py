"""``suretynet rings check``: whether a transfer brings money back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

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
from api.cli.ring_options import (
    GainOption,
    GapOption,
    KeepOption,
    MaxLengthOption,
    MaxWorkOption,
    MinLengthOption,
    NoConservationOption,
    RelatedHopOption,
    WindowOption,
)

if TYPE_CHECKING:
    from graph.analysis.transfer_check_record import TransferCheckRecord


def rings_check(
    payer: Annotated[str, typer.Argument(help="Account that pays.")],
    payee: Annotated[str, typer.Argument(help="Account that is paid.")],
    amount: Annotated[str, typer.Argument(help="Decimal, in major units.")],
    moved_at: Annotated[str, typer.Argument(help="UTC; a date or an instant.")],
    *,
    store: StoreOption = None,
    data_dir: DataOption = None,
    currency: Annotated[
        str | None, typer.Option(help="By default the reporting currency.")
    ] = None,
    source: Annotated[str, typer.Option(help="Source of its record.")] = "",
    record: Annotated[str, typer.Option(help="Its record id.")] = "",
    order_no: Annotated[
        str, typer.Option(help="Its place in the source among those of one moment.")
    ] = "",
    min_length: MinLengthOption = 3,
    max_length: MaxLengthOption = 6,
    gap: GapOption = 5,
    window: WindowOption = 30,
    keep: KeepOption = 0.9,
    gain: GainOption = 1.0,
    no_conservation: NoConservationOption = False,
    related_hop: RelatedHopOption = False,
    max_work: MaxWorkOption = None,
    as_json: JsonOption = False,
) -> None:
    """Would this transfer bring money back to where it started? The rings it closes.

    Asked of the published snapshot and every transfer written since.
    """
    from graph.analysis.asked_transfer import AskedTransfer
    from graph.analysis.transfer_check import (
        MAX_WORK,
        TransferChecker,
        check_parameters,
    )
    from graph.analysis.transfer_check_record import transfer_check_record

    try:
        chosen = check_parameters(
            min_length=min_length,
            max_length=max_length,
            gap=gap,
            window=window,
            keep=keep,
            gain=gain,
            conserving=not no_conservation,
            related_hop=related_hop,
            max_work=MAX_WORK if max_work is None else max_work,
        )
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    settings = settings_of(store, data_dir)
    with opened(settings) as opened_store:
        published = published_by(settings, opened_store)
        asked = AskedTransfer(
            payer_id=payer,
            payee_id=payee,
            amount=amount,
            currency=currency or published.currency,
            moved_at=moved_at,
            source=source,
            record_id=record,
            order_no=order_no,
        )
        checker = TransferChecker.of(published.snapshot).advanced(opened_store)
        found = transfer_check_record(published, checker, asked, chosen)
    show(found, as_json=as_json, table=lambda: _print(found))


def _print(found: TransferCheckRecord) -> None:
    for ring in found.rings:
        say(" -> ".join((*ring.account_ids, ring.account_ids[0])))
        for reason in ring.reasons:
            say(f"  {reason.text.en}")
    for account in found.unknown_accounts:
        say(f"nothing was ever paid from or to {account}")
    for assumption in found.assumptions:
        say(assumption.en)
    count = len(found.rings)
    say(f"closes {count} {'ring' if count == 1 else 'rings'}")
