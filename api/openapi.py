"""The OpenAPI document as text: ``python -m api.openapi`` prints it.

The explorer's types are generated from the committed copy in ``visual/web``.
"""

from __future__ import annotations

import json
import sys

from api.app import create_app
from api.settings import Settings


def document() -> str:
    """The document, indented, with a final newline."""
    schema = create_app(Settings(log_level="ERROR")).openapi()
    return json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    sys.stdout.write(document())
