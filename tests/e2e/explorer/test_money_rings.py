"""Money rings: their list, the page of one, and those of a party."""

from __future__ import annotations

import csv
import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

TEXTS = {
    "en-GB": ("Money", "Money rings", "Complete within the bounds", "amount"),
    "zh-CN": ("资金", "资金环", "范围内完整", "金额"),
}


@pytest.fixture
def ring(api):
    """The ring with most transfers among the first."""
    rings = api("/rings", limit=50)["items"]
    longest = max(rings, key=lambda item: item["length"])
    return api(f"/rings/{longest['ring_id']}")


@pytest.mark.parametrize("locale", TEXTS)
def test_the_list_says_what_was_searched_and_is_put_in_order(
    new_context, session_cookie, open_at, api, locale
):
    place, title, complete, amount = TEXTS[locale]
    page = new_context(session_cookie, locale=locale).new_page()
    open_at(page)
    page.get_by_role("link", name=place, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_text(complete)).to_be_visible()
    expect(page.locator(".ring-bounds .receipt")).to_have_count(1)
    for order in ("score", "first_amount"):
        rings = api("/rings", limit=50, order=order, everyday=False)["items"]
        links = page.get_by_role("table").first.locator("tbody td:first-child a")
        expect(links.first).to_have_attribute("href", f"#/rings/{rings[0]['ring_id']}")
        expect(links).to_have_count(len(rings))
        page.get_by_role("radio", name=amount, exact=True).click()


def test_the_file_of_the_list_holds_exact_amounts_and_ids(page, open_at, api):
    rings = [
        ring
        for everyday in (False, True)
        for ring in api("/rings", limit=50, everyday=everyday)["items"]
    ]
    open_at(page, "rings")
    page.wait_for_load_state("networkidle")
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    with download.value.path().open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["Ring"] for row in rows] == [ring["ring_id"] for ring in rings]
    assert [row["Sent"] for row in rows] == [ring["first_amount"] for ring in rings]


def test_a_ring_is_stepped_through_with_keys_and_buttons(page, open_at, ring):
    open_at(page, "rings", ring["ring_id"])
    picture = page.locator(".money-ring")
    expect(picture.locator(".hop")).to_have_count(ring["length"])
    expect(picture.locator(".hop-later")).to_have_count(0)
    rows = page.get_by_role("table").locator("tbody tr")
    expect(rows).to_have_count(ring["length"])
    for row, hop in zip(rows.all(), ring["transfers"], strict=True):
        expect(row).to_contain_text(hop["record_id"])
        expect(row).to_contain_text(hop["payee_id"])

    page.keyboard.press("]")
    expect(picture.locator(".hop-later")).to_have_count(ring["length"] - 1)
    expect(rows.first).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("status")).to_contain_text("1: ")
    page.get_by_role("button", name="Step on").click()
    expect(page).to_have_url(re.compile(r"step=2"))
    page.keyboard.press("[")
    expect(page).to_have_url(re.compile(r"step=1"))
    rows.last.locator("td").first.click()
    expect(picture.locator(".hop-later")).to_have_count(0)
    expect(page.get_by_role("button", name="Step on")).to_be_disabled()
    page.get_by_role("button", name="Whole ring").click()
    expect(page.get_by_role("table").locator("tr.selected")).to_have_count(0)


def test_a_ring_plays_by_itself_unless_motion_is_not_wanted(
    new_context, session_cookie, open_at, ring
):
    still = new_context(session_cookie).new_page()
    open_at(still, "rings", ring["ring_id"])
    expect(still.get_by_role("button", name="Step on")).to_be_visible()
    expect(still.get_by_role("button", name="Play")).to_have_count(0)
    moving = new_context(session_cookie, reduced_motion="no-preference").new_page()
    open_at(moving, "rings", ring["ring_id"])
    moving.keyboard.press(" ")
    expect(moving).to_have_url(re.compile(f"step={ring['length']}"))
    expect(moving.get_by_role("button", name="Play")).to_be_visible()


def test_keys_lead_from_a_ring_to_its_parties_and_to_their_rings(
    page, open_at, picture, ring
):
    parties = [party["party_id"] for party in ring["parties"]]
    open_at(page, "rings", ring["ring_id"])
    page.keyboard.press("t")
    expect(page.locator(".table-panel tr:focus")).to_have_count(1)
    page.keyboard.press("o")
    expect(page).to_have_url(re.compile(rf"#/parties/{quote(parties[0], safe='')}"))
    all_drawn = f"{len(parties)} of {len(parties)} holders of the ring are drawn."
    expect(page.get_by_text(all_drawn)).to_be_visible()
    assert {*parties} <= picture(page).nodes()
    back = page.get_by_role("link", name="Back to the ring")
    expect(back).to_have_attribute("href", re.compile(ring["ring_id"]))
    page.get_by_role("tab", name="Money rings").click()
    own = page.get_by_role("table").locator(f"a[href='#/rings/{ring['ring_id']}']")
    expect(own).to_be_visible()
    own.click()
    expect(page.locator(".money-ring")).to_be_visible()


def test_a_party_without_a_known_account_is_not_called_clean(page, open_at, economy):
    open_at(page, "parties", economy.odd["markup"], tab="rings")
    expect(page.get_by_text("No account of this party is known")).to_be_visible()


def test_the_file_of_a_ring_holds_the_records_of_its_transfers(page, open_at, ring):
    open_at(page, "rings", ring["ring_id"])
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    with download.value.path().open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row, hop in zip(rows, ring["transfers"], strict=True):
        named = [row["Record"], row["Source"], row["Amount"], row["payer_id"]]
        assert named == [
            hop["record_id"],
            hop["source"],
            hop["amount"],
            hop["payer_id"],
        ]
