"""Signing in with a link that works once."""

from __future__ import annotations

import re

from playwright.sync_api import expect

ENDED = "Your session has ended"
REFUSED = r"status of 401 \(Unauthorized\)"


def test_a_link_signs_in_once_and_leaves_no_token_behind(
    new_context, origin, economy, watch
):
    link = f"{origin}/#token={economy.token()}"
    first = new_context()
    page = first.new_page()
    page.goto(link)

    expect(page.get_by_role("heading", name="Portfolio")).to_be_visible()
    expect(page).to_have_url(f"{origin}/#/")
    (cookie,) = first.cookies()
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Strict"
    assert page.evaluate("() => document.cookie") == ""

    watch.expect(REFUSED)
    again = new_context().new_page()
    again.goto(link)
    expect(again.get_by_role("heading", name=ENDED)).to_be_visible()


def test_a_pasted_link_returns_to_the_view_that_was_asked_for(
    new_context, origin, economy, watch
):
    watch.expect(REFUSED)
    page = new_context().new_page()
    page.goto(f"{origin}/#/circles?kind=mutual_pair")
    field = page.get_by_label("Sign-in link or token")
    field.fill("not a token")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("was not accepted")

    field.fill(f"{origin}/#token={economy.token()}")
    field.press("Enter")

    expect(page.get_by_role("heading", level=1, name="Circles")).to_be_visible()
    expect(page).to_have_url(re.compile(r"#/circles\?kind=mutual_pair$"))


def test_signing_out_ends_the_session(new_context, origin, economy, watch):
    page = new_context().new_page()
    page.goto(f"{origin}/#token={economy.token()}")
    page.get_by_role("heading", name="Portfolio").wait_for()
    watch.expect(REFUSED)

    page.get_by_role("button", name="Sign out").click()

    expect(page.get_by_role("heading", name=ENDED)).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name=ENDED)).to_be_visible()
