"""Records as HTTP answers."""

from __future__ import annotations

from typing import Any

import orjson
from fastapi import Response

from graph.analysis.serialization import as_json


def answer(record: Any, **added: Any) -> Response:
    """A record as JSON, with what a handler adds to it.

    The record is not validated a second time: its response model is made from its
    type, and the tests hold answers against the models.
    """
    content = as_json(record) | {name: as_json(item) for name, item in added.items()}
    return Response(orjson.dumps(content), media_type="application/json")
