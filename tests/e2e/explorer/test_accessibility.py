"""No page breaks a rule of WCAG 2.2 AA that axe can see."""

from __future__ import annotations

import re

import pytest

from axe import violations


@pytest.fixture(scope="module")
def shared_context(unwatched_context, session_cookie):
    """One for all pages, which keeps what it compiled: nothing here is written."""
    with unwatched_context(session_cookie) as context:
        yield context


@pytest.fixture
def page(shared_context, watch):
    page = shared_context.new_page()
    watch.follow(page)
    yield page
    page.close()


@pytest.fixture(scope="module")
def places(api, economy):
    case = api("/portfolio")["demo_case"]
    links = api(f"/entities/{case['party_id']}/neighbours", relations="guarantee")
    account = api("/accounts", limit=1)["items"][0]["account_id"]
    contract = next(c for edge in links["edges"] for c in edge["contracts"])
    return {
        "home": ((), {}),
        "party": (("parties", case["party_id"]), {}),
        "guarantees": (("parties", case["party_id"]), {"tab": "guarantees"}),
        "events": (("parties", economy.case["controlled"][2]), {"tab": "events"}),
        "contract": (("nodes", "guarantee", contract), {}),
        "circle": (("circles", case["circle_id"]), {}),
        "circles": (("circles",), {}),
        "rings": (("rings",), {}),
        "search of rings": (
            ("rings",),
            {"window": 20, "times": "any", "min_length": 2},
        ),
        "pattern": (("patterns", "fan_in"), {}),
        "ring": (("rings", api("/rings", limit=1)["items"][0]["ring_id"]), {"step": 2}),
        "accounts": (("accounts",), {}),
        "account": (("accounts", account), {"tab": "counterparties"}),
        "check": (("check",), {"guarantor": economy.case["focus"]}),
        "search": (("parties",), {"q": "Linyuan"}),
        "nothing": (("parties",), {"q": "nobody of this name"}),
    }


PLACES = (
    "home",
    "party",
    "guarantees",
    "events",
    "circle",
    "contract",
    "circles",
    "rings",
    "search of rings",
    "pattern",
    "ring",
    "accounts",
    "account",
    "check",
    "search",
    "nothing",
)


@pytest.mark.parametrize("place", PLACES)
def test_a_page_breaks_no_rule(page, open_at, places, axe, place):
    path, query = places[place]
    open_at(page, *path, **query)
    page.wait_for_load_state("networkidle")

    assert violations(page, axe) == []


def test_what_opens_over_a_page_breaks_no_rule(page, open_at, places, picture, axe):
    path, _ = places["party"]
    open_at(page, *path, sheet="nodes")
    picture(page).click(path[1], button="right")
    page.get_by_role("dialog", name=re.compile("^Expand")).wait_for()
    page.get_by_role("button", name=re.compile("^Gives guarantees")).wait_for()
    assert violations(page, axe) == []
    page.keyboard.press("Escape")

    for button, panel in (
        ("Keys", "Keys"),
        ("As of", "Two dates"),
        ("Relations", "Relations"),
        ("Find path", "Find a path"),
    ):
        page.get_by_role("button", name=button).click()
        page.get_by_role("dialog", name=panel).wait_for()
        assert violations(page, axe) == []
        page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("Linyuan")
    page.get_by_role("option").first.wait_for()
    assert violations(page, axe) == []


def test_the_sign_in_page_breaks_no_rule(new_context, origin, axe, watch):
    watch.expect("status of 401")
    page = new_context().new_page()
    page.goto(origin)
    page.get_by_role("heading", level=1).wait_for()

    assert violations(page, axe) == []
