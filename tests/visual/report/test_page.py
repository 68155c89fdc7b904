"""A report is one file: escaped, with nothing to fetch, drawn by any browser."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from graph.analysis.answer import Sentence
from graph.analysis.wording import FORCE_STATES
from graph.testing.facts import guarantee_rows
from visual.report import Report, Table, render
from visual.report.drawing import LIMIT
from visual.report.words import WORDS

ATTACK = (
    '</script><script>window.attacked = 1</script><a href="https://x.example/">'
    '<img src="https://x.example/" onerror="window.attacked = 1">'
    "<!-- {{ 7 * 7 }} \u2028"
)


@pytest.fixture
def report(pictured):
    """Says the attack wherever text is said."""

    def make(language="en", **changes):
        rows = guarantee_rows(("a", "b"), ("b", "c"), ("c", "a"), cap=100)
        rows["guarantee"][2]["status"] = "released"
        rows["party"][0]["name"] = ATTACK
        rows["party"][1] |= {"name": "乙", "name_en": "Beta"}
        drawn = pictured(rows)
        said = Report(
            language=language,
            title=ATTACK,
            subtitle=ATTACK,
            figures=[(ATTACK, ATTACK)],
            picture=drawn,
            picture_caption=ATTACK,
            reasons=[ATTACK],
            reasons_title=ATTACK,
            tables=[Table(ATTACK, [ATTACK, "n"], [(ATTACK, 1), (None, "−2.5 %")])],
            receipts_title=ATTACK,
            receipts=[{"key": ATTACK}],
            notices=[ATTACK],
        )
        return replace(said, **changes)

    return make


class Reader(HTMLParser):
    """Elements of a page with what they would fetch, and the text outside scripts."""

    def __init__(self, page):
        super().__init__()
        self.fetched, self.tags, self.text = [], [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        names = ("src", "href", "srcset", "data", "action", "poster")
        self.fetched += [(tag, value) for name, value in attrs if name in names]

    def handle_data(self, data):
        if self.tags[-1:] not in (["script"], ["style"]):
            self.text += data


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_element_fetches_and_all_text_is_escaped(report, language):
    page = render(report(language))
    read = Reader(page)
    assert read.fetched == []
    assert "img" not in read.tags
    assert "<script>window.attacked" not in page
    assert read.text.count(ATTACK) == 13
    assert "@import" not in page
    styles = "".join(re.findall(r"<style.*?</style>", page, re.DOTALL))
    assert not re.search(r"url\([\"']?https?:", styles)
    assert page.startswith(
        f'<!doctype html>\n<html lang="{"zh-CN" if language == "zh" else "en"}">'
    )
    policy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'"
    assert (
        f'http-equiv="Content-Security-Policy" content="{policy}; img-src data:">'
        in page
    )


def test_numbers_are_aligned_and_empty_cells_stay_empty(report):
    rows = [("a", 1, "1,000.00"), ("b", None, "12.5 %"), ("c", "", "+3")]
    page = render(report(tables=[Table("t", ("x", "y", "z"), rows)]))
    assert '<th scope="col">x</th><th scope="col" class="n">y</th>' in page
    assert '<td>c</td><td class="n"></td><td class="n">+3</td>' in page
    empty = render(report(tables=[Table("t", ("x",), []), Table("u", (), [])]))
    assert '<th scope="col">x</th></tr></thead>\n<tbody>\n</tbody>' in empty


def test_no_reasons_have_no_heading(report):
    assert "<ol>" in render(report())
    assert "<ol>" not in render(report(reasons=[]))


def test_nodes_are_named_in_the_language_and_edges_say_their_force(report):
    english, chinese = (render(report(language)) for language in ("en", "zh"))
    assert '"label": "Beta"' in english
    assert json.dumps("乙")[1:-1] in chinese or '"label": "乙"' in chinese
    assert '"dashes": true' in english
    assert english.count('"dashes": false') == 2
    assert "released" in english
    assert json.dumps("已解除")[1:-1] in chinese
    assert "released" not in chinese
    assert '"label": "1"' in english  # in no currency: 100 hundredths


def test_boxes_leave_out_legal_forms(report):
    drawn = report().picture
    named = replace(
        drawn.nodes[0], name="乙钢铁有限公司", name_en="Beta Steel Co., Ltd."
    )
    nodes = [named, *drawn.nodes[1:]]
    for language, box, full in (
        ("en", "Beta Steel", named.name_en),
        ("zh", "乙钢铁", named.name),
    ):
        page = render(report(language, picture=replace(drawn, nodes=nodes)))
        script = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)[-1]
        shown, _ = re.findall(r"vis\.DataSet\((\[.*\])\),$", script, re.MULTILINE)
        (told,) = (one for one in json.loads(shown) if one["id"] == named.id)
        assert told["label"].endswith(box)
        assert told["title"].startswith(full)


def test_a_large_picture_is_cut_and_says_so(report):
    drawn = report().picture
    many = [
        replace(drawn.nodes[0], id=str(i), band=1 + i % 5) for i in range(LIMIT + 9)
    ]
    page = render(report(picture=replace(drawn, nodes=many, edges=[])))
    assert f"The picture shows the first {LIMIT} of {LIMIT + 9} nodes." in page
    assert f'"id": "{LIMIT - 1}"' in page
    assert f'"id": "{LIMIT}"' not in page
    chinese = render(report("zh", picture=replace(drawn, nodes=many, edges=[])))
    assert f"图形仅显示 {LIMIT + 9} 个节点中的前 {LIMIT} 个。" in chinese


def test_a_name_stays_data_in_the_script_that_draws(report):
    drawn = report().picture
    said = Sentence(ATTACK, ATTACK)
    edges = [
        replace(edge, label=said, force_reason=said, currency=ATTACK, amount="1")
        for edge in drawn.edges
    ]
    nodes = [replace(node, name=ATTACK, name_en=None) for node in drawn.nodes]
    page = render(report(picture=replace(drawn, nodes=nodes, edges=edges)))
    script = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)[-1]
    assert "new vis.Network(" in script
    assert not {*"<>&\u2028"} & set(script)
    found = re.findall(r"vis\.DataSet\((\[.*\])\),$", script, re.MULTILINE)
    shown_nodes, shown_edges = map(json.loads, found)
    assert {node["label"] for node in shown_nodes} == {ATTACK[:40]}
    assert all(node["title"].startswith(ATTACK) for node in shown_nodes)
    assert all(ATTACK in edge["label"] for edge in shown_edges)
    assert all(edge["title"].count(ATTACK) == 3 for edge in shown_edges)


PAINTED = """() => {
  const canvas = document.querySelector("#network canvas");
  const { data } = canvas.getContext("2d")
    .getImageData(0, 0, canvas.width, canvas.height);
  const colours = new Set();
  for (let i = 0; i < data.length; i += 4) colours.add(data.slice(i, i + 4).join());
  return colours.size;
}"""


@pytest.fixture
def opened(tmp_path, chromium_path):
    """Opens a report in Chromium: the page, what it fetched, what it said."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path, args=["--no-sandbox"]
        )

        def open_it(html):
            file = tmp_path / "report.html"
            file.write_text(html, encoding="utf-8")
            fetched, said = [], []
            page = browser.new_page()
            page.on("request", lambda request: fetched.append(request.url))
            page.on("console", lambda message: said.append(message.text))
            page.on("pageerror", lambda error: said.append(str(error)))
            page.goto(file.as_uri())
            page.wait_for_function(f"({PAINTED})() > 5")
            fetched.remove(file.as_uri())
            return page, fetched, said

        yield open_it
        browser.close()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_browser_draws_it_without_a_network(report, language, opened):
    page, fetched, said = opened(render(report(language)))
    assert page.title() == ATTACK
    assert page.evaluate("() => document.compatMode") == "CSS1Compat"
    assert page.evaluate("() => window.attacked") is None
    assert fetched == []
    assert said == []


def test_a_name_is_text_when_it_is_pointed_at(report, opened):
    from playwright.sync_api import expect

    drawn = report().picture
    alone = replace(drawn.nodes[0], name=ATTACK, x=0.0, y=0.0)
    page, fetched, said = opened(
        render(report(picture=replace(drawn, nodes=[alone], edges=[])))
    )
    page.locator("#network").hover()
    expect(page.locator(".vis-tooltip")).to_be_visible()
    assert page.locator(".vis-tooltip").text_content().startswith(ATTACK)
    assert page.evaluate("() => window.attacked") is None
    assert fetched == []
    assert said == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_state_of_force_has_words(language):
    states = {f"force.{state}" for state in FORCE_STATES.values()}
    assert states <= WORDS[language].keys()
