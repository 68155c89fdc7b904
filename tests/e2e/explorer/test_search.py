"""Search from every page, by any of a party's names or its code."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

PARTY = "uscc:91490001MA0000007T"


@pytest.mark.parametrize(
    "words",
    ["博远纺织", "linyuan boyuan", "lybyfz", "Boyuan Textile", "91490001MA0000007T"],
)
def test_a_party_is_found_by_each_of_its_names(page, open_at, words):
    open_at(page)
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Search parties")
    expect(box).to_be_focused()
    box.press_sequentially(words)

    option = page.get_by_role("option", name=re.compile("Linyuan Boyuan Textile"))
    expect(option).to_have_attribute("aria-selected", "true")
    box.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Linyuan Boyuan Textile Co. Ltd."
    )
    assert PARTY in page.url.replace("%3A", ":")


def test_arrow_keys_choose_among_the_hits(page, open_at, api):
    hits = api("/entities", q="Linyuan", limit=8)["items"]
    open_at(page)
    page.keyboard.press("/")
    page.keyboard.type("Linyuan")
    expect(page.get_by_role("option")).to_have_count(len(hits))

    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
    expect(page.get_by_role("option").last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text(hits[-1]["name_en"])


def test_escape_leaves_the_search_as_it_was(page, open_at):
    open_at(page)
    page.keyboard.press("/")
    page.keyboard.type("Linyuan")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Escape")

    expect(page.get_by_role("option")).to_have_count(0)
    expect(page.get_by_role("combobox", name="Search parties")).to_have_value("")


def test_all_hits_are_listed_on_a_page_of_their_own(page, open_at, api):
    found = api("/entities", q="Linyuan", limit=50)
    open_at(page)
    page.keyboard.press("/")
    page.keyboard.type("Linyuan")
    page.get_by_role("button", name="All results for").click()

    rows = page.get_by_role("table").locator("tbody tr")
    expect(rows).to_have_count(found["total"]["value"])
    codes = [cell.inner_text() for cell in rows.locator("td:nth-child(4)").all()]
    assert codes == [item["party_id"] for item in found["items"]]


def test_nothing_found_says_so_and_offers_what_is_near(page, open_at):
    open_at(page, "parties", q="Boyuan Txetlie")

    expect(page.get_by_role("heading", name="Nothing named")).to_be_visible()
    near = page.get_by_role("link", name=re.compile("Boyuan Textile"))
    near.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Linyuan Boyuan Textile Co. Ltd."
    )
