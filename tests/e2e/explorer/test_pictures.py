"""Pictures of each page, for people to look at beside the design.

They go to ``test-artifacts/pictures``; with ``SURETYNET_UPDATE_PICTURES=1`` the one of
the README is written too.
"""

from __future__ import annotations

import os
import re

import pytest
from playwright.sync_api import expect

UPDATE = os.environ.get("SURETYNET_UPDATE_PICTURES") == "1"
LARGE = {"width": 2560, "height": 1440}


@pytest.fixture
def show(new_context, session_cookie, open_at, api, economy):
    """Opens a page and waits for all it shows: ``show("home", viewport=LARGE)``."""
    case = api("/portfolio")["demo_case"]
    ring = economy.case["ring"]
    links = api(f"/entities/{case['party_id']}/neighbours", relations="guarantee")
    contract = next(c for edge in links["edges"] for c in edge["contracts"])
    places = {
        "home": ((), {}),
        "party": (("parties", case["party_id"]), {}),
        "circle": (("circles", case["circle_id"]), {}),
        "contract": (("nodes", "guarantee", contract), {}),
        "circles": (("circles",), {}),
        "check": (("check",), {"guarantor": ring[3], "debtor": ring[0]}),
        "search": (("parties",), {"q": "Linyuan"}),
        "nothing": (("parties",), {"q": "Boyuan Txetlie"}),
        "long": (("parties", economy.odd["long"]), {}),
    }

    def go(place, **options):
        path, query = places[place]
        page = open_at(
            new_context(session_cookie, **options).new_page(), *path, **query
        )
        if place == "check":
            page.get_by_role("button", name="Check", exact=True).click()
            page.locator(".check-path").wait_for()
        page.wait_for_load_state("networkidle")
        return page

    return go


@pytest.fixture(scope="session")
def gallery(root):
    folder = root / "test-artifacts" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.mark.parametrize(
    "place", ["home", "party", "contract", "circle", "check", "search"]
)
def test_a_page_is_pictured_in_each_language_and_theme(show, gallery, place):
    page = show(place)

    for language, name in (("en", "EN"), ("zh", "中文")):
        page.get_by_role("radio", name=name).click()
        expect(page.locator("html")).to_have_attribute("lang", re.compile(language))
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            file = gallery / f"{place}-{language}-{scheme}.png"
            assert page.screenshot(path=file).startswith(b"\x89PNG")


@pytest.mark.parametrize("place", ["nothing", "long", "circles"])
def test_a_state_is_pictured(show, gallery, place):
    assert show(place).screenshot(path=gallery / f"{place}-en-light.png")


@pytest.mark.parametrize("place", ["home", "party", "circle"])
def test_a_large_screen_is_pictured(show, gallery, place):
    page = show(place, viewport=LARGE)

    assert page.screenshot(path=gallery / f"{place}-2560.png")


@pytest.mark.parametrize("place", ["home", "party", "contract", "circle"])
def test_a_narrow_window_is_pictured(show, gallery, place):
    page = show(place, viewport={"width": 320, "height": 900})

    assert page.screenshot(path=gallery / f"{place}-320.png")


def test_the_picture_of_the_readme_is_made(show, gallery, root):
    page = show("circle")
    folder = root / "docs" / "pictures" if UPDATE else gallery
    folder.mkdir(parents=True, exist_ok=True)

    assert page.screenshot(path=folder / "circle.png")
