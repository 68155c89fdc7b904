"""Flagged firms are read, decided, undone and taken away: by a model, or by rules."""

from __future__ import annotations

import re

import httpx
import pytest
from playwright.sync_api import expect

import api.analyses  # noqa: F401 - enters the analysis
from api.keys import READ, SCOPES, KeyRing
from axe import violations
from downloads import taken
from feature_rows import NOW, companies
from gnn.model_files import write_model
from gnn.serving.model_directory import ModelDirectory
from graph.analysis.contagion import ContagionParameters
from graph.analysis.model_findings import NAME
from graph.analysis.publish import publish
from graph.stores import open_store
from graph.testing.facts import guarantee_rows, write
from scored_firms import CIRCLES, rows, small_model
from waiting import eventually

FEW_WORLDS = ContagionParameters(n_worlds=1_024)
ODD = "a-odd"
"""A firm unlike all that the model learnt from."""
WORDS = {
    "en-GB": ("Flagged", "Confirm…", "Confirm", "Reason", "confirmed", "Undo", "open",
              "Suspected of", "Guarantee fraud: confirmed"),
    "zh-CN": ("疑点", "查实…", "查实", "理由", "已查实", "撤销", "待处理",
              "嫌疑", "担保欺诈：查实"),
}  # fmt: skip


@pytest.fixture(scope="module")
def home(explorer, tmp_path_factory):
    """Data folder of firms of which planted circles are flagged by a model."""
    folder = tmp_path_factory.mktemp("flagged")
    write_model(folder / "trained", small_model(rows()), {})
    clients = [f"client-{n}" for n in range(25)]
    pairs = [*((ODD, other) for other in clients), *((other, ODD) for other in clients)]
    more = guarantee_rows(*pairs, cap=10**13, currency="CNY")
    with open_store(f"sqlite:///{folder / 'suretynet.db'}") as store:
        write(store, rows())
        write(store, {**more, "party": companies(ODD, *clients)})
        given = {"model_id": ModelDirectory(folder).adopt(folder / "trained")}
        publish(
            store,
            folder,
            at=store.at(NOW),
            parameters=FEW_WORLDS,
            given={NAME: given},
        )
    return folder


@pytest.fixture(scope="module")
def served_firms(home, serve):
    """Address of their service."""
    with serve(home) as origin:
        yield origin


@pytest.fixture(scope="module")
def ask(home, served_firms):
    """Answers of their service: the oracle."""
    key = KeyRing(home).mint("oracle", SCOPES, replace=True)
    headers = {"Authorization": f"Bearer {key}"}
    with httpx.Client(base_url=served_firms, headers=headers, timeout=60) as client:
        yield lambda path, **query: client.get(f"/v1{path}", params=query).json()


@pytest.fixture
def reader(home, served_firms, new_context, watch):
    """Opens a place of the explorer as somebody with these scopes."""
    watch.origin = served_firms

    def go(place="flagged", scopes=SCOPES, **options):
        keys = KeyRing(home)
        keys.mint("officer", scopes, replace=True)
        page = new_context(**options).new_page()
        page.goto(f"{served_firms}/#token={keys.mint_login('officer', scopes)}")
        page.get_by_role("heading", level=1).wait_for()
        page.goto(f"{served_firms}/#/{place}")
        return page

    return go


def shown(text: str) -> float:
    """A figure of the page as a number."""
    return float(text.replace("−", "-"))


@pytest.mark.parametrize("locale", WORDS)
def test_a_flagged_firm_is_confirmed_and_undone(reader, ask, axe, locale):
    title, button, verb, reason, state, undo, start, suspicion, said = WORDS[locale]
    first = ask("/model-scores", flagged=True)["items"][0]
    page = reader(locale=locale)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    table = page.get_by_role("table").first
    expect(table.locator("tbody tr")).to_have_count(3 * CIRCLES)
    row = table.locator("tr.selected")
    expect(row).to_contain_text(first["party"]["name"])
    expect(row.locator(".pennant")).to_have_text(re.compile(str(first["band"])))
    expect(page.locator(".flag-waterfall")).to_be_visible()
    values = [shown(text) for text in page.locator(".water-value").all_text_contents()]
    assert sum(values[:-1]) == pytest.approx(values[-1])
    assert values[-1] == pytest.approx(first["raw_score"], abs=0.005)
    assert violations(page, axe) == []

    page.get_by_role("button", name=button).click()
    dialog = page.get_by_role("dialog")
    send = dialog.get_by_role("button", name=verb, exact=True)
    expect(send).to_be_disabled()
    task = dialog.get_by_label(suspicion)
    expect(task).to_have_value("related_party_fraud")
    task.select_option("guarantee_fraud")
    dialog.get_by_label(reason).fill("three loans, one borrower")
    assert violations(page, axe) == []
    send.click()
    expect(dialog).to_have_count(0)
    expect(page.locator(".case-panel")).to_contain_text("three loans, one borrower")
    expect(page.locator(".case-panel li b")).to_have_text(said)
    expect(row.locator(".firm-status")).to_have_text(state)
    expect(page.get_by_role("button", name=button)).to_be_disabled()
    page.get_by_role("button", name=undo).click()
    dialog.get_by_role("button", name=undo).click()
    expect(row.locator(".firm-status")).to_have_text(start)


def test_keys_walk_the_list_take_it_and_open_why(reader, ask, picture):
    found = ask("/model-scores", flagged=True, limit=200)["items"]
    second = found[1]["party"]["party_id"]
    page = reader()
    expect(page.locator(".flag-waterfall")).to_be_visible()
    for key in "jj":
        page.keyboard.press(key)
    expect(page).to_have_url(re.compile(f"sel={second}"))
    expect(page.locator(".panel .name").first).to_contain_text(second)
    page.keyboard.press("k")
    page.keyboard.press("j")
    lines = taken(page, "flagged.csv")
    scored = [line for line in lines if line["Band"]]
    assert [line["Party id"] for line in scored] == [
        firm["party"]["party_id"] for firm in found
    ]
    assert ODD in {line["Party id"] for line in lines}
    assert {line["Since"] for line in scored} == {found[0]["since"]["day"]}
    page.goto(re.sub("#.*", f"#/parties/{second}", page.url))
    page.get_by_role("tab", name="Why flagged").click()
    expect(page.locator(".flag-waterfall")).to_be_visible()
    picture(page).settle()
    expect(page.locator(".legend .pennant").first).to_be_visible()
    expect(page.locator(".layer.marks path[fill^='var(--band']").first).to_be_visible()
    page.get_by_role("tab", name="Score").click()
    page.keyboard.press("w")
    expect(page.locator(".flag-waterfall")).to_be_visible()
    page.locator(".flag-reasons .chip").first.click()
    expect(page).to_have_url(re.compile("tab=|relations=|panel=details"))


def test_why_flagged_shows_what_it_rests_on_and_what_if_not(reader, ask, picture, axe):
    own = ask("/model-scores", flagged=True)["items"][0]["party"]["party_id"]
    path = f"/model-scores/{own}/evidence"
    found = ask(path)
    groups = found["counterfactual"]["groups"]
    first, second = [one["group"] for one in groups if one["collected"]]
    page = reader(f"flagged?sel={own}")
    expect(page.get_by_role("link", name="Why flagged")).to_be_visible()
    page.keyboard.press("w")
    drawn = picture(page).visible()
    assert len(found["companies"]) == 3
    assert {firm["id"] for firm in found["companies"]} <= set(drawn["nodes"])
    assert set(drawn["edges"]) == {edge["id"] for edge in found["edges"]}
    expect(page.locator(".what-if .not-collected")).to_have_count(2)
    assert violations(page, axe) == []

    pale = {edge["id"] for edge in found["edges"] if edge["group"] == first}
    page.get_by_role("switch").first.click()
    figure = page.locator(".flag-chance")
    expect(figure).to_contain_text(f"{groups[0]['raw_without']:.2f}".replace("-", "−"))
    expect(page.locator("tr.row-off")).to_have_count(len(pale))
    assert all("pale" in picture(page).classes(edge) for edge in pale)
    page.keyboard.press("2")
    told = ask(path, without=[first, second])["counterfactual"]["together"]
    expect(figure).to_contain_text(f"{told['raw_without']:.2f}".replace("-", "−"))

    page.locator(".evidence-panel .reasons button").first.click()
    expect(page.locator(".reasons button[aria-pressed=true]")).to_have_count(1)
    page.keyboard.press("t")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".table-panel tr.selected")).to_be_focused()
    expect(page.locator(".panel .records")).to_be_visible()
    lines = taken(page, f"{own}-evidence.csv")
    assert len(lines) == len(found["edges"])
    assert {line["From, id"] for line in lines} == {e["source"] for e in found["edges"]}
    page.set_viewport_size({"width": 1024, "height": 768})
    page.get_by_role("radio", name="中文").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("为何被标记")
    assert violations(page, axe) == []


def test_bands_and_states_choose_and_what_is_not_scored_stands_apart(reader, ask, axe):
    page = reader(color_scheme="dark")
    apart = page.locator(".unscored")
    expect(apart).to_contain_text("Never counted as low")
    row = apart.locator("tbody tr").filter(has_text=ODD)
    expect(row.locator(".pennant")).to_have_text("Not scored by the model")
    row.click()
    expect(page.locator(".panel")).to_contain_text("Too unlike all firms")
    expect(page.locator(".flag-waterfall")).to_have_count(0)
    assert violations(page, axe) == []
    page.get_by_label("Band", exact=True).select_option("all")
    rows_of = page.get_by_role("table").first.locator("tbody tr")
    expect(rows_of).to_have_count(min(50, ask("/model-scores")["total"]["value"]))
    expect(apart).to_have_count(0)
    page.get_by_label("Status", exact=True).select_option("dismissed")
    expect(page.locator(".empty-row")).to_have_text("No firm is in this choice.")
    page.get_by_role("tab", name="Model").click()
    expect(page.locator(".panel")).to_contain_text("not validated on real guarantee")
    assert violations(page, axe) == []


def test_firms_of_one_evidence_are_joined(reader, ask, axe):
    asked = {"flagged": True, "limit": 200}
    found = ask("/model-scores", **asked, by_evidence=True)["items"]
    apart = ask("/model-scores", **asked)["items"]
    order, ranked = ([firm["party"]["party_id"] for firm in part]
                     for part in (found, apart))  # fmt: skip
    assert sorted(order) == sorted(ranked)
    page = reader()
    rows = page.get_by_role("table").first.locator("tbody tr")
    last = next(f for f in apart if f["evidence"] and f["evidence"]["first"])
    expect(rows.nth(apart.index(last))).to_contain_text(
        f"same evidence as {last['evidence']['first']['name']}"
    )
    page.get_by_role("radio", name="By evidence").click()
    expect(page).to_have_url(re.compile("by=evidence"))
    expect(page.locator(".joined")).to_have_count(2 * CIRCLES)
    expect(rows.nth(order.index(last["party"]["party_id"]))).to_have_class("joined")
    expect(page.locator(".joined-first").first).to_contain_text(
        "2 firms on the same evidence"
    )
    assert violations(page, axe) == []
    page.get_by_role("heading", level=1).click()
    lines = [line for line in taken(page, "flagged.csv") if line["Band"]]
    assert [line["Party id"] for line in lines] == order


def test_who_may_not_decide_reads_and_persons_are_not_scored(reader):
    page = reader("parties/p0?panel=flag", scopes=(READ,))
    panel = page.locator(".panel")
    expect(panel).to_contain_text("Only companies are scored")
    expect(panel).to_contain_text("natural persons is not shown")
    page.goto(re.sub("#.*", "#/parties/f00?panel=flag", page.url))
    expect(panel.locator(".flag-waterfall")).to_be_visible()
    expect(panel).to_contain_text("outcome:write")
    expect(page.get_by_role("button", name="Confirm…")).to_have_count(0)


def test_without_a_model_rules_flag_and_say_so(page, api, open_at, axe):
    found = api("/model-scores", flagged=True)
    assert found["by"] == "rules"
    open_at(page)
    home = page.locator(".home-flags")
    expect(home.locator("tbody tr")).to_have_count(
        len(api("/portfolio")["flags"]["firms"])
    )
    home.get_by_role("link", name=f"All {found['flagged']:,}").click()
    expect(
        page.locator(".banner").filter(has_text="by rules, no model")
    ).to_be_visible()
    main = page.locator(".flagged-main")
    expect(main.locator(".rule-tags").first).to_contain_text("rule")
    expect(main.locator(".pennant")).to_have_count(0)
    expect(page.locator(".flag-reasons .chip").first).to_be_visible()
    assert violations(page, axe) == []
    page.get_by_role("table").first.locator("tbody tr").first.press("Enter")
    tag = page.locator(".flag-tag")
    expect(tag).to_contain_text("Flagged")
    tag.click()
    expect(page.locator(".panel .flag-reasons")).to_be_visible()
    page.locator(".flag-reasons .chip").first.click()
    expect(page).to_have_url(re.compile("nodes/guarantee/|accounts/"))


def test_old_scores_say_of_when_they_are(reader, home, ask):
    with open_store(f"sqlite:///{home / 'suretynet.db'}") as store:
        write(store, {"party": companies("later")})
        at = store.at(NOW)
        publish(store, home, at=at, parameters=FEW_WORLDS, without=(NAME,))
    stale = eventually(lambda: ask("/model-scores")["stale"])
    page = reader()
    expect(page.locator(".flagged-main .banner")).to_have_text(stale["text"]["en"])
    expect(page.locator(".panel .banner")).to_have_text(stale["text"]["en"])
