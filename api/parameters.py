"""Names that a request may use: others are refused, and the nearest one is named.

A misspelt parameter that is ignored gives another question's answer: `asof=` would
answer for today.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from fastapi import Depends, Request
from fastapi.dependencies.utils import get_flat_params
from fastapi.exceptions import RequestValidationError
from fastapi.params import Query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastapi.routing import APIRoute


def unknown_name(name: str, known: Sequence[str], *, what: str) -> str:
    """What to say of a name that is none of those known.

    Examples
    --------
    >>> unknown_name("asof", ["as_of", "limit"], what="query parameter")
    'no such query parameter; did you mean as_of? known: as_of, limit'
    >>> unknown_name("x", [], what="query parameter")
    'no such query parameter; none is known here'
    """
    if not known:
        return f"no such {what}; none is known here"
    near = get_close_matches(name.lower(), known, n=1)
    hint = f"did you mean {near[0]}? " if near else ""
    return f"no such {what}; {hint}known: {', '.join(sorted(known))}"


def unknown_field(route: APIRoute, name: str) -> str:
    """What to say of a field that the body of a route does not have."""
    body = route.body_field
    model = None if body is None else body.field_info.annotation
    known = list(getattr(model, "model_fields", ()))
    return unknown_name(name, known, what="field")


async def _refuse_unknown(request: Request) -> None:
    """Refuse query parameters that the route does not declare.

    Raises
    ------
    RequestValidationError
        At least one is unknown.
    """
    if not request.scope["query_string"]:  # the check is asked without one, and often
        return
    route: APIRoute = request.scope["route"]
    known = [
        field.alias
        for field in get_flat_params(route.dependant)
        if isinstance(field.field_info, Query)
    ]
    unknown = [name for name in request.query_params if name not in known]
    if unknown:
        raise RequestValidationError(
            [
                {
                    "type": "extra_forbidden",
                    "loc": ("query", name),
                    "msg": unknown_name(name, known, what="query parameter"),
                }
                for name in unknown
            ]
        )


KnownParameters = Depends(_refuse_unknown)
"""For whole routers."""
