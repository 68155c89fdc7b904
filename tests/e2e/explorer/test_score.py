"""A score is explained by rows that add up to it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect


@pytest.fixture
def focus(economy):
    return economy.case["focus"]


@pytest.fixture
def hit(economy, api):
    """The member of the case whose score contagion raises most."""
    scores = {party: api(f"/scores/{party}") for party in economy.case["members"]}
    return max(scores, key=lambda party: scores[party]["increment"])


def number(text):
    return float(re.sub(r"[^\d.−-]", "", text).replace("−", "-"))


def test_the_rows_add_up_to_the_total(page, open_at, api, focus):
    score = api(f"/scores/{focus}")
    open_at(page, "parties", focus)

    rows = page.locator(".waterfall .water-value")
    expect(rows.last).to_have_text(f"{score['pd'] * 100:.1f}\N{THIN SPACE}%")
    values = [number(text) for text in rows.all_inner_texts()]

    assert values[0] == pytest.approx(score["self_pd"] * 100, abs=0.05)
    assert sum(values[:-1]) == pytest.approx(values[-1], abs=1e-9)
    expect(page.locator(".key-figure")).to_have_text(rows.last.inner_text())
    expect(page.get_by_text(f"{score['n_worlds']:,} worlds")).to_be_visible()


@pytest.mark.parametrize("name", ["seeds", "paths"])
def test_the_shares_add_up_to_the_increment(page, open_at, api, hit, name):
    score = api(f"/scores/{hit}")
    open_at(page, "parties", hit)

    shown = page.locator(f".score-{name} > li > .num")
    expect(shown.first).to_be_visible()
    points = [number(text) for text in shown.all_inner_texts()]
    assert sum(points) == pytest.approx(score["increment"] * 100, abs=0.00501)
    assert all(points)


def test_each_reason_is_listed_and_lights_its_parties(
    page, open_at, picture, api, focus
):
    reasons = api(f"/scores/{focus}")["reasons"]
    open_at(page, "parties", focus)

    listed = page.locator(".reasons > li")
    expect(listed).to_have_count(min(5, len(reasons)))
    row = next(k for k, reason in enumerate(reasons) if reason["party_ids"])
    listed.nth(row).get_by_role("button").click()

    drawn = picture(page)
    lit = set(reasons[row]["party_ids"])
    shown = drawn.nodes()
    assert {node for node in shown if "faded" not in drawn.classes(node)} == lit & shown
    assert lit < shown


def test_a_party_without_a_score_is_said_to_have_none(page, open_at, api):
    people = api("/entities", q="陈国荣", limit=1)["items"]
    open_at(page, "parties", people[0]["party_id"])

    expect(page.get_by_role("heading", name="Not scored")).to_be_visible()
