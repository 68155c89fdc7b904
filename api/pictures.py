"""Surroundings of nodes as HTTP answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.answers import answer
from graph.analysis.neighbourhood import neighbourhood
from visual.payload import picture
from visual.records import Annotations

if TYPE_CHECKING:
    from fastapi import Response

    from api.keys import Principal
    from api.service import Service
    from graph.analysis.neighbourhood import Extent, NodeKey
    from graph.instant import At


def neighbours(
    service: Service,
    caller: Principal,
    at: At,
    key: NodeKey,
    *,
    extent: Extent,
    layout: str,
) -> Response:
    """The surroundings of a node at an instant, with positions.

    Raises
    ------
    NotFoundError
        No such node is visible at that instant.
    """
    found = neighbourhood(service.view(at), key, extent)
    annotations = Annotations.at(
        service.published,
        at,
        sees_personal=caller.sees_personal,
        store=service.store,
    )
    return answer(picture(found, at, layout=layout, annotations=annotations))
