"""A report is one file: escaped, with nothing to fetch, drawn by any browser."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from graph.testing.facts import guarantee_rows
from visual.report import LIMIT, Report, Table, render

ATTACK = '</script><script>window.attacked = 1</script><img src="https://x.example/">'


@pytest.fixture
def report(pictured):
    """Says the attack wherever text is said."""

    def make(language="en", **changes):
        rows = guarantee_rows(("a", "b"), ("b", "c"), ("c", "a"), cap=100)
        rows["guarantee"][2]["status"] = "released"
        rows["party"][0]["name"] = ATTACK
        rows["party"][1] |= {"name": "乙", "name_en": "Beta"}
        said = Report(
            language=language,
            title=ATTACK,
            subtitle=ATTACK,
            figures=[(ATTACK, ATTACK)],
            picture=pictured(rows),
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
    assert page.startswith(f'<html lang="{"zh-CN" if language == "zh" else "en"}">')
    assert "default-src 'none'" in page


def test_numbers_are_aligned_and_empty_cells_stay_empty(report):
    rows = [("a", 1, "1,000.00"), ("b", "–", "12.5 %"), ("c", "", "-3")]
    page = render(report(tables=[Table("t", ("x", "y", "z"), rows)]))
    assert '<th scope="col">x</th><th scope="col" class="n">y</th>' in page
    assert '<td>c</td><td class="n"></td><td class="n">-3</td>' in page
    empty = render(report(tables=[Table("t", ("x",), []), Table("u", (), [])]))
    assert '<th scope="col">x</th></tr></thead><tbody></tbody>' in empty


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
    assert '"label": "1"' in english  # in no currency: 100 hundredths


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


PAINTED = """() => {
  const canvas = document.querySelector("#mynetwork canvas");
  const { data } = canvas.getContext("2d")
    .getImageData(0, 0, canvas.width, canvas.height);
  const colours = new Set();
  for (let i = 0; i < data.length; i += 4) colours.add(data.slice(i, i + 4).join());
  return colours.size;
}"""


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_browser_draws_it_without_a_network(
    report, language, tmp_path, chromium_path
):
    from playwright.sync_api import sync_playwright

    file = tmp_path / "report.html"
    file.write_text(render(report(language)), encoding="utf-8")
    requests, messages = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path, args=["--no-sandbox"]
        )
        page = browser.new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: messages.append(message.text))
        page.on("pageerror", lambda error: messages.append(str(error)))
        page.goto(file.as_uri())
        page.wait_for_function(f"({PAINTED})() > 5")
        attacked = page.evaluate("() => window.attacked")
        title = page.title()
        browser.close()
    assert requests == [file.as_uri()]
    assert messages == []
    assert attacked is None
    assert title == ATTACK
