"""``suretynet rings state`` and ``undo``: what is said of a ring."""

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
from api.cli.ring_options import PersonalOption
from api.cli.ring_tables import state_text

if TYPE_CHECKING:
    from graph.analysis.published import Published
    from graph.analysis.ring_list import RingRecord
    from graph.analysis.ring_outcomes import RingCase
    from graph.stores.base import Store

RingArgument = Annotated[str, typer.Argument(metavar="RING", help="Ring id, R-...")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("state")(state)
    app.command("undo")(undo)


def state(
    ring_id: RingArgument,
    outcome: Annotated[str, typer.Argument(help="noted, confirmed or dismissed.")],
    *,
    reason: Annotated[str, typer.Option(help="Why; kept with what is said.")],
    by: Annotated[
        str | None, typer.Option(help="Who says it; default: this system's user.")
    ] = None,
    store: StoreOption = None,
    data_dir: DataOption = None,
    personal: PersonalOption = False,
    as_json: JsonOption = False,
) -> None:
    """Note, confirm or dismiss a ring: a case outcome of each of its known holders.

    Where one of them is or may be a natural person it needs --personal.
    """
    from graph.analysis.ring_statements import OUTCOMES, state_outcome

    if outcome not in OUTCOMES:
        expected = f"expected one of {', '.join(OUTCOMES)}"
        raise typer.BadParameter(expected, param_hint="OUTCOME")
    settings = settings_of(store, data_dir)
    with opened(settings) as source:
        published = published_by(settings, source)
        _refuse_unseen(published, source, ring_id, personal=personal)
        state_outcome(
            source,
            _ring(published, source, ring_id),
            outcome,
            reason,
            by=by or _user(),
            four_eyes=settings.four_eyes,
        )
        case = _case(published, source, ring_id, personal=personal)
    show(case, as_json=as_json, table=lambda: _say_state(ring_id, case))


def undo(
    ring_id: RingArgument,
    outcome_id: Annotated[
        str, typer.Argument(metavar="OUTCOME", help="Id of what was said, O-...")
    ],
    *,
    store: StoreOption = None,
    data_dir: DataOption = None,
    personal: PersonalOption = False,
    as_json: JsonOption = False,
) -> None:
    """Take back what was said of a ring, be it no longer published.

    History keeps it. It needs --personal where stating it would.
    """
    from graph.analysis.ring_statements import retract_outcome

    settings = settings_of(store, data_dir)
    with opened(settings) as source:
        published = published_by(settings, source)
        _refuse_unseen(published, source, ring_id, personal=personal)
        retract_outcome(source, ring_id, outcome_id)
        case = _case(published, source, ring_id, personal=personal)
    show(case, as_json=as_json, table=lambda: _say_state(ring_id, case))


def _ring(published: Published, source: Store, ring_id: str) -> RingRecord:
    from graph.analysis.ring_list import ring_record

    return ring_record(published, published.rings(source), ring_id)


def _case(
    published: Published, source: Store, ring_id: str, *, personal: bool
) -> RingCase:
    from graph.analysis.ring_list import ring_case
    from graph.analysis.ring_outcomes import RingCases

    cases = RingCases(source, sees_personal=personal)
    return ring_case(published, source, ring_id, cases)


def _refuse_unseen(
    published: Published, source: Store, ring_id: str, *, personal: bool
) -> None:
    """Refuse to decide what is not shown, whether there is anything or not."""
    if _case(published, source, ring_id, personal=personal).hidden:
        raise typer.BadParameter(
            "needed: a holder of this ring is, or may be, a natural person",
            param_hint="--personal",
        )


def _say_state(ring_id: str, case: RingCase) -> None:
    latest = f" ({case.outcomes[0].outcome_id})" if case.outcomes else ""
    say(f"{ring_id} is {state_text(case.state)}{latest}")


def _user() -> str:
    from getpass import getuser

    try:
        return getuser()
    except (KeyError, OSError) as error:
        raise typer.BadParameter("say who says it", param_hint="--by") from error
