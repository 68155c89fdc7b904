"""The explorer in a real Chromium, over the service as its users start it.

One economy of 1,000 companies is generated, loaded and published once, with a few odd
parties beside it, and served by one process. Each test gets a browser context of its
own, signed in unless it says otherwise, and fails on any console error, page error,
failed request or request that leaves this machine; what a test provokes on purpose it
names with ``watch.expect``.
"""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx
import pytest

from api.keys import SCOPES, KeyRing, Principal
from graph.analysis.contagion import ContagionParameters
from graph.analysis.publish import publish
from graph.instant import At, from_milliseconds, parse_instant
from graph.stores import open_store
from graph.testing.facts import guarantee_rows, write
from ingest.load import load
from ingest.synthetic import generate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

PATIENCE_MS = 30_000
START_LIMIT_S = 120.0
LAST_MS_OF_DAY = 86_400_000 - 1
FEW_WORLDS = ContagionParameters(n_worlds=1_024)
VIEW = {"width": 1440, "height": 900}
LAUNCH = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-device-scale-factor=1",
)
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
        return KeyRing(self.home).mint_login(Principal("e2e", SCOPES))


@dataclass(slots=True)
class Watch:
    """What went wrong in a page, unless it was expected."""

    origin: str
    faults: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def expect(self, pattern: str) -> None:
        """Faults that match this regular expression are what the test provokes."""
        self.expected.append(pattern)

    def follow(self, page: Page) -> None:
        """Write down what goes wrong in this page."""
        note = self.faults.append
        page.on("console", lambda m: m.type == "error" and note(f"console: {m.text}"))
        page.on("pageerror", lambda error: note(f"page error: {error}"))
        page.on("requestfailed", lambda r: self._fail(r.url, r.failure))
        page.on("request", lambda r: self._stay(r.url))

    def _fail(self, url: str, failure: str | None) -> None:
        if failure != "net::ERR_ABORTED":  # which the page itself gave up
            self.faults.append(f"failed: {url} {failure}")

    def _stay(self, url: str) -> None:
        if not url.startswith((self.origin, "data:", "blob:", "about:")):
            self.faults.append(f"left the service: {url}")

    def unexpected(self) -> list[str]:
        """Faults that no pattern explains."""
        return [
            fault
            for fault in self.faults
            if not any(re.search(pattern, fault) for pattern in self.expected)
        ]


@dataclass(frozen=True, slots=True)
class Picture:
    """The graph that a page draws, as its hooks tell and as a mouse meets it."""

    page: Page

    def settle(self) -> None:
        """Wait until nothing is loading; the page forbids strings to be evaluated."""
        self.page.evaluate(
            """() => new Promise((done) => {
              const look = () =>
                window.__graph?.isIdle() ? done(null) : requestAnimationFrame(look);
              look();
            })"""
        )

    def visible(self) -> dict[str, list[str]]:
        """Ids of the drawn `nodes` and `edges`."""
        self.settle()
        return self.page.evaluate("() => window.__graph.getVisible()")

    def nodes(self) -> set[str]:
        """Ids of the drawn nodes."""
        return set(self.visible()["nodes"])

    def spot(self, node: str) -> tuple[float, float]:
        """Where a node's middle is in the window."""
        x, y = self.page.evaluate(
            """async (id) => {
              await new Promise((done) =>
                requestAnimationFrame(() => requestAnimationFrame(done)));
              const holder = document.querySelector(".__________cytoscape_container");
              const at = holder._cyreg.cy.getElementById(id).renderedPosition();
              const box = holder.getBoundingClientRect();
              return [box.x + at.x, box.y + at.y];
            }""",
            node,
        )
        return x, y

    def classes(self, element: str) -> set[str]:
        """Style classes of a node or an edge."""
        return set(
            self.page.evaluate(
                """(id) => document.querySelector(".__________cytoscape_container")
                  ._cyreg.cy.getElementById(id).classes()""",
                element,
            )
        )

    def click(self, node: str, button: str = "left") -> None:
        """Click a node with the mouse."""
        self.page.mouse.click(*self.spot(node), button=button)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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
            env={**os.environ, "SURETYNET_N_WORLDS": str(FEW_WORLDS.n_worlds)},
        ) as process,
    ):
        try:
            _await_ready(origin, process, log)
            yield origin
        finally:
            process.terminate()


def _await_ready(origin: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_LIMIT_S
    while time.monotonic() < end and process.poll() is None:
        try:
            if httpx.get(f"{origin}/readyz", timeout=10).status_code == HTTPStatus.OK:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    pytest.fail(f"the service did not start:\n{log.read_text(encoding='utf-8')}")


@pytest.fixture(scope="session")
def explorer(root: Path) -> None:
    """The built explorer, which the service serves."""
    if not (root / "visual" / "static" / "dist" / "index.html").is_file():
        pytest.fail("the explorer is not built: run make visual", pytrace=False)


@pytest.fixture(scope="session")
def economy(explorer, tmp_path_factory: pytest.TempPathFactory) -> Economy:
    """The demo economy, small, with its planted case and three odd names."""
    home = tmp_path_factory.mktemp("economy")
    truth = generate(home / "demo-bundle", companies=1_000)
    names = {"long": LONG_NAME, "formula": FORMULA_NAME, "markup": MARKUP_NAME}
    rows = guarantee_rows(("odd-long", "odd-formula"), ("odd-formula", "odd-markup"))
    rows["party"] = [
        {"party_id": f"odd-{name}", "name": text, "party_type": "company"}
        for name, text in names.items()
    ]
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
def origin(economy: Economy) -> Iterator[str]:
    """Address of the running service."""
    with served(economy.home, _free_port()) as address:
        yield address


@pytest.fixture
def second_service(economy: Economy) -> Callable[[], Any]:
    """Starts a service of the same folder at the same port each time, to be ended."""
    port = _free_port()
    return lambda: served(economy.home, port)


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


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    """One Chromium per file: a longer one would keep its event loop in other tests."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=chromium_path, args=list(LAUNCH)
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def session_cookie(origin: str, economy: Economy) -> dict[str, str]:
    """Cookie of a browser session."""
    answer = httpx.post(f"{origin}/v1/session", json={"token": economy.token()})
    ((name, value),) = answer.cookies.items()
    return {"name": name, "value": value, "url": origin}


@pytest.fixture
def watch(origin: str) -> Iterator[Watch]:
    """Fails the test for what went wrong in its pages."""
    watched = Watch(origin)
    yield watched
    assert watched.unexpected() == []


@pytest.fixture
def new_context(browser: Browser, watch: Watch) -> Iterator[Callable[..., Any]]:
    """Makes watched contexts of the given options, closed at the end."""
    made: list[BrowserContext] = []

    def make(cookie: dict[str, str] | None = None, **options: Any) -> BrowserContext:
        usual = {"viewport": VIEW, "locale": "en-GB", "reduced_motion": "reduce"}
        context = browser.new_context(**{**usual, **options})
        context.set_default_timeout(PATIENCE_MS)
        context.on("page", lambda page: watch.follow(page))  # noqa: PLW0108 - slotted
        if cookie:
            context.add_cookies([cookie])
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def page(new_context, session_cookie: dict[str, str]) -> Page:
    """A page of a signed-in reader, not yet anywhere."""
    return new_context(session_cookie).new_page()


@pytest.fixture
def open_at(origin: str) -> Callable[..., Page]:
    """Opens a place of the explorer: ``open_at(page, "parties", "p-1", depth=1)``."""

    def go(page: Page, *path: str, **query: object) -> Page:
        tail = "&".join(f"{name}={quote(str(v))}" for name, v in query.items())
        address = "/".join(quote(part, safe="") for part in path)
        page.goto(f"{origin}/#/{address}{'?' + tail if tail else ''}")
        page.get_by_role("heading", level=1).wait_for()
        if path and path[0] in ("parties", "circles") and len(path) > 1:
            Picture(page).settle()
        return page

    return go


@pytest.fixture
def picture() -> type[Picture]:
    """The graph on a page: ``picture(page).nodes()``."""
    return Picture
