"""The service as its users start it, over one small economy.

1,000 companies are generated, loaded and published once, with a few odd parties beside
them, and served by one process.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

import api.analyses
from api.keys import SCOPES, KeyRing
from graph.analysis.contagion import ContagionParameters
from graph.analysis.publish import publish
from graph.instant import At, from_milliseconds, parse_instant
from graph.stores import open_store
from graph.testing.facts import guarantee_rows, write
from ingest.loading.load import load
from ingest.synthetic import generate
from ports import free_port
from resources import require
from waiting import eventually

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LAST_MS_OF_DAY = 86_400_000 - 1
FEW_WORLDS = ContagionParameters(n_worlds=1_024)
LONG_NAME = "Long " * 99 + "Ltd.."
FORMULA_NAME = '=HYPERLINK("http://203.0.113.9","pay")'
MARKUP_NAME = "<script>alert(1)</script><b>Bold</b> Ltd."


@dataclass(frozen=True, slots=True)
class Economy:
    """A data folder that can be served, and what was planted in it."""

    home: Path
    case: dict[str, Any]
    odd: dict[str, str]
    """Ids of parties with odd names: `long`, `formula`, `markup`."""

    def token(self) -> str:
        """A new single-use token."""
        return KeyRing(self.home).mint_login("demo", SCOPES)


@contextmanager
def served(home: Path, port: int) -> Iterator[str]:
    """Origin of a service of this folder, in a process of its own."""
    origin = f"http://127.0.0.1:{port}"
    log = home / f"serve-{port}.log"
    command = [sys.executable, "-m", "api.cli", "serve"]
    with (
        log.open("ab") as file,
        subprocess.Popen(
            [*command, "--data-dir", str(home), "--port", str(port)],
            stdout=file,
            stderr=file,
            env={k: v for k, v in os.environ.items() if not k.startswith("SURETYNET_")},
        ) as process,
    ):
        try:
            _await_ready(origin, process, log)
            yield origin
        finally:
            process.terminate()


def _await_ready(origin: str, process: subprocess.Popen[bytes], log: Path) -> None:
    # one client: each new one reads all certificates, and there are hundreds of looks
    with httpx.Client(base_url=origin, timeout=10) as client:
        eventually(lambda: process.poll() is not None or _ready(client))
    if process.returncode is not None:
        pytest.fail(f"the service ended:\n{log.read_text(encoding='utf-8')}")


def _ready(client: httpx.Client) -> bool:
    try:
        return client.get("/readyz").is_success
    except httpx.TransportError:
        return False


@pytest.fixture(scope="session")
def explorer(root: Path) -> None:
    """The built explorer, which the service serves."""
    index = Path("visual", "static", "dist", "index.html")
    if not (root / index).is_file():
        require("browser", f"the explorer is not built: run make {index}")


@pytest.fixture(scope="session")
def economy(explorer, tmp_path_factory: pytest.TempPathFactory) -> Economy:
    """The demo economy, small, with its planted case, odd names and a hub."""
    home = tmp_path_factory.mktemp("economy")
    truth = generate(home / "demo-bundle", companies=1_000)
    names = {"long": LONG_NAME, "formula": FORMULA_NAME, "markup": MARKUP_NAME}
    names |= {"hub": "Guarantor of many", **{f"client-{n}": f"C{n}" for n in range(24)}}
    rows = guarantee_rows(
        ("odd-long", "odd-formula"),
        ("odd-formula", "odd-markup"),
        *(("odd-hub", f"odd-client-{n}") for n in range(24)),
    )
    rows["party"] = [
        {"party_id": f"odd-{name}", "name": text, "party_type": "company"}
        for name, text in names.items()
    ]
    rows["ownership"] = [{"owner_id": "odd-long", "asset_id": "odd-hub"}]
    day = parse_instant(truth.as_of)
    with open_store(f"sqlite:///{home / 'suretynet.db'}") as store:
        load(
            home / "demo-bundle",
            store,
            source="demo",
            collected_at=from_milliseconds(day),
            rejects_path=home / "rejects.csv",
        )
        write(store, rows)
        at = At(day + LAST_MS_OF_DAY, store.at().known_at)
        publish(store, home, at=at, parameters=FEW_WORLDS)
    case = {**truth.demo_case, "as_of": truth.as_of}
    text = json.dumps(case, ensure_ascii=False)
    (home / "demo-case.json").write_text(text, encoding="utf-8")
    return Economy(home, case, {name: f"odd-{name}" for name in names})


@pytest.fixture(scope="session")
def serve() -> Callable[[Path], Any]:
    """Starts a service of a folder, at a port of its own."""
    return lambda home: served(home, free_port())


@pytest.fixture(scope="session")
def origin(economy: Economy) -> Iterator[str]:
    """Address of the running service."""
    with served(economy.home, free_port()) as address:
        yield address


@pytest.fixture
def second_service(economy: Economy) -> Callable[[], Any]:
    """Starts a service at the same port each time, of the economy unless told."""
    port = free_port()
    return lambda home=economy.home: served(home, port)


@pytest.fixture(scope="session")
def api(origin: str, economy: Economy) -> Iterator[Callable[..., Any]]:
    """Answer of the API, the oracle for what the pages show: ``api("/portfolio")``."""
    key = (economy.home / "demo-key").read_text(encoding="utf-8").strip()
    headers = {"Authorization": f"Bearer {key}"}
    with httpx.Client(base_url=origin, headers=headers, timeout=60) as client:

        def ask(path: str, body: object = None, **query: Any) -> Any:
            method = "GET" if body is None else "POST"
            answer = client.request(method, f"/v1{path}", params=query, json=body)
            answer.raise_for_status()
            return answer.json()

        yield ask
