"""The picture of a party, changed by mouse and by key."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

USUAL = {
    "relations": "guarantee,ownership,role,family,event",
    "depth": 2,
    "layout": "hops",
    "limit": 60,
    "hub_cap": 12,
}
"""What the page asks for at first."""


@pytest.fixture
def focus(economy):
    return economy.case["focus"]


@pytest.fixture
def hub(economy):
    """A party that guarantees more than an expansion shows at once."""
    return economy.odd["hub"]


@pytest.fixture
def drawn(page, open_at, picture, focus):
    open_at(page, "parties", focus)
    return picture(page)


def relation_row(page, name):
    menu = page.get_by_role("dialog", name=re.compile("^Expand"))
    return menu.get_by_role("button", name=re.compile(f"^{name}"))


def test_the_picture_is_the_answer_of_the_service(drawn, api, focus):
    answer = api(f"/entities/{focus}/neighbours", **USUAL)

    shown = drawn.visible()

    assert sorted(shown["nodes"]) == sorted(node["id"] for node in answer["nodes"])
    assert sorted(shown["edges"]) == sorted(edge["id"] for edge in answer["edges"])


def test_expanding_brings_what_the_menu_counted(page, open_at, picture, api, hub):
    open_at(page, "parties", hub, depth=1, relations="ownership")
    drawn = picture(page)
    before = drawn.nodes()
    counted = {
        (row["relation"], row["direction"]): row
        for row in api(f"/entities/{hub}/expansion")["relations"]
    }[("guarantee", "out")]
    cap, total = counted["shown_cap"], counted["total"]
    assert total > cap

    drawn.click(hub, button="right")
    row = relation_row(page, "Gives guarantees")
    expect(row).to_contain_text(f"{total} · first {cap}")
    row.click()
    page.get_by_role("status").filter(has_text="nodes added").wait_for()

    asked = {"relations": "guarantee", "direction": "out", "limit": 60, "hub_cap": cap}
    answer = api(f"/entities/{hub}/neighbours", **asked)
    assert drawn.nodes() == before | {node["id"] for node in answer["nodes"]}
    assert len(answer["nodes"]) == 1 + cap + 1
    (more,) = (node["id"] for node in answer["nodes"] if node["node_kind"] == "more")

    everyone = api(f"/entities/{hub}/neighbours", **{**asked, "hub_cap": 100})
    for _ in range(len(everyone["nodes"])):
        if more not in drawn.nodes():
            break
        with page.expect_response(re.compile("/neighbours")):
            drawn.click(more)
    assert more not in drawn.nodes()
    assert drawn.nodes() >= {node["id"] for node in everyone["nodes"]}


def test_a_relation_without_links_cannot_be_expanded(page, drawn, focus):
    drawn.click(focus, button="right")

    expect(relation_row(page, "Family of")).to_be_disabled()


def test_collapsing_folds_what_hangs_on_a_node_alone(page, drawn, economy):
    guarantor = economy.case["star"]["guarantor"]
    before = drawn.nodes()
    drawn.click(guarantor, button="right")
    relation_row(page, "Gives guarantees").click()
    page.get_by_role("status").filter(has_text="nodes added").wait_for()
    assert drawn.nodes() > before

    drawn.click(guarantor, button="right")
    page.get_by_role("button", name="Collapse").click()

    assert drawn.nodes() == before


def test_a_hidden_node_comes_back_by_undo_and_goes_by_redo(page, drawn, economy):
    other = economy.case["mutual_pair"][0]
    drawn.click(other)
    page.keyboard.press("Delete")
    expect(page.get_by_role("button", name="1 hidden: show")).to_be_visible()
    assert other not in drawn.nodes()

    page.get_by_role("button", name="Undo").click()
    assert other in drawn.nodes()
    page.get_by_role("button", name="Redo").click()
    assert other not in drawn.nodes()
    page.get_by_label("Graph of").focus()
    page.keyboard.press("Control+z")
    assert other in drawn.nodes()
    page.keyboard.press("Control+Shift+z")
    assert other not in drawn.nodes()


def test_the_focus_cannot_be_hidden(page, drawn, focus):
    before = drawn.nodes()
    drawn.click(focus)
    page.keyboard.press("Delete")

    assert drawn.nodes() == before


def test_a_pinned_node_stays_where_it_was_put(page, drawn, economy):
    other = economy.case["mutual_pair"][0]
    x, y = drawn.spot(other)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 30, y - 40, steps=4)
    page.mouse.up()
    drawn.click(other)
    page.keyboard.press("p")
    expect(page.get_by_role("status").filter(has_text="pinned")).to_be_attached()

    put = drawn.place(other)
    page.get_by_role("radio", name="Force").click()
    expect(page).to_have_url(re.compile("layout=force"))
    drawn.settle()

    assert drawn.place(other) == put


def test_relations_are_filtered_by_the_picture_and_the_address(page, drawn, api, focus):
    page.get_by_role("button", name="Relations").click()
    for relation in ("Ownership", "Role", "Family", "Case"):
        page.get_by_role("checkbox", name=relation).uncheck()
    expect(page).to_have_url(re.compile("relations=guarantee$"))

    answer = api(f"/entities/{focus}/neighbours", **{**USUAL, "relations": "guarantee"})
    assert drawn.nodes() == {node["id"] for node in answer["nodes"]}
    page.get_by_role("button", name="Clear all").click()
    expect(page).not_to_have_url(re.compile("relations"))


def test_another_day_says_so_and_shows_its_facts(page, drawn, api, focus):
    page.get_by_role("button", name="As of").click()
    page.get_by_label("Facts as of").fill("2022-01-31")
    page.get_by_role("button", name="Apply").click()

    banner = page.locator(".banner", has_text="You look at 31 Jan 2022 as known today")
    expect(banner).to_be_visible()
    then = api(f"/entities/{focus}/neighbours", **USUAL, as_of="2022-01-31")
    drawn.settle()
    assert drawn.nodes() == {node["id"] for node in then["nodes"]}
    expect(page.get_by_role("heading", name="Not scored")).to_be_visible()
    banner.get_by_role("button", name="Back to now").click()
    expect(banner).to_have_count(0)


def test_the_table_has_the_rows_of_the_canvas_and_its_selection(
    page, drawn, api, economy
):
    other = economy.case["mutual_pair"][0]
    name = api(f"/entities/{other}")["name_en"]
    twin = page.get_by_role("region", name="The picture as a table")
    shown = drawn.visible()
    links = [edge for edge in shown["edges"] if not edge.startswith("more")]
    expect(twin.locator("tbody tr")).to_have_count(len(links))

    twin.get_by_role("tab", name=re.compile("^Nodes")).click()
    nodes = [node for node in shown["nodes"] if not node.startswith("more")]
    expect(twin.locator("tbody tr")).to_have_count(len(nodes))

    drawn.click(other)
    row = twin.locator("tr[aria-current=true]")
    expect(row).to_contain_text(name.removesuffix(" Co. Ltd."))
    assert "chosen" in drawn.classes(other)
    row.press("ArrowDown")
    expect(twin.locator("tr[aria-current=true]")).to_be_focused()
    assert "chosen" not in drawn.classes(other)


def test_a_double_click_opens_a_party_whose_neighbours_expand(
    page, drawn, economy, focus
):
    other = economy.case["mutual_pair"][0]
    page.mouse.dblclick(*drawn.spot(other))
    expect(page).to_have_url(re.compile(f"#/parties/[^/]*{other.partition(':')[2]}$"))
    expect(page.get_by_role("main")).to_be_focused()

    assert focus in drawn.nodes()
    drawn.click(focus)
    page.keyboard.press("e")
    expect(page.get_by_role("dialog", name=re.compile("^Expand"))).to_be_visible()
