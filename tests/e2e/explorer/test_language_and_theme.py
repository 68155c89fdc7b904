"""Two languages, two themes, and addresses that bring a view back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect


@pytest.fixture
def circle_id(api):
    return api("/portfolio")["demo_case"]["circle_id"]


def test_the_language_changes_the_words_and_not_the_address(page, open_at, circle_id):
    open_at(page, "circles", circle_id, sheet="cycles")
    address = page.url
    page.get_by_role("radio", name="中文").click()

    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.get_by_role("link", name="首页")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("担保圈")
    expect(page.get_by_role("tab", name=re.compile("^环"))).to_be_visible()
    assert page.url == address
    page.reload()
    expect(page.get_by_role("link", name="首页")).to_be_visible()

    page.get_by_role("radio", name="EN").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("link", name="Home")).to_be_visible()


def test_a_chinese_browser_is_answered_in_chinese(new_context, session_cookie, open_at):
    page = new_context(session_cookie, locale="zh-CN").new_page()
    open_at(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("组合概览")
    names = page.locator(".table .name [lang]")
    expect(names.first).to_have_attribute("lang", "zh-CN")


def test_every_text_of_the_pages_is_in_the_language(
    new_context, session_cookie, open_at, circle_id
):
    page = new_context(session_cookie, locale="zh-CN").new_page()
    open_at(page, "circles", circle_id)

    words = page.locator("button, th, h2, .reasons b, .tag").all_inner_texts()
    sources = re.compile("demo-[a-z]+")
    untranslated = [
        text for text in words if re.search("[a-z]{4}", sources.sub("", text))
    ]
    assert untranslated == []


@pytest.mark.parametrize("width", [1440, 1280, 1100])
def test_the_legend_is_whole_at_every_width(
    new_context, session_cookie, open_at, api, width
):
    party = api("/portfolio")["demo_case"]["party_id"]
    view = {"width": width, "height": 900}
    page = new_context(session_cookie, viewport=view).new_page()
    open_at(page, "parties", party)

    for language in ("EN", "中文"):
        page.get_by_role("radio", name=language).click()
        for bar in (".legend", ".tool-bar"):
            wide = page.locator(bar).evaluate("(bar) => bar.scrollWidth")
            assert wide <= page.locator(bar).evaluate("(bar) => bar.clientWidth")
        ends = page.locator(".legend > span").evaluate_all(
            "(parts) => parts.map((part) => part.getBoundingClientRect().right)"
        )
        box = page.locator(".legend").bounding_box()
        assert max(ends) <= box["x"] + box["width"]


def luminance(page):
    colour = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    return sum(int(part) for part in re.findall(r"\d+", colour)[:3])


def test_the_theme_is_chosen_and_kept(page, open_at):
    open_at(page)
    light = luminance(page)
    page.get_by_role("radio", name="Dark").click()
    dark = luminance(page)
    assert dark < light / 2

    page.reload()
    page.get_by_role("heading", level=1).wait_for()
    assert luminance(page) == dark
    page.get_by_role("radio", name="Light").click()
    assert luminance(page) == light


def test_the_theme_follows_the_system_until_one_is_chosen(
    new_context, session_cookie, open_at
):
    page = new_context(session_cookie, color_scheme="dark").new_page()
    open_at(page)
    dark = luminance(page)
    page.emulate_media(color_scheme="light")
    assert luminance(page) > 2 * dark


def test_a_copied_address_brings_the_same_view_back(
    new_context, session_cookie, page, open_at, picture, economy
):
    party, other = economy.case["focus"], economy.case["mutual_pair"][0]
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_at(page, "parties", party)
    page.get_by_role("radio", name="Force").click()
    page.get_by_role("radiogroup", name="Depth").get_by_text("1").click()
    page.get_by_role("tab", name=re.compile("^Nodes")).click()
    drawn = picture(page)
    drawn.settle()
    drawn.click(other)
    expect(page).to_have_url(re.compile("sel="))
    page.get_by_role("button", name="Copy link").click()
    address = page.evaluate("() => navigator.clipboard.readText()")

    again = new_context(session_cookie).new_page()
    again.goto(address)
    again.get_by_role("heading", level=1).wait_for()
    copy = picture(again)
    copy.settle()

    assert copy.visible() == drawn.visible()
    assert "chosen" in copy.classes(other)
    for name in ("Force", "1"):
        expect(again.get_by_role("radio", name=name, exact=True)).to_be_checked()
    tab = again.get_by_role("tab", name=re.compile("^Nodes"))
    expect(tab).to_have_attribute("aria-selected", "true")


def test_back_and_forward_walk_the_pages(page, open_at, circle_id):
    open_at(page)
    page.get_by_role("link", name="Circles", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Circles")
    page.goto(page.url.split("#")[0] + f"#/circles/{circle_id}")
    page.get_by_role("tab", name=re.compile("^Members")).wait_for()

    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Circles")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Portfolio")
    page.go_forward()
    expect(page.get_by_role("heading", level=1)).to_have_text("Circles")


def test_each_reason_changes_its_language(page, open_at, api, circle_id):
    reasons = api(f"/circles/{circle_id}")["reasons"][:5]
    open_at(page, "circles", circle_id)
    rows = page.locator(".reasons li")
    expect(rows).to_have_count(len(reasons))

    page.get_by_role("radio", name="中文").click()

    expect(rows).to_have_count(len(reasons))
    for row, reason in zip(rows.all(), reasons, strict=True):
        expect(row).to_contain_text(reason["chips"][0]["text"]["zh"])
