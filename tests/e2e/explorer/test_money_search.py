"""The lists of money: patterns, searches, filters, files, by clicks and keys."""

from __future__ import annotations

import csv
import re

import pytest
from playwright.sync_api import expect

TEXTS = {
    "en-GB": ("Window", "Search again", "Reset", "Complete within the bounds"),
    "zh-CN": ("窗口", "重新检索", "重置", "范围内完整"),
}
FOUND = "table:not(.everyday-rings table) tbody tr"


@pytest.mark.parametrize("locale", TEXTS)
def test_other_bounds_are_searched_and_put_back(
    new_context, session_cookie, open_at, api, locale
):
    window, again, reset, complete = TEXTS[locale]
    page = new_context(session_cookie, locale=locale).new_page()
    open_at(page, "rings")
    form = page.locator("form.bounds")
    expect(form.get_by_role("button", name=reset)).to_have_count(0)
    form.get_by_label(window, exact=True).fill("4.5")
    expect(form.locator(".field-changed")).to_have_count(1)
    form.get_by_role("button", name=again).click()
    expect(page).to_have_url(re.compile(r"window=4\.5"))
    body = {"window": 4.5, "everyday": False, "limit": 50}
    rings = api("/rings:search", body)["items"]
    expect(page.locator(".ring-bounds")).to_contain_text("4.5")
    expect(page.locator(FOUND)).to_have_count(len(rings))
    expect(page.get_by_text(complete)).to_be_visible()
    page.locator(FOUND).locator("a").first.click()
    expect(page).to_have_url(re.compile(rf"{rings[0]['ring_id']}\?window=4\.5"))
    expect(page.locator(".money-ring .hop")).to_have_count(rings[0]["length"])
    page.go_back()
    form.get_by_role("button", name=reset).click()
    expect(page).not_to_have_url(re.compile("window"))
    published = api("/rings", everyday=False, limit=50)["items"]
    expect(page.locator(FOUND)).to_have_count(len(published))


def test_a_bound_that_cannot_be_searched_is_named(page, open_at, watch):
    watch.expect("status of 422")
    open_at(page, "rings")
    form = page.locator("form.bounds")
    most = form.get_by_label("Most hops")
    most.fill("many")
    form.get_by_label("Most hops").press("Enter")
    expect(most).to_be_focused()
    expect(form.get_by_role("alert")).to_contain_text("Most hops")
    most.fill("6")
    for kind in ("Transfers", "Withdrawals"):
        form.get_by_label(kind).uncheck()
    most.press("Enter")
    expect(form.get_by_label("Transfers")).to_be_focused()
    expect(form.get_by_role("alert")).to_contain_text("Payments")
    form.get_by_label("Transfers").check()
    most.fill("1")
    most.press("Enter")
    expect(page.get_by_role("heading", name="These bounds cannot be")).to_be_visible()
    expect(most).to_have_attribute("aria-invalid", "true")
    expect(form.get_by_role("alert")).to_contain_text("Most hops")


def cut_answer(route):
    """A search that stopped, as a budget of few rings leaves it."""
    body = route.request.post_data_json
    answer = route.fetch()
    page = answer.json()
    if body.get("since") is None:
        page["complete_before"] = "2026-06-14T08:00:00.000Z"
        page["total"]["relation"] = "gte"
    route.fulfill(response=answer, json=page)


def test_a_search_that_stopped_is_continued(page, open_at):
    page.route(re.compile("/v1/rings:search"), cut_answer)
    open_at(page, "rings", window=20)
    expect(page.get_by_role("status").filter(has_text="Complete up to")).to_be_visible()
    further = page.get_by_role("button", name="Search further")
    for effort in (2, 4, 8):
        further.click()
        expect(page).to_have_url(re.compile(f"effort={effort}"))
    expect(further).to_have_count(0)
    onwards = page.get_by_role("button", name="Search on from")
    expect(onwards).to_contain_text("14")
    onwards.click()
    expect(page).to_have_url(
        re.compile("effort=8.*since=2026-06-14|since=2026-06-14.*effort=8")
    )
    expect(page.get_by_text("Complete within the bounds")).to_be_visible()
    expect(onwards).to_have_count(0)
    expect(page.locator(".ring-bounds")).to_contain_text("that begin from")


def test_rings_of_former_bounds_do_not_stand_under_others(page, open_at):
    held = []

    def hold(route):
        held.append(route)

    page.route(re.compile("/v1/rings:search"), hold)
    open_at(page, "rings")
    page.locator(FOUND).first.wait_for()
    form = page.locator("form.bounds")
    form.get_by_label("Window", exact=True).fill("4.5")
    form.get_by_role("button", name="Search again").click()
    expect(page.locator(".page-body .skeleton")).to_be_visible()
    expect(page.locator(".page-body table")).to_have_count(0)
    for route in held:
        route.continue_()
    expect(page.get_by_text("Complete within the bounds")).to_be_visible()


def test_rings_are_filtered_walked_and_taken_as_a_whole(page, open_at, api):
    open_at(page, "rings")
    rows = page.locator(FOUND)
    rows.first.wait_for()
    page.get_by_label("Related", exact=True).select_option("yes")
    related = api("/rings", everyday=False, related=True, limit=50)
    assert related["items"]
    expect(rows).to_have_count(related["total"]["value"])
    page.get_by_label("Firms", exact=True).select_option("raised")
    narrowed = {"everyday": False, "related": True, "least_band": 3, "limit": 50}
    rings = api("/rings", **narrowed)["items"]
    expect(rows).to_have_count(len(rings))
    for file, query in (("related", {"related": True, "least_band": 3}), ("all", {})):
        if file == "all":
            page.get_by_label("Related", exact=True).select_option("any")
            page.get_by_label("Firms", exact=True).select_option("all")
            page.wait_for_load_state("networkidle")
        with page.expect_download() as download:
            page.keyboard.press("x")
        assert download.value.suggested_filename == "money-rings.csv"
        with download.value.path().open(encoding="utf-8-sig", newline="") as text:
            held = [row["Ring"] for row in csv.DictReader(text)]
        assert held == [
            ring["ring_id"]
            for everyday in (False, True)
            for ring in api("/rings", limit=200, everyday=everyday, **query)["items"]
        ]
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(rows.first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".money-ring")).to_be_visible()


def test_more_rings_are_shown_below_and_an_everyday_failure_is_told(
    page, open_at, api, watch
):
    def one_by_one(route):
        address = re.sub(r"limit=\d+", "limit=1", route.request.url)
        everyday = "everyday=true" in address
        route.fulfill(status=500) if everyday else route.continue_(url=address)

    watch.expect("status of 500")
    page.route(re.compile(r"/v1/rings\?"), one_by_one)
    open_at(page, "rings")
    rings = api("/rings", everyday=False, limit=3)["items"]
    rows = page.locator(FOUND)
    assert len(rings) > 1
    for shown in range(1, len(rings)):
        expect(rows).to_have_count(shown)
        page.get_by_role("button", name="Show more").click()
    links = rows.locator("td:first-child a")
    expect(links).to_have_count(len(rings))
    for link, ring in zip(links.all(), rings, strict=True):
        expect(link).to_have_attribute("href", f"#/rings/{ring['ring_id']}")
    expect(page.locator(".page-body").get_by_role("alert")).to_be_visible()


def test_a_next_page_that_fails_leaves_the_rows_and_a_stale_one_is_read_again(
    page, open_at, watch
):
    answers = [(422, "invalid-cursor"), (500, "internal")]

    def one_by_one(route):
        if "cursor=" in route.request.url and answers:
            status, code = answers.pop(0)
            route.fulfill(status=status, json={"code": code, "title": code})
            return
        route.continue_(url=re.sub(r"limit=\d+", "limit=1", route.request.url))

    watch.expect("status of 422")
    watch.expect("status of 500")
    page.route(re.compile(r"/v1/rings\?.*everyday=false"), one_by_one)
    open_at(page, "rings")
    rows = page.locator(FOUND)
    more = page.get_by_role("button", name="Show more")
    more.click()
    expect(page.get_by_text("the list was read again")).to_be_attached()
    refused = page.get_by_role("heading", name="These bounds cannot be")
    expect(refused).to_have_count(0)
    expect(rows).to_have_count(1)
    more.click()
    expect(page.locator(".page-body").get_by_role("alert")).to_be_visible()
    expect(rows).to_have_count(1)
    more.click()
    expect(rows).to_have_count(2)
    expect(page.locator(".page-body").get_by_role("alert")).to_have_count(0)


def test_patterns_lead_to_their_hits_and_evidence(page, open_at, api):
    open_at(page, "rings")
    counts = {item["name"]: item for item in api("/pattern-hits")["items"]}
    nav = page.get_by_role("navigation", name="Patterns")
    expect(nav.locator("li a")).to_have_count(1 + len(counts))
    for item in counts.values():
        row = nav.get_by_role("link", name=re.compile(f"^{item['title']['en']}"))
        told = "not collected" if item["hits"] is None else str(item["hits"]["value"])
        expect(row.first).to_contain_text(told)
        expect(row.first).to_contain_text(item["text"]["en"])
    name = max(counts, key=lambda name: (counts[name]["hits"] or {"value": 0})["value"])
    nav.locator(f"a[href='#/patterns/{name}']").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        counts[name]["title"]["en"]
    )
    hits = api(f"/pattern-hits/{name}", limit=2)["items"]
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    expect(page).to_have_url(re.compile(hits[1]["hit_id"]))
    panel = page.get_by_role("complementary", name="Evidence")
    expect(panel).to_contain_text(hits[1]["hit_id"])
    expect(panel.locator("tbody tr")).to_have_count(len(hits[1]["evidence"]))
    expect(panel).to_contain_text(hits[1]["evidence"][0]["record_id"])
    page.get_by_role("link", name=re.compile("^Money rings")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Money rings")


def test_what_was_not_collected_is_no_zero(page, open_at):
    def uncollected(route):
        answer = route.fetch()
        found = answer.json()
        for item in found.get("items", []):
            if item.get("name") == "shared_device":
                item.update(hits=None, not_collected=["sign_in"])
        if "pattern" in found:
            found["pattern"].update(hits=None, not_collected=["sign_in"])
            found.update(items=[])
        route.fulfill(response=answer, json=found)

    page.route(re.compile("/v1/pattern-hits"), uncollected)
    open_at(page, "patterns", "shared_device")
    here = page.get_by_role("navigation", name="Patterns").locator("a[aria-current]")
    expect(here).to_contain_text("not collected")
    expect(page.get_by_role("heading", name="Not collected")).to_be_visible()
