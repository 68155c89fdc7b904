"""Pictures of a few facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from graph.analysis.neighbourhood import Extent, neighbourhood
from graph.testing.facts import memory_store
from visual.payload import picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from visual.records import Picture


@pytest.fixture
def pictured() -> Callable[..., Picture]:
    """The surroundings of party a in these rows, as a picture."""

    def draw(rows: dict[str, list[dict[str, Any]]], **options: Any) -> Picture:
        store = memory_store(rows)
        at = store.at(0)
        extent = options.pop("extent", Extent(relations=RELATIONS))
        found = neighbourhood(store.view(at), ("party", "a"), extent)
        return picture(found, at, **options)

    return draw


RELATIONS = ("guarantee", "ownership", "role", "family", "contact", "event", "loan")
