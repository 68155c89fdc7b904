"""Would this guarantee close a circle? Asked on its page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect


@pytest.fixture
def chain(economy):
    """The ring of the demo case, each guaranteeing the next."""
    return economy.case["ring"]


def short(api, party_id):
    return api(f"/entities/{party_id}")["name_en"].removesuffix(" Co. Ltd.")


def test_a_closing_guarantee_is_shown_with_its_path(page, open_at, api, chain):
    pair = {"guarantor_id": chain[3], "debtor_id": chain[0]}
    answer = api("/guarantees:check", pair)
    assert answer["closes"]

    open_at(page, "check", guarantor=chain[3], debtor=chain[0])
    page.get_by_role("button", name="Check", exact=True).click()

    closes = page.get_by_text(f"Yes: it closes a circle of {answer['length']} firms.")
    expect(closes).to_be_visible()
    steps = page.locator(".check-step")
    expect(steps).to_have_count(len(answer["path"]))
    for party, step in zip(answer["path"], steps.all(), strict=True):
        expect(step).to_contain_text(party["name_en"].removesuffix(" Co. Ltd."))
    expect(page.get_by_text(f"sequence {answer['sequence']}")).to_be_visible()
    ring = page.locator(".closing-ring")
    expect(ring.locator("rect")).to_have_count(len(answer["path"]))
    expect(ring.locator("path.distress")).to_have_count(1)
    expect(ring.get_by_text("the new guarantee")).to_be_visible()


def test_an_open_pair_is_chosen_by_name_and_closes_nothing(page, open_at, api, economy):
    guarantor = economy.case["outside_guarantor"]
    debtor = economy.case["star"]["debtors"][0]
    pair = {"guarantor_id": guarantor, "debtor_id": debtor}
    assert not api("/guarantees:check", pair)["closes"]

    open_at(page, "check")
    expect(page.get_by_role("button", name="Check", exact=True)).to_be_disabled()
    for label, party in (("Guarantor", guarantor), ("Debtor", debtor)):
        name = short(api, party)
        page.get_by_role("combobox", name=label).fill(name)
        page.get_by_role("option", name=re.compile(re.escape(name))).first.click()
    page.get_by_role("button", name="Check", exact=True).click()

    expect(page.get_by_text("No: it closes no circle.")).to_be_visible()


def test_nobody_guarantees_himself(page, open_at, chain):
    open_at(page, "check", guarantor=chain[0], debtor=chain[0])
    page.get_by_role("button", name="Check", exact=True).click()

    expect(page.get_by_text("A party cannot guarantee itself")).to_be_visible()


def test_swapping_asks_the_other_way_round(page, open_at, chain):
    open_at(page, "check", guarantor=chain[1], debtor=chain[2])
    page.get_by_role("button", name="Swap").click()

    guarantor, debtor = (
        re.escape(party.replace(":", "%3A")) for party in chain[2:0:-1]
    )
    expect(page).to_have_url(re.compile(f"guarantor={guarantor}&debtor={debtor}"))
