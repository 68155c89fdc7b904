"""Adds a part of each sort, uses all of them, and tells what came of it as JSON.

``python program.py STORE_URL BUNDLE DATA_DIR``. Each part is a file beside this one
and a line of registration, where the program's own parts have theirs.
"""

from __future__ import annotations

import io
import json
import os
import secrets
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from added_analysis import COMPANY
from added_reader import PledgeReader
from fastapi.testclient import TestClient

from api import cli
from api.app import create_app
from api.keys import READ
from api.settings import Settings
from graph.analysis.registry import register
from graph.engines import ENGINES
from graph.stores import BACKENDS, Backend, open_store
from ingest.readers import READERS

register(COMPANY)
ENGINES["spreading"] = ("added_engine", "SpreadingEngine")
BACKENDS["kept"] = Backend("added_store", "KeptStore")
READERS["pledges"] = PledgeReader()


def command(*arguments: str) -> Any:
    """What a command prints as JSON."""
    sys.argv = ["suretynet", *arguments, "--json"]
    with redirect_stdout(io.StringIO()) as printed:
        try:
            cli.main()
        except SystemExit as end:
            if end.code:
                raise
    return json.loads(printed.getvalue())


def served(url: str, data_dir: Path) -> dict[str, Any]:
    """What the API says, page after page."""
    with open_store(url) as store:
        app = create_app(Settings(data_dir=data_dir, log_level="ERROR"), store)
        key = app.state.keys.mint(secrets.token_hex(4), [READ])
        headers = {"Authorization": f"Bearer {key}"}
        with TestClient(app, base_url="http://127.0.0.1", headers=headers) as client:
            app.state.service.refresh()  # returns once the publication is taken up
            table = "/v1/analyses/company/company"
            first = client.get(table, params={"limit": 3}).json()
            last = client.get(table, params={"cursor": first["next"]}).json()
            listed = client.get("/v1/analyses").json()
    return {"first": first, "last": last, "analyses": listed}


def main(url: str, bundle: str, folder: str) -> None:
    """Load, publish, list, replay."""
    receipt = Path(folder) / "receipt.json"
    told: dict[str, Any] = {
        "loaded": command("load", bundle, "--currency", "CNY"),
        "snapshot": command("snapshot", "build"),
        "listed": command("analyses", "list"),
        "shown": command("analyses", "show", "company"),
        **served(url, Path(folder)),
    }
    receipt.write_text(json.dumps(told["last"]["receipt"]), encoding="utf-8")
    told["replay"] = command("replay", str(receipt))
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    os.environ |= {
        "SURETYNET_STORE": sys.argv[1],
        "SURETYNET_DATA_DIR": sys.argv[3],
        "SURETYNET_ENGINE": "spreading",
        "SURETYNET_N_WORLDS": "64",
    }
    main(*sys.argv[1:])
