"""A circle's page: the ring, who stands behind it, what its guarantees are worth."""

from __future__ import annotations

import math
import re

import pytest
from playwright.sync_api import expect


@pytest.fixture
def circle(api):
    return api(f"/circles/{api('/portfolio')['demo_case']['circle_id']}")


@pytest.fixture
def drawn(page, open_at, picture, circle):
    open_at(page, "circles", circle["circle_id"])
    return picture(page)


def edges_of(circle, **wanted):
    return [
        edge
        for edge in circle["graph"]["edges"]
        if all(edge[name] == value for name, value in wanted.items())
    ]


def test_the_members_stand_on_a_ring_in_the_order_of_its_cycle(drawn, circle):
    ring = [place["party_id"] for place in circle["ring"]]
    spots = [drawn.spot(member) for member in ring]
    middle = [sum(values) / len(spots) for values in zip(*spots, strict=True)]
    angles = [math.atan2(y - middle[1], x - middle[0]) for x, y in spots]

    turns = [
        (after - before) % math.tau
        for before, after in zip(angles, angles[1:] + angles[:1], strict=True)
    ]

    assert sum(turns) == pytest.approx(math.tau)  # once round, clockwise


def test_the_members_are_listed_with_their_figures(page, drawn, circle):
    rows = page.get_by_role("table", name="Members").locator("tbody tr")
    expect(rows).to_have_count(circle["firms"])

    for member, row in zip(circle["members"], rows.all(), strict=True):
        name = member["party"]["name_en"].removesuffix(" Co. Ltd.")
        expect(row).to_contain_text(name)
        expect(row.locator("td:nth-child(6)")).to_have_text(
            f"{float(member['gives']) / 1e6:,.1f}"
        )
        expect(row).to_contain_text(f"{member['pd'] * 100:.1f}\N{THIN SPACE}%")


def test_the_cycles_are_listed_and_light_their_links(page, drawn, api, circle):
    cycles = api(f"/circles/{circle['circle_id']}/cycles", limit=50)["items"]
    page.get_by_role("tab", name=re.compile("^Cycles")).click()
    rows = page.get_by_role("table", name="Cycles").locator("tbody tr")
    expect(rows).to_have_count(len(cycles))
    shortest = min(range(len(cycles)), key=lambda k: cycles[k]["length"])

    rows.nth(shortest).click()

    inside = {party["party_id"] for party in cycles[shortest]["parties"]}
    lit = {node for node in drawn.nodes() if "faded" not in drawn.classes(node)}
    assert lit == inside


def test_the_hidden_controller_is_named_with_the_evidence(page, drawn, circle, economy):
    (controller,) = circle["controllers"]
    assert controller["party"]["party_id"] == economy.case["controller"]

    panel = page.locator(".controller")
    expect(panel).to_contain_text(controller["party"]["name_en"])
    expect(panel).to_contain_text("suspected")
    for tie in controller["ties"]:
        evidence = tie["evidence"]["en"].replace(" Co. Ltd.", "")
        expect(panel).to_contain_text(evidence)
    assert "controller" in drawn.classes(controller["party"]["party_id"])
    hull = page.locator("svg.marks").get_by_text("Same controller, suspected · 3 firms")
    expect(hull).to_be_visible()

    page.get_by_role("checkbox", name="Controllers").uncheck()
    expect(hull).to_have_count(0)


@pytest.mark.parametrize("force", ["lapsed", "no_effect"])
def test_a_guarantee_without_force_is_drawn_so_and_can_be_left_out(
    page, drawn, circle, force
):
    (edge,) = edges_of(circle, relation="guarantee", force=force)
    assert {"idle", f"force-{force}"} <= drawn.classes(edge["id"])

    page.get_by_role("tab", name=re.compile("^Links")).click()
    word = page.locator(".tag", has_text=re.compile(f"^{force.replace('_', ' ')}"))
    row = page.get_by_role("row").filter(has=word)
    expect(row).to_have_count(1)

    page.get_by_role("checkbox", name="Not in force").uncheck()
    expect(row).to_have_count(0)
    assert edge["id"] not in drawn.visible()["edges"]


def test_contagion_is_shown_until_it_is_switched_off(page, drawn):
    chevrons = page.locator("svg.marks .drift")
    expect(chevrons.first).to_be_visible()

    page.get_by_role("checkbox", name="Contagion").uncheck()
    expect(chevrons).to_have_count(0)
    expect(page).to_have_url(re.compile("contagion=off"))
    page.get_by_label("Graph of").press("c")
    expect(chevrons.first).to_be_visible()


def test_the_reasons_begin_with_the_finding(page, drawn, circle):
    listed = page.locator(".reasons > li")

    expect(listed).to_have_count(min(5, len(circle["reasons"])))
    expect(listed.first.locator("b")).to_contain_text("Chen Guorong")


@pytest.fixture
def sources(page, open_at, picture, api, circle):
    """Shows a guarantee of the circle; the records behind it, asked of the service."""
    edge = edges_of(circle, relation="guarantee", force="in_force")[0]
    answer = api("/links/sources", id=edge["id"], **circle["graph"]["at"])

    def show():
        open_at(page, "circles", circle["circle_id"], sel=edge["id"])
        page.get_by_role("tab", name="Details").click()
        return answer

    return show


def test_a_selected_guarantee_tells_the_file_and_row_it_was_read_from(page, sources):
    answer = sources()

    listed = page.locator(".records li")
    expect(listed).to_have_count(len(answer["sources"]))
    for record, line in zip(answer["sources"], listed.all(), strict=True):
        assert record["row"] > 0
        for part in (
            record["record_id"],
            f"{record['file']}, row {record['row']}",
            record["collected_at"][:10],
        ):
            expect(line).to_contain_text(part)
    known = page.locator("dl.facts div", has_text="Known since")
    expect(known).to_contain_text(answer["recorded_from"][:10])
    page.get_by_role("radio", name="中文").click()
    first = answer["sources"][0]
    expect(listed.first).to_contain_text(f"{first['file']} 第 {first['row']} 行")


def test_records_are_named_while_the_service_cannot_say_where_they_were_read(
    page, sources, watch
):
    watch.expect("status of 503")
    asked = "**/v1/links/sources?*"
    page.route(asked, lambda route: route.fulfill(status=503, json={}))
    first = sources()["sources"][0]

    line = page.locator(".records li").first
    expect(page.get_by_role("alert")).to_contain_text("The service is busy")
    expect(line).to_contain_text(first["record_id"])
    expect(line).not_to_contain_text(first["file"])

    page.unroute(asked)
    page.get_by_role("button", name="Try now").click()
    expect(line).to_contain_text(first["file"])
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_line_of_the_table_tells_the_terms_of_its_contract(page, drawn, api, circle):
    edge = edges_of(circle, relation="guarantee", force="in_force")[0]
    contract = api(f"/guarantees/{edge['contracts'][0]}")
    stated = {item["name"]: item["value"] for item in contract["properties"]}
    page.get_by_role("tab", name=re.compile("^Links")).click()
    names = {item["id"]: item["name_en"] for item in circle["graph"]["nodes"]}
    ends = [names[edge[end]].removesuffix(" Co. Ltd.") for end in ("source", "target")]
    row = page.locator("tbody tr").filter(has_text="in force")
    for name in ends:
        row = row.filter(has_text=name)
    row.first.click()

    panel = page.locator(".panel-section").filter(has_text="Source records")
    expect(panel).to_contain_text(contract["guarantee_id"])
    expect(panel).to_contain_text(contract["creditor"]["name_en"].partition(" Co.")[0])
    assert stated["liability"] == "joint"
    for label, value in (
        ("Liability", "joint and several"),
        ("Maturity", stated["maturity"]),
        ("Resolution", "passed"),
    ):
        expect(panel.locator("dl.facts div", has_text=label)).to_contain_text(value)
