"""The start page says what the API says, and leads on."""

from __future__ import annotations

import re

from playwright.sync_api import expect


def figure(page, label):
    name = page.get_by_text(label, exact=True)
    return page.locator(".figure").filter(has=name).locator("strong")


def millions(text):
    return f"{float(text) / 1e6:,.1f}"


def test_the_figures_are_those_of_the_service(page, open_at, api):
    portfolio = api("/portfolio")

    open_at(page)

    expect(figure(page, "Circles")).to_have_text(str(portfolio["circles"]))
    expected = round(portfolio["expected_defaults"])
    expect(figure(page, "Expected defaults, 12 months")).to_have_text(str(expected))
    guaranteed = float(portfolio["guaranteed_amount"]) / 1e9
    shown = figure(page, "Covered by guarantees").inner_text()
    assert abs(float(re.sub(r"[^\d.]", "", shown)) - guaranteed) < 0.05
    assert shown.startswith("¥")
    assert shown.endswith("bn")


def test_circles_are_listed_in_the_order_of_the_service(page, open_at, api):
    rows = api("/portfolio")["riskiest_circles"]

    open_at(page)

    table = page.get_by_role("table", name="Circles that need you")
    expect(table.locator("tbody tr")).to_have_count(len(rows))
    firms = [cell.inner_text() for cell in table.locator("td:nth-child(3)").all()]
    assert firms == [str(row["firms"]) for row in rows]
    inside = [cell.inner_text() for cell in table.locator("td:nth-child(5)").all()]
    assert inside == [millions(row["effective_amount"]) for row in rows]


def test_the_first_row_opens_its_circle(page, open_at, api):
    first = api("/portfolio")["riskiest_circles"][0]
    open_at(page)

    page.get_by_role("table", name="Circles that need you").get_by_role("link").nth(
        0
    ).click()

    expect(page).to_have_url(re.compile(f"#/circles/{first['circle_id']}$"))
    expect(page.get_by_role("region", name="The picture as a table")).to_be_visible()


def test_names_of_circles_say_their_language(page, open_at):
    open_at(page)
    names = page.get_by_role("table", name="Circles that need you").get_by_role("link")
    expect(names.first).to_have_attribute("lang", "en")

    page.get_by_role("radio", name="中文").click()

    chinese = page.get_by_role("table", name="需要关注的担保圈").get_by_role("link")
    expect(chinese.first).to_have_attribute("lang", "zh-CN")


def test_a_column_that_says_nothing_is_not_shown(page, open_at, api):
    rows = api("/portfolio")["riskiest_circles"]
    open_at(page)

    heads = page.get_by_role("table", name="Circles that need you").locator("th")
    unknown = any(row["unknown_amounts"] for row in rows)
    assert ("Details" in heads.all_inner_texts()) == unknown


def test_the_demo_case_is_linked_and_says_what_to_look_at(page, open_at, api):
    case = api("/portfolio")["demo_case"]
    open_at(page)
    expect(page.get_by_text(case["text"]["en"])).to_be_visible()

    page.get_by_role("link", name="Open the circle").click()

    tour = page.locator("section", has_text="What to look at").locator("li")
    expect(tour).to_have_text([step["en"] for step in case["steps"]])
