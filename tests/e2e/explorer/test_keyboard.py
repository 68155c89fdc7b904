"""Everything by keys alone, with the focus always to be seen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

OUTLINE = """() => {
  const stop = document.activeElement;
  return Math.max(...[stop, stop.parentElement].map((one) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    return outlineStyle === "solid" ? parseFloat(outlineWidth) : 0;
  }));
}"""


@pytest.fixture
def circle_id(api):
    return api("/portfolio")["demo_case"]["circle_id"]


def tab_to(page, locator, most=60):
    for _ in range(most):
        page.keyboard.press("Tab")
        if locator.evaluate("(one) => one === document.activeElement"):
            return
    pytest.fail(f"the tab key does not reach {locator}")


def said(page, text):
    return page.locator("[aria-live=polite]").filter(has_text=text)


def test_from_home_to_a_member_in_the_table_by_keys(page, open_at, api, circle_id):
    open_at(page)
    circles = page.get_by_role("table", name="Circles that need you")
    tab_to(page, circles.get_by_role("link").first)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(circle_id))

    canvas = page.get_by_label("Graph of")
    canvas.wait_for()
    tab_to(page, canvas)
    page.keyboard.press("ArrowRight")
    expect(said(page, re.compile(r", Risk band \d: \w+, \d+ links"))).to_be_attached()
    chosen = page.get_by_role("table", name="Members").locator("tr[aria-current=true]")
    for _ in range(8):
        if chosen.count():
            break
        page.keyboard.press("ArrowRight")
    page.keyboard.press("t")
    expect(chosen).to_be_focused()

    page.keyboard.press("ArrowDown")
    expect(chosen).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#/parties/"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_the_menu_opens_and_closes_by_keys(page, open_at, picture, economy):
    open_at(page, "parties", economy.case["focus"])
    picture(page).settle()
    page.get_by_label("Graph of").focus()
    page.keyboard.press("e")
    menu = page.get_by_role("dialog", name=re.compile("^Expand"))
    expect(menu).to_be_focused()
    expect(menu.get_by_role("button", name="Gives guarantees")).to_be_enabled()

    page.keyboard.press("Tab")
    expect(menu.get_by_role("button").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_have_count(0)


def test_the_question_mark_lists_the_keys(page, open_at):
    open_at(page)
    page.keyboard.press("?")

    keys = page.get_by_role("dialog", name="Keys")
    expect(keys).to_contain_text("walk the links")
    page.keyboard.press("Escape")
    expect(keys).to_have_count(0)


def test_single_letters_can_be_switched_off(page, open_at, picture, economy):
    open_at(page, "parties", economy.case["focus"])
    picture(page).settle()
    page.keyboard.press("?")
    page.get_by_role("checkbox", name="Single-letter keys").uncheck()
    page.keyboard.press("Escape")
    page.get_by_label("Graph of").focus()
    page.keyboard.press("e")

    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_is_seen_on_each_stop(
    new_context, session_cookie, open_at, circle_id, scheme
):
    page = new_context(session_cookie, color_scheme=scheme).new_page()
    open_at(page, "circles", circle_id)

    stops = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        stop = page.evaluate("() => document.activeElement.outerHTML.slice(0, 200)")
        if stop.startswith("<body"):
            break
        assert page.evaluate(OUTLINE) >= 2, stop
        stops.add(stop)
    assert len(stops) > 15


def test_the_first_stop_skips_to_the_content(page, open_at):
    open_at(page)
    page.keyboard.press("Tab")
    skip = page.get_by_role("button", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")

    expect(page.get_by_role("main")).to_be_focused()
