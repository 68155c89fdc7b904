"""Accounts: found, ranked and opened, whoever holds them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

TEXTS = {
    "en-GB": ("Accounts", "counterparties", "Counterparties", "Account {}"),
    "zh-CN": ("账户", "对手账户", "对手账户", "账户 {}"),
}


@pytest.fixture
def busy(api):
    """The account with the most money on it, and all that is known of it."""
    first = api("/accounts", limit=1)["items"][0]
    return api(f"/accounts/{first['account_id']}")


@pytest.mark.parametrize("locale", TEXTS)
def test_accounts_are_ranked_and_opened(
    new_context, session_cookie, open_at, api, locale
):
    title, order, tab, heading = TEXTS[locale]
    page = new_context(session_cookie, locale=locale).new_page()
    open_at(page, "rings")
    page.get_by_role("main").get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.get_by_role("radio", name=order, exact=True).click()
    rows = api("/accounts", order="counterparties", limit=50)["items"]
    first = page.get_by_role("table").locator("tbody td:first-child a").first
    expect(first).to_have_text(rows[0]["account_id"])
    first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        heading.format(rows[0]["account_id"])
    )
    page.get_by_role("tab", name=re.compile(f"^{tab}")).click()
    found = api(f"/accounts/{rows[0]['account_id']}", limit=200)
    links = page.get_by_role("table").locator("tbody td:first-child a")
    expect(links).to_have_count(len(found["counterparty_list"]))
    expect(links.first).to_have_text(found["counterparty_list"][0]["account_id"])


def test_an_account_is_found_by_its_id_with_keys_alone(page, open_at, busy):
    open_at(page)
    page.keyboard.press("/")
    page.keyboard.type(busy["account_id"])
    group = page.get_by_role("group", name="Accounts")
    expect(group).to_contain_text(busy["account_id"])
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#/accounts/"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(busy["account_id"])


def test_its_picture_and_its_rings_are_shown(page, open_at, picture, api):
    ranked = api("/accounts", order="rings", limit=1)["items"][0]
    open_at(page, "accounts", ranked["account_id"])
    assert f"account|{ranked['account_id']}" in picture(page).nodes()
    page.get_by_role("tab", name=re.compile("^Rings|^Money rings")).click()
    links = page.get_by_role("table").locator("tbody td:first-child a")
    expect(links).to_have_count(ranked["rings"]["value"])


def test_the_start_page_counts_money(page, open_at, api):
    portfolio = api("/portfolio")
    open_at(page)
    counts = page.locator(".money-counts")
    expect(counts).to_contain_text(f"{portfolio['transfers']:,}")
    expect(counts).to_contain_text(f"{portfolio['accounts']:,}")
    counts.get_by_role("link", name="Accounts", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Accounts")
