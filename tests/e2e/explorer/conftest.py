"""The explorer in a real Chromium, over the service as its users start it.

Each test gets a browser context of its own, signed in unless it says otherwise, and
fails on any console error, page error, failed request or request that leaves this
machine; what a test provokes on purpose it names with ``watch.expect``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx
import pytest

from resources import require

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

PATIENCE_MS = 30_000
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


CYTOSCAPE = "document.querySelector('.__________cytoscape_container')._cyreg.cy"
"""The drawn graph itself, in the page."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The graph that a page draws, as a mouse meets it."""

    page: Page

    def settle(self) -> None:
        """Wait for the answer to the address; CSP forbids `wait_for_function`."""
        self.page.evaluate(
            """(patience) => new Promise((done, fail) => {
              const end = performance.now() + patience;
              const look = () => {
                const pane = document.querySelector(".graph-pane[aria-busy=false]");
                if (pane?.dataset.address === window.location.hash) done(null);
                else if (performance.now() > end) fail(new Error("no picture"));
                else requestAnimationFrame(look);
              };
              look();
            })""",
            PATIENCE_MS,
        )

    def visible(self) -> dict[str, list[str]]:
        """Ids of the drawn `nodes` and `edges`."""
        self.settle()
        return self.page.evaluate(
            f"""() => {{
              const ids = (elements) => elements.map((element) => element.id()).sort();
              const cy = {CYTOSCAPE};
              return {{ nodes: ids(cy.nodes()), edges: ids(cy.edges()) }};
            }}"""
        )

    def nodes(self) -> set[str]:
        """Ids of the drawn nodes."""
        return set(self.visible()["nodes"])

    def spot(self, node: str) -> tuple[float, float]:
        """Where a node's middle is in the window."""
        x, y = self.page.evaluate(
            f"""async (id) => {{
              await new Promise((done) =>
                requestAnimationFrame(() => requestAnimationFrame(done)));
              const cy = {CYTOSCAPE};
              const at = cy.getElementById(id).renderedPosition();
              const box = cy.container().getBoundingClientRect();
              return [box.x + at.x, box.y + at.y];
            }}""",
            node,
        )
        return x, y

    def classes(self, element: str) -> set[str]:
        """Style classes of a node or an edge."""
        classes = f"(id) => {CYTOSCAPE}.getElementById(id).classes()"
        return set(self.page.evaluate(classes, element))

    def place(self, node: str) -> dict[str, float]:
        """Where a node stands in the picture, whatever part of it is shown."""
        position = f"(id) => {CYTOSCAPE}.getElementById(id).position()"
        return self.page.evaluate(position, node)

    def click(self, node: str, button: str = "left") -> None:
        """Click a node with the mouse."""
        self.page.mouse.click(*self.spot(node), button=button)


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
def session_cookie(origin: str, economy: Any) -> dict[str, str]:
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


@pytest.fixture(scope="module")
def unwatched_context(browser: Browser) -> Callable[..., BrowserContext]:
    """Makes contexts of the given options."""

    def make(cookie: dict[str, str] | None = None, **options: Any) -> BrowserContext:
        usual = {"viewport": VIEW, "locale": "en-GB", "reduced_motion": "reduce"}
        context = browser.new_context(**{**usual, **options})
        context.set_default_timeout(PATIENCE_MS)
        if cookie:
            context.add_cookies([cookie])
        return context

    return make


@pytest.fixture
def new_context(unwatched_context, watch: Watch) -> Iterator[Callable[..., Any]]:
    """Makes watched contexts of the given options, closed at the end."""
    made: list[BrowserContext] = []

    def make(cookie: dict[str, str] | None = None, **options: Any) -> BrowserContext:
        context = unwatched_context(cookie, **options)
        context.on("page", lambda page: watch.follow(page))  # noqa: PLW0108 - slotted
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
        drawn = len(path) > 1 and path[0] not in {"rings", "patterns"}
        if drawn and "tab" not in query:
            Picture(page).settle()
        return page

    return go


@pytest.fixture
def picture() -> type[Picture]:
    """The graph on a page: ``picture(page).nodes()``."""
    return Picture


@pytest.fixture(scope="session")
def axe(root: Path) -> str:
    """Source of the checker, which comes with the explorer's development packages."""
    file = root / "visual" / "web" / "node_modules" / "axe-core" / "axe.min.js"
    if not file.is_file():
        require("browser", "axe-core is not installed: run scripts/npm.sh ci")
    return file.read_text(encoding="utf-8")
