"""Pages of a party and of a contract whose ids hold what addresses are made of."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx
import pytest
from playwright.sync_api import expect

from api.keys import SCOPES, KeyRing
from graph.analysis.contagion import ContagionParameters
from graph.analysis.publish import publish
from graph.identifier import id_fault
from graph.stores import open_store
from graph.testing.facts import guarantee_rows, write

if TYPE_CHECKING:
    from collections.abc import Iterator

PARTY = "c:公司/100%?a=1&b#二+1"
OTHER = "c:x/../%2F?#"
CONTRACT = "contract:渝银字/2024%号?17#1"
NAME = "Odd Ids Ltd."


@pytest.fixture(scope="module")
def economy(explorer, tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """Two firms that guarantee each other, published."""
    home = tmp_path_factory.mktemp("odd-ids")
    rows = guarantee_rows((OTHER, PARTY), (PARTY, OTHER))
    rows["party"] = [{"party_id": PARTY, "name": NAME}, {"party_id": OTHER}]
    for name in ("guarantee", "guarantor"):
        rows[name][0]["guarantee_id"] = CONTRACT
    with open_store(f"sqlite:///{home / 'suretynet.db'}") as store:
        write(store, rows)
        publish(store, home, parameters=ContagionParameters(n_worlds=64))
    KeyRing(home).mint("odd", SCOPES)
    return SimpleNamespace(
        home=home, token=lambda: KeyRing(home).mint_login("odd", SCOPES)
    )


@pytest.fixture(scope="module")
def origin(serve, economy: Any) -> Iterator[str]:
    with serve(economy.home) as address:
        yield address


@pytest.fixture(scope="module")
def session_cookie(origin: str, economy: Any) -> dict[str, str]:
    answer = httpx.post(f"{origin}/v1/session", json={"token": economy.token()})
    ((name, value),) = answer.cookies.items()
    return {"name": name, "value": value, "url": origin}


def test_the_ids_keep_to_the_rule():
    assert [id_fault(name) for name in (PARTY, OTHER, CONTRACT)] == [None] * 3


def test_a_party_opens_by_address_link_and_search_and_after_a_reload(
    page, open_at, picture
):
    heading = page.get_by_role("heading", level=1)
    open_at(page, "parties", PARTY)
    expect(heading).to_have_text(NAME)
    address = page.url
    page.reload()
    expect(heading).to_have_text(NAME)
    assert picture(page).nodes() == {PARTY, OTHER}

    open_at(page, "nodes", "guarantee", CONTRACT)
    page.locator(".context-bar").get_by_role("link", name="Odd Ids").click()
    expect(heading).to_have_text(NAME)
    assert page.url == address

    for words in (PARTY, "Odd Ids"):
        open_at(page)
        page.keyboard.press("/")
        box = page.get_by_role("combobox", name="Search", exact=True)
        with page.expect_response(re.compile("/v1/search")):
            box.fill(words)  # what is offered before is for what was asked before
        parties = page.get_by_role("group", name="Parties")
        option = parties.get_by_role("option", name=re.compile("Odd Ids"))
        expect(option).to_have_attribute("aria-selected", "true")
        box.press("Enter")
        expect(heading).to_have_text(NAME)
        assert page.url == address

    with page.expect_download() as waiting:
        page.get_by_role("link", name="Report").click()
    report = unescape(Path(waiting.value.path()).read_text(encoding="utf-8"))
    assert NAME in report
    assert PARTY in report


def test_a_contract_opens_by_address_and_link_and_after_a_reload(page, open_at, origin):
    heading = page.get_by_role("heading", level=1)
    open_at(page, "nodes", "guarantee", CONTRACT)
    expect(heading).to_contain_text(CONTRACT)
    address = page.url
    page.reload()
    expect(heading).to_contain_text(CONTRACT)

    near = f"/v1/entities/{quote(PARTY, safe='')}/neighbours?relations=guarantee"
    edges = page.request.get(f"{origin}{near}").json()["edges"]
    (edge,) = (item["id"] for item in edges if CONTRACT in item["contracts"])
    open_at(page, "parties", PARTY, sel=edge)
    page.get_by_role("tab", name="Details").click()
    page.get_by_role("link", name=CONTRACT).click()
    expect(heading).to_contain_text(CONTRACT)
    assert page.url == address
