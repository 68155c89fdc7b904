"""Pages of accounts, loans and contracts, and the words of the service's vocabulary."""

from __future__ import annotations

import csv
import re

import pytest
from playwright.sync_api import expect


@pytest.fixture
def focus(economy):
    return economy.case["focus"]


@pytest.fixture
def ontology(api):
    return api("/ontology")


@pytest.fixture
def found(api, focus):
    """Ids of the focus's first account, loan and contract."""
    near = api(f"/entities/{focus}/neighbours", relations="account,loan", depth=1)
    ids = dict(node["id"].split("|", 1) for node in near["nodes"] if "|" in node["id"])
    links = api(f"/entities/{focus}/neighbours", relations="guarantee", depth=1)
    ids["guarantee"] = next(c for edge in links["edges"] for c in edge["contracts"])
    return ids


@pytest.mark.parametrize("kind", ["account", "loan", "guarantee"])
def test_a_node_has_a_page_with_its_facts_and_its_picture(
    page, open_at, picture, api, ontology, found, kind
):
    node = api(f"/nodes/{kind}/{found[kind]}")
    (label,) = (k["label"] for k in ontology["kinds"] if k["name"] == kind)
    open_at(page, "nodes", kind, found[kind])

    title = f"Account {node['id']}" if kind == "account" else node["name"]
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    banner = page.locator(".context-bar")
    expect(banner).to_contain_text(label["en"])
    for end in node["ends"]:
        expect(banner).to_contain_text(end["label"]["en"])
    facts = page.get_by_role("complementary", name="Details")
    for row in node["relations"]:
        if row["total"]:
            expect(facts).to_contain_text(row["label"]["en"])
    answer = api(
        f"/nodes/{kind}/{found[kind]}/neighbours", limit=40, hub_cap=8, depth=2
    )
    assert picture(page).nodes() == {other["id"] for other in answer["nodes"]}

    page.get_by_role("tab", name=re.compile("^Sources")).click()
    expect(page.locator("tbody tr")).to_have_count(len(node["sources"]))
    page.get_by_role("radio", name="中文").click()
    expect(banner).to_contain_text(label["zh"])


def test_a_double_click_and_the_enter_key_lead_to_the_page_of_an_account(
    page, open_at, picture, focus, found
):
    drawn = picture(page)
    account = f"account|{found['account']}"
    for enter in (False, True):
        open_at(page, "parties", focus, relations="account", depth=1)
        if enter:
            drawn.click(account)
            page.keyboard.press("Enter")
        else:
            page.mouse.dblclick(*drawn.spot(account))
        expect(page).to_have_url(re.compile("#/accounts/"))
        expect(page.get_by_role("main")).to_be_focused()
        assert account in drawn.nodes()


def test_a_contract_leads_from_a_guarantee_to_its_parties(
    page, open_at, api, focus, found
):
    debtor = api(f"/nodes/guarantee/{found['guarantee']}")["ends"][0]["node"]
    links = api(f"/entities/{focus}/neighbours", relations="guarantee", depth=1)
    (edge,) = (e for e in links["edges"] if found["guarantee"] in e["contracts"])
    open_at(page, "parties", focus, sel=edge["id"])
    page.get_by_role("tab", name="Details").click()

    page.get_by_role("link", name=found["guarantee"]).click()
    expect(page).to_have_url(re.compile("#/nodes/guarantee/"))
    name = debtor["name_en"].removesuffix(" Co. Ltd.")
    page.locator(".context-bar").get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(debtor["name_en"])


def test_the_filter_and_the_legend_are_those_of_the_vocabulary(
    page, open_at, api, ontology, focus
):
    open_at(page, "parties", focus)
    page.get_by_role("button", name="Relations").click()
    offered = [row for row in ontology["relations"] if row["kind"]]
    expect(page.locator(".choices label")).to_have_text(
        [row["label"]["en"] for row in offered]
    )
    page.keyboard.press("Escape")

    drawn = api(f"/entities/{focus}/neighbours", depth=2, limit=40, hub_cap=8)
    names = {edge["relation"] for edge in drawn["edges"]}
    legend = page.get_by_role("region", name="Legend")
    for row in ontology["relations"]:
        if row["name"] in names:
            text = row["legend"]["en"]
            expect(legend).to_contain_text(text[:1].lower() + text[1:])


@pytest.mark.parametrize("relation", ["deposit", "repayment"])
def test_the_money_of_a_loan_is_drawn(page, open_at, picture, api, economy, relation):
    def rows(name):
        with (economy.home / "demo-bundle" / f"{name}.csv").open() as file:
            return list(csv.DictReader(file))

    owed = {row["loan_id"] for row in rows("loan") if not row["valid_to"]}
    loan = next(row["loan_id"] for row in rows(relation) if row["loan_id"] in owed)
    answer = api(f"/nodes/loan/{loan}/neighbours", relations=relation, depth=1)
    links = {edge["id"] for edge in answer["edges"] if edge["relation"] == relation}
    assert links

    open_at(page, "nodes", "loan", loan, depth=1)

    assert links <= set(picture(page).visible()["edges"])
