"""What investigations found, on the page of a party."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import expect

from api.keys import READ, KeyRing

LOCALES = {
    "en-GB": ("Money ring: confirmed", "Guarantee fraud: dismissed", "personal data"),
    "zh-CN": ("资金回流：查实", "担保欺诈：排除", "属于个人信息"),
}


@pytest.fixture(params=LOCALES)
def locale(request):
    return request.param


@pytest.fixture
def local_page(new_context, session_cookie, locale):
    return new_context(session_cookie, locale=locale).new_page()


def test_how_a_case_stands_heads_the_page_and_its_outcomes_are_events(
    local_page, open_at, economy, api, locale
):
    confirmed, dismissed, _ = LOCALES[locale]
    payer, cleared = economy.case["controlled"][2], economy.case["controlled"][1]
    for party, words in ((payer, confirmed), (cleared, dismissed)):
        record = api(f"/entities/{party}")
        last = record["outcomes"][0]
        open_at(local_page, "parties", party, tab="events")
        tags = local_page.locator(
            ".context-party .tag", has=local_page.locator(".outcome-mark")
        )
        expect(tags).to_have_text([f"{words} {last['occurred_at'][:10]}"])
        rows = local_page.locator(".page-body tbody tr")
        expect(rows).to_have_count(len(record["events"]) + len(record["outcomes"]))
        row = rows.filter(has_text=words)
        expect(row.locator(".outcome-mark")).to_have_count(1)
        expect(row).to_contain_text(last["case_no"])
        expect(row).to_contain_text(last["began_on"] or last["case_no"])


def test_without_the_scope_nothing_is_said_of_a_person(
    new_context, origin, open_at, economy, locale
):
    token = KeyRing(economy.home).mint_login("demo", (READ,))
    answer = httpx.post(f"{origin}/v1/session", json={"token": token})
    ((name, value),) = answer.cookies.items()
    cookie = {"name": name, "value": value, "url": origin}
    page = new_context(cookie, locale=locale).new_page()
    open_at(page, "parties", economy.case["controller"], tab="events")
    expect(page.locator(".banner", has_text=LOCALES[locale][2])).to_be_visible()
    expect(page.locator(".outcome-mark")).to_have_count(0)
    open_at(page, "parties", economy.case["controlled"][2], tab="events")
    expect(page.locator(".page-body tbody .outcome-mark")).to_have_count(2)
