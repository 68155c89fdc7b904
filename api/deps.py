"""Dependencies of the handlers, as reusable annotations."""

from __future__ import annotations

import base64
import binascii
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import Depends, Path, Query, Request

from api.errors import ProblemError
from api.paths import LONGEST_ID
from api.schemas.examples import (
    DEMO_ACCOUNT,
    DEMO_CIRCLE,
    DEMO_GUARANTEE,
    DEMO_INSTANT,
    DEMO_PARTY,
)
from api.service import Service
from api.turns import TurnsDep
from graph.analysis.neighbourhood import Extent
from graph.analysis.relations import RELATIONS
from graph.errors import MergedError, NotFoundError, SnapshotNotHeldError
from graph.instant import At, format_instant, parse_as_of, parse_instant

if TYPE_CHECKING:
    from collections.abc import Callable


async def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


ServiceDep = Annotated[Service, Depends(_service)]

_INSTANT = (
    r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?)?$"
)
AsOfText = Annotated[
    str | None,
    Query(
        pattern=_INSTANT,
        description="Facts true at this RFC 3339 instant, or at the end of this date; "
        "UTC without a zone. By default that of the published snapshot.",
        examples=[DEMO_INSTANT],
    ),
]
KnownAtText = Annotated[
    str | None,
    Query(
        pattern=_INSTANT,
        description="As they were known at this RFC 3339 instant, or when this date "
        "began; UTC without a zone. By default the last commit.",
    ),
]


Axis = Literal["as_of", "known_at"]
_PARSERS: dict[Axis, Callable[[str], int]] = {
    "as_of": parse_as_of,
    "known_at": parse_instant,
}


def _instant(axis: Axis, text: str | None) -> int | None:
    try:
        return None if text is None else _PARSERS[axis](text)
    except (ValueError, OverflowError) as error:
        raise ProblemError(422, "invalid-instant", f"{axis}: {error}") from error


def _at(
    service: ServiceDep, as_of: AsOfText = None, known_at: KnownAtText = None
) -> At:
    return service.at(_instant("as_of", as_of), _instant("known_at", known_at))


AtDep = Annotated[At, Depends(_at)]


async def _published_at(
    service: ServiceDep, as_of: AsOfText = None, known_at: KnownAtText = None
) -> At:
    """Analyses answer for the published instant only; another one is a 409."""
    own = service.published.at
    wanted = _instant("as_of", as_of), _instant("known_at", known_at)
    at = At(
        own.as_of if wanted[0] is None else wanted[0],
        own.known_at if wanted[1] is None else wanted[1],
    )
    if at != own:
        options = [
            f" --{name} {format_instant(value)}"
            for name, value in zip(("as-of", "known-at"), wanted, strict=True)
            if value is not None
        ]
        command = "suretynet snapshot build" + "".join(options)
        raise SnapshotNotHeldError(str(at), command)
    return own


PublishedAt = Depends(_published_at)


def _node_id(description: str, example: str) -> Any:
    return Path(
        min_length=1,
        max_length=LONGEST_ID,
        pattern=r"^[^\x00-\x1f\x7f]+$",
        description=description,
        examples=[example],
    )


_PartyId = Annotated[str, _node_id("Party id, scheme and value.", DEMO_PARTY)]
GuaranteeId = Annotated[
    str, _node_id("Id of the contract, scheme and value.", DEMO_GUARANTEE)
]

AccountId = Annotated[
    str, _node_id("Id of the account, scheme and value.", DEMO_ACCOUNT)
]
NodeId = Annotated[str, _node_id("Id of the node, scheme and value.", DEMO_GUARANTEE)]


def resolved(service: Service, party_id: str, at: At) -> str:
    """The id itself.

    Raises
    ------
    MergedError
        It lives on under another one.
    NotFoundError
        Nobody is known by it at that instant.
    """
    canonical = service.store.view(at).resolve(party_id)
    if canonical != party_id:
        raise MergedError(party_id, canonical)
    return party_id


def _party(party_id: _PartyId, service: ServiceDep, at: AtDep) -> str:
    return resolved(service, party_id, at)


def _published_party(
    party_id: _PartyId, service: ServiceDep, at: Annotated[At, PublishedAt]
) -> str:
    try:
        return resolved(service, party_id, at)
    except NotFoundError:
        service.published.snapshot.number("party", party_id)  # named, not described
        return party_id


async def _party_at_once(
    party_id: _PartyId,
    service: ServiceDep,
    turns: TurnsDep,
    at: Annotated[At, PublishedAt],
) -> str:
    """The id, without a read where the snapshot has it: then it was not merged."""
    try:
        service.published.snapshot.number("party", party_id)
    except NotFoundError:
        return await turns.now(partial(resolved, service, party_id, at))
    return party_id


PartyId = Annotated[str, Depends(_party)]
"""A party known at the instant of the request; 308 where it was merged."""
PublishedPartyId = Annotated[str, Depends(_published_party)]
"""A party of the published snapshot; 308 where it was merged."""
PartyIdAtOnce = Annotated[str, Depends(_party_at_once)]
"""The same, where it is found without a thread of its own."""

CircleId = Annotated[
    str,
    Path(pattern=r"^C-[0-9a-f]{12}$", description="Circle id.", examples=[DEMO_CIRCLE]),
]
Limit = Annotated[int, Query(ge=1, le=200, description="Most items on a page.")]
Cursor = Annotated[
    str | None,
    Query(max_length=100, description="`next` of the page before."),
]


Relations = Annotated[
    str | None,
    Query(
        max_length=200,
        description=f"Comma-separated: {', '.join(RELATIONS)}; by default those that "
        "`/v1/ontology` names as usual.",
        examples=["guarantee,ownership"],
    ),
]


def relations_of(text: str | None) -> tuple[str, ...] | None:
    """Relation names from a comma-separated list; None for the usual ones.

    Raises
    ------
    ProblemError
        One is unknown.
    """
    if not text:
        return None
    names = tuple(dict.fromkeys(text.split(",")))
    unknown = [name for name in names if name not in RELATIONS]
    if unknown:
        raise ProblemError(
            422,
            "unknown-relation",
            f"unknown: {', '.join(unknown)}; known: {', '.join(RELATIONS)}",
        )
    return names


def _extent(
    service: ServiceDep,
    *,
    relations: Relations = None,
    direction: Annotated[Literal["both", "in", "out"], Query()] = "both",
    depth: Annotated[int, Query(ge=1, le=4)] = 1,
    limit: Annotated[int, Query(ge=2, le=1_500)] = 60,
    hub_cap: Annotated[
        int | None,
        Query(
            ge=1,
            le=1_500,
            description="Links per node and relation, largest first; by default as the "
            "service is set.",
        ),
    ] = None,
    fold: Annotated[
        bool,
        Query(
            description="Whether parallel links, of one relation from one node to "
            "another, are one edge that counts them and adds them up.",
        ),
    ] = True,
) -> Extent:
    return Extent(
        relations=relations_of(relations),
        direction=direction,
        depth=depth,
        limit=min(limit, service.settings.graph_limit),
        hub_cap=service.settings.hub_cap if hub_cap is None else hub_cap,
        fold=fold,
    )


ExtentDep = Annotated[Extent, Depends(_extent)]
"""How far a picture looks."""
Layout = Annotated[Literal["hops", "layers", "force"], Query()]


_OFFSET_DIGITS = 15


def offset_of(cursor: str | None, scope: str) -> int:
    """Position that a cursor of this list stands for.

    Raises
    ------
    ProblemError
        The cursor is not one of this list.
    """
    if cursor is None:
        return 0
    refusal = ProblemError(422, "invalid-cursor", "This cursor is not of this list.")
    try:
        name, _, number = base64.urlsafe_b64decode(cursor).decode().rpartition(":")
    except (binascii.Error, ValueError) as error:
        raise refusal from error
    if name != scope or not (number.isascii() and number.isdigit()):
        raise refusal
    if len(number) > _OFFSET_DIGITS:  # no list is as long, and no store counts so far
        raise refusal
    return int(number)


def cursor_at(offset: int, scope: str) -> str:
    """Cursor of a position in a list that `scope` identifies."""
    return base64.urlsafe_b64encode(f"{scope}:{offset}".encode()).decode()
