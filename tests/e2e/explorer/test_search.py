"""Search from every page, by any of a party's names or its code."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

PARTY = "uscc:91490001MA0000007T"


def asked_for(url):
    """What a search was for; Enter chooses what was found for the whole text."""
    return parse_qs(urlsplit(url).query).get("q")


@pytest.mark.parametrize(
    "words",
    ["博远纺织", "linyuan boyuan", "lybyfz", "Boyuan Textile", "91490001MA0000007T"],
)
def test_a_party_is_found_by_each_of_its_names(page, open_at, words):
    open_at(page)
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Search", exact=True)
    expect(box).to_be_focused()
    with page.expect_response(lambda answer: asked_for(answer.url) == [words]):
        box.press_sequentially(words)

    parties = page.get_by_role("group", name="Parties")
    option = parties.get_by_role("option", name=re.compile("Linyuan Boyuan Textile"))
    expect(option).to_have_attribute("aria-selected", "true")
    box.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Linyuan Boyuan Textile Co. Ltd."
    )
    assert PARTY in page.url.replace("%3A", ":")


def test_arrow_keys_choose_among_the_hits(page, open_at, api):
    hits = api("/entities", q="Linyuan", limit=5)["items"]
    open_at(page)
    page.keyboard.press("/")
    page.keyboard.type("Linyuan")
    parties = page.get_by_role("group", name="Parties").get_by_role("option")
    expect(parties).to_have_count(len(hits))

    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
    expect(page.get_by_role("option").last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text(hits[1]["name_en"])


def found(api, q, group):
    return api("/search", q=q)[group]["items"]


def test_what_is_found_is_in_groups_and_opens_its_page(page, open_at, api):
    (circle, *_) = found(api, "linyuan", "circles")
    (case, *_) = found(api, "示例", "cases")
    (contract,) = found(api, "G-20914", "contracts")
    for text, group, heading in (
        (circle["circle_id"], "Circles", "Linyuan Boyuan Textile circle"),
        (contract["contract_no"], "Contracts", contract["contract_no"]),
        (case["case_no"], "Cases", case["party"]["name_en"]),
    ):
        open_at(page)
        page.keyboard.press("/")
        page.keyboard.insert_text(text)
        options = page.get_by_role("group", name=group).get_by_role("option")
        expect(options).to_have_count(1)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
    chosen = page.locator("tr[aria-current=true]")
    expect(chosen).to_contain_text(case["case_no"])


@pytest.mark.parametrize("typed", ["1900010007", "+86 19 00010007"])
def test_a_telephone_is_found_by_its_digits(page, open_at, api, typed):
    (phone,) = found(api, "1900010007", "contacts")
    open_at(page)
    page.keyboard.press("/")
    page.keyboard.insert_text(typed)
    contacts = page.get_by_role("group", name="Addresses and telephones")
    expect(contacts.get_by_role("option")).to_contain_text(phone["value"])


def test_escape_leaves_the_search_as_it_was(page, open_at):
    open_at(page)
    page.keyboard.press("/")
    page.keyboard.type("Linyuan")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Escape")

    expect(page.get_by_role("option")).to_have_count(0)
    expect(page.get_by_role("combobox", name="Search", exact=True)).to_have_value("")


def test_all_hits_are_listed_on_a_page_of_their_own(page, open_at, api):
    found = api("/entities", q="Linyuan", limit=50)
    open_at(page)
    page.keyboard.press("/")
    page.keyboard.type("Linyuan")
    page.get_by_role("button", name="All parties for").click()

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
