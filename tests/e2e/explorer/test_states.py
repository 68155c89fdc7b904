"""What a page says when something is missing, too long or down."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

NARROW = {"width": 320, "height": 225}
"""A window of 1280 x 900 at a zoom of 400 %."""
SIDEWAYS = """() => {
  const root = document.scrollingElement;
  return root.scrollWidth - root.clientWidth;
}"""


def test_an_unknown_address_says_so_and_leads_home(page, origin, watch):
    watch.expect("404")
    page.goto(f"{origin}/#/parties/no-such-party")

    expect(page.get_by_role("alert")).to_contain_text("Nothing here has this address")
    page.get_by_role("link", name="Go to the start page").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Portfolio")


def test_a_day_without_a_snapshot_says_so(page, open_at, watch):
    watch.expect("409")
    open_at(page, as_of="2022-01-31")

    expect(page.get_by_role("alert")).to_contain_text("No snapshot is held")
    page.get_by_role("button", name="Back to now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Portfolio")


def test_the_day_of_the_snapshot_is_answered_by_it(page, open_at, economy):
    open_at(page, as_of=economy.case["as_of"])

    expect(page.get_by_role("heading", level=1)).to_have_text("Portfolio")
    expect(page.get_by_role("button", name="Back to now")).to_be_visible()


def test_a_service_that_is_down_is_named_and_tried_again(
    new_context, second_service, economy, watch
):
    watch.expect("ERR_CONNECTION_REFUSED|status of 401|left the service")
    context = new_context()
    page = context.new_page()
    with second_service() as origin:
        page.goto(f"{origin}/#token={economy.token()}")
        page.get_by_role("heading", name="Portfolio").wait_for()
    page.get_by_role("link", name="Circles", exact=True).click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("The service cannot be reached")
    expect(alert).to_contain_text(re.compile(r"tries again in \d s"))
    page.get_by_role("button", name="Try now").click()
    expect(alert).to_contain_text("The service cannot be reached")

    with second_service() as origin:
        page.get_by_role("heading", name="Your session has ended").wait_for()
        page.get_by_label("Sign-in link or token").fill(economy.token())
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Circles")
        expect(page).to_have_url(f"{origin}/#/circles")


def test_a_vocabulary_that_does_not_come_is_asked_for_again(page, origin, watch):
    watch.expect("status of 503")
    page.route("**/v1/ontology", lambda route: route.fulfill(status=503, json={}))
    page.goto(origin)
    expect(page.get_by_role("alert")).to_contain_text("The service is busy")

    page.unroute("**/v1/ontology")

    page.get_by_role("heading", name="Portfolio").wait_for()


@pytest.mark.parametrize("odd", ["long", "markup", "formula"])
def test_an_odd_name_is_text_and_breaks_no_page(page, open_at, api, economy, odd):
    party = economy.odd[odd]
    name = api(f"/entities/{party}")["name"]
    open_at(page, "parties", party)

    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(name)
    assert heading.bounding_box()["height"] < 60
    assert page.evaluate(SIDEWAYS) <= 0
    bar = page.locator(".context-bar").bounding_box()
    for control in ("Copy link", "As of"):
        box = page.get_by_role("button", name=control).bounding_box()
        assert box["x"] + box["width"] <= bar["x"] + bar["width"]
    page.get_by_role("tab", name=re.compile("^Nodes")).click()
    rows = page.get_by_role("table", name="Nodes").locator("tbody tr")
    assert {row.bounding_box()["height"] < 40 for row in rows.all()} == {True}


def test_at_a_zoom_of_400_percent_the_table_comes_first(
    new_context, session_cookie, open_at, api
):
    page = new_context(session_cookie, viewport=NARROW).new_page()
    case = api("/portfolio")["demo_case"]
    for place in (
        [],
        ["circles", case["circle_id"]],
        ["parties", case["party_id"]],
        ["parties"],
        ["check"],
    ):
        open_at(page, *place)
        assert page.evaluate(SIDEWAYS) <= 0, place
    open_at(page, "circles", case["circle_id"])
    table = page.get_by_role("region", name="The picture as a table")
    table.scroll_into_view_if_needed()
    expect(table.locator("tbody tr").first).to_be_visible()
    assert table.bounding_box()["y"] < page.locator(".canvas").bounding_box()["y"]
