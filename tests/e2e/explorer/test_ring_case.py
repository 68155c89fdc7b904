"""A ring is read, decided, undone and taken away, over firms known by heart."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pyarrow.compute as pc
import pytest
from playwright.sync_api import expect

from api.keys import READ, READ_PERSONAL, SCOPES, KeyRing
from axe import violations
from graph.analysis.case_outcomes import CASE_OUTCOME
from graph.analysis.contagion import ContagionParameters
from graph.analysis.publish import publish
from graph.analysis.ring_outcomes import SOURCE
from graph.instant import END, At
from graph.stores import open_store
from graph.testing.facts import write
from money_village import AS_OF, money_rows

RINGS = {
    "scheme": "R-b53ff1eff03e6399",
    "refund": "R-a898f9b8a33dc4f3",
    "plain": "R-dbd273bb0a157f7a",
}
TEXTS = {
    "en-GB": ("Everyday reading", "Confirm…", "Confirm", "Reason", "confirmed", "Undo"),
    "zh-CN": ("正常解释", "查实…", "查实", "理由", "已查实", "撤销"),
}


@pytest.fixture(scope="module")
def home(explorer, tmp_path_factory):
    """Data folder of the firms, to write to."""
    folder = tmp_path_factory.mktemp("village")
    with open_store(f"sqlite:///{folder / 'suretynet.db'}") as store:
        write(store, money_rows())
        few = ContagionParameters(n_worlds=1_024)
        publish(store, folder, at=store.at(AS_OF), parameters=few)
    return folder


@pytest.fixture(scope="module")
def served_village(home, serve):
    """Address of their service."""
    with serve(home) as origin:
        yield origin


@pytest.fixture
def village(home, served_village, watch):
    """The same; what a test says of rings there is taken back at its end."""
    watch.origin = served_village
    yield served_village
    with open_store(f"sqlite:///{home / 'suretynet.db'}") as store:
        said = store.view(At(END, store.last_instant())).select(CASE_OUTCOME)
        own = said.filter(pc.equal(said["source"], SOURCE))
        store.retract(CASE_OUTCOME, SOURCE, own["record_id"].to_pylist())


@pytest.fixture
def reader(home, village, new_context):
    """Opens a ring, or their list, as somebody with these scopes."""

    def go(ring=None, scopes=SCOPES, **options):
        keys = KeyRing(home)
        keys.mint("officer", scopes, replace=True)
        page = new_context(**options).new_page()
        page.goto(f"{village}/#token={keys.mint_login('officer', scopes)}")
        page.get_by_role("heading", level=1).wait_for()
        page.goto(f"{village}/#/rings{'/' + RINGS[ring] if ring else ''}")
        place = ".money-ring" if ring else ".everyday-rings"
        expect(page.locator(place)).to_be_visible()
        return page

    return go


@pytest.mark.parametrize("locale", TEXTS)
def test_a_ring_is_confirmed_undone_and_reported(reader, locale):
    apart, button, verb, reason, state, undo = TEXTS[locale]
    page = reader(locale=locale)
    expect(page.locator(".everyday-head")).to_contain_text(apart)
    everyday = page.locator(".everyday-rings tbody tr")
    expect(everyday).to_have_count(2)
    expect(page.get_by_role("table").first.locator("tbody tr")).to_have_count(2)
    page.goto(re.sub(r"#.*", f"#/rings/{RINGS['plain']}", page.url))
    page.get_by_role("button", name=button).click()
    dialog = page.get_by_role("dialog")
    send = dialog.get_by_role("button", name=verb, exact=True)
    expect(send).to_be_disabled()
    dialog.get_by_label(reason).fill("invoices 4411 to 4413 do not exist")
    send.click()
    expect(dialog).to_have_count(0)
    said = page.locator(".case-panel")
    expect(said).to_contain_text("invoices 4411 to 4413 do not exist")
    expect(said).to_contain_text("officer")
    expect(page.locator(".context-bar .tag").first).to_contain_text(state)
    expect(page.get_by_role("button", name=button)).to_be_disabled()
    with page.expect_download() as download:
        page.locator("a[download]").click()
    report = Path(download.value.path()).read_text(encoding="utf-8")
    assert download.value.suggested_filename == f"suretynet-{RINGS['plain']}.html"
    for text in ("T-plain-0", "invoices 4411 to 4413", "result_hash", state):
        assert text in report
    page.get_by_role("button", name=undo).click()
    dialog.get_by_role("button", name=undo).click()
    expect(page.get_by_role("button", name=button)).to_be_enabled()
    expect(said).to_be_focused()  # the button is gone: the keyboard stays there
    expect(said).not_to_contain_text("invoices")


def test_keys_note_dismiss_and_undo(reader):
    page = reader("scheme")
    tag = page.locator(".context-bar .tag").first
    expect(tag).to_contain_text("open")
    page.keyboard.press("n")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    for key, text, state in (
        ("n", "ask the branch", "in review"),
        ("d", "a family loan", "dismissed"),
    ):
        page.keyboard.press(key)
        expect(page.get_by_label("Reason")).to_be_focused()
        page.keyboard.type(text)
        page.keyboard.press("Control+Enter")
        expect(page.locator(".case-panel")).to_contain_text(text)
        expect(tag).to_contain_text(state)
    page.keyboard.press("y")  # decided already: nothing opens
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("u")
    expect(page.get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Escape")
    expect(tag).to_contain_text("dismissed")
    page.keyboard.press("u")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(tag).to_contain_text("in review")
    page.goto(re.sub(r"#.*", "#/rings", page.url))
    row = page.get_by_role("row").filter(has_text="Haituo")
    expect(row).to_contain_text("in review")


def test_who_decided_meanwhile_is_told_and_undone(reader, village, home, watch, axe):
    page = reader("scheme")
    key = KeyRing(home).mint("other", SCOPES, replace=True)
    httpx.post(
        f"{village}/v1/rings/{RINGS['scheme']}/outcomes",
        json={"outcome": "dismissed", "reason": "first"},
        headers={"Authorization": f"Bearer {key}"},
    ).raise_for_status()
    watch.expect("409")
    page.keyboard.press("y")
    page.get_by_label("Reason").fill("second")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("Somebody decided this ring")
    page.reload()
    said = page.locator(".case-panel")
    expect(said).to_contain_text("first")
    page.keyboard.press("u")  # it undoes what oneself said, and that is nothing
    expect(page.get_by_role("dialog")).to_have_count(0)
    said.get_by_role("button", name="Undo").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("other said this, not you")
    assert violations(page, axe) == []
    dialog.get_by_role("button", name="Undo").click()
    expect(said).not_to_contain_text("first")


def test_who_may_not_decide_is_told_so(reader):
    page = reader("scheme", scopes=(READ, READ_PERSONAL))
    expect(page.locator(".case-panel")).to_contain_text("outcome:write")
    expect(page.get_by_role("button", name="Confirm…")).to_have_count(0)
    page.keyboard.press("y")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_page_shows_readings_and_who_stands_behind(reader, axe):
    page = reader("refund")
    readings = page.locator(".ring-readings > div")
    expect(readings).to_have_count(4)
    expect(readings.filter(has_text="Refund")).to_contain_text("fits")
    expect(readings.filter(has_text="Agency")).to_contain_text("not checked")
    page = reader("scheme")
    expect(page.locator(".controller-name")).to_have_text("Chen Guorong")
    expect(page.locator(".hull-controlled")).to_have_count(2)
    expect(page.locator(".hull-suspected")).to_have_count(1)
    expect(page.locator(".hull-unknown")).to_have_count(1)
    assert violations(page, axe) == []
    page.keyboard.press("y")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page, axe) == []
    page.keyboard.press("Escape")
    page.get_by_label("Controllers").uncheck()
    expect(page.locator(".controller-name")).to_have_count(0)
    expect(page).to_have_url(re.compile("controllers=off"))
