"""What began month by month, of a circle and of a party, as a strip and as a table."""

from __future__ import annotations

import re

import httpx
import pytest
from playwright.sync_api import expect

from api.keys import READ, KeyRing

TEXTS = {
    "en-GB": ("How it came about", "As table", "4 Sep 2026: the circle closes"),
    "zh-CN": ("形成过程", "查看表格", "2026年9月4日：担保圈形成"),
}


@pytest.fixture
def circle_id(api):
    return api("/portfolio")["demo_case"]["circle_id"]


@pytest.mark.parametrize("locale", TEXTS)
def test_the_strip_says_what_its_table_says(
    new_context, session_cookie, open_at, api, circle_id, locale
):
    title, as_table, closes = TEXTS[locale]
    months = api(f"/circles/{circle_id}/timeline")["months"]
    page = new_context(session_cookie, locale=locale).new_page()
    open_at(page, "circles", circle_id)
    strip = page.get_by_role("region", name=title)
    plot = strip.locator(".strip-plot")
    paid = sum(month["payments"]["count"] for month in months)
    found = sum(len(month["outcomes"]) for month in months)
    for text in (closes, months[0]["month"], months[-1]["month"], str(paid)):
        expect(plot).to_have_attribute("aria-label", re.compile(re.escape(text)))
    expect(plot.get_by_text(closes)).to_be_visible()
    for name in ("guarantees", "payments"):
        began = [month for month in months if month[name]["count"]]
        assert 0 < len(began) <= plot.locator("circle").count()
    with_outcomes = [month for month in months if month["outcomes"]]
    expect(plot.locator(".outcome-mark")).to_have_count(len(with_outcomes))

    strip.get_by_role("button", name=as_table).click()
    rows = page.locator(".table-panel tbody tr")
    expect(rows).to_have_count(len(months))
    expect(rows.locator(".outcome-mark")).to_have_count(found)
    expect(rows.last).to_contain_text(months[-1]["month"])


def test_without_the_scope_the_strip_says_that_something_may_be_hidden(
    new_context, origin, open_at, economy, circle_id
):
    token = KeyRing(economy.home).mint_login("demo", (READ,))
    answer = httpx.post(f"{origin}/v1/session", json={"token": token})
    ((name, value),) = answer.cookies.items()
    page = new_context({"name": name, "value": value, "url": origin}).new_page()
    open_at(page, "circles", circle_id)
    expect(page.locator(".strip .masked")).to_be_visible()


def test_the_strip_of_a_party_ends_on_the_day_that_is_asked_for(
    page, open_at, api, economy
):
    party = economy.case["controlled"][2]
    for as_of in (None, "2026-08-31"):
        at = {"as_of": as_of} if as_of else {}
        months = api(f"/entities/{party}/timeline", **at)["months"]
        found = [month for month in months if month["outcomes"]]
        open_at(page, "parties", party, tab="events", **at)
        strip = page.get_by_role("region", name="Over time")
        expect(strip.locator(".strip-plot .outcome-mark")).to_have_count(len(found))
        strip.get_by_role("button", name="As table").click()
        expect(page.locator(".past-table tbody tr")).to_have_count(len(months))
        strip.get_by_role("button", name="As table").click()
        expect(page.locator(".past-table")).to_have_count(0)
    assert len(found) == 1
