"""What a reader takes away: the picture, the table, the report."""

from __future__ import annotations

import csv
import io
import re
import struct
import zlib
from pathlib import Path

import pytest
from playwright.sync_api import expect


@pytest.fixture
def circle_id(api):
    return api("/portfolio")["demo_case"]["circle_id"]


def saved(download):
    return Path(download.path()).read_bytes()


def pixels(image):
    """Width, height and the unpacked rows of a PNG file."""
    assert image.startswith(b"\x89PNG\r\n\x1a\n")
    at, packed, size = 8, b"", (0, 0)
    while at < len(image):
        length, kind = struct.unpack(">I4s", image[at : at + 8])
        body = image[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            size = struct.unpack(">II", body[:8])
        elif kind == b"IDAT":
            packed += body
        at += 12 + length
    return *size, zlib.decompress(packed)


def table_of(page, name):
    table = page.get_by_role("table", name=name)
    head = [cell.strip() for cell in table.locator("th").all_text_contents()]
    rows = [
        [cell.strip() for cell in row.locator("td").all_inner_texts()]
        for row in table.locator("tbody tr").all()
    ]
    return head, rows


def test_the_picture_is_saved_as_an_image(page, open_at, circle_id):
    open_at(page, "circles", circle_id)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save picture").click()

    assert waiting.value.suggested_filename == f"{circle_id}.png"
    width, height, rows = pixels(saved(waiting.value))
    box = page.locator(".canvas").bounding_box()
    assert width == pytest.approx(2 * box["width"], abs=4)
    assert height > 2 * box["height"]
    assert len(set(zip(*[iter(rows)] * 4, strict=False))) > 1_000


def test_the_file_holds_the_rows_of_the_table(page, open_at, economy):
    open_at(page, "parties", economy.case["focus"])
    head, rows = table_of(page, "Links")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV").click()

    text = saved(waiting.value).decode("utf-8")
    assert text.startswith("\ufeff")
    filed = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert filed[0] == head
    assert len(filed) == 1 + len(rows)
    plain = [head.index(name) for name in ("Relation", "From", "To")]
    assert [[row[k] for k in plain] for row in filed[1:]] == [
        [row[k] for k in plain] for row in rows
    ]


def test_no_name_becomes_a_formula_of_a_spreadsheet(page, open_at, economy):
    open_at(page, "parties", economy.odd["formula"], sheet="nodes")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV").click()

    text = saved(waiting.value).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert any(cell.startswith("'=HYPERLINK(") for cell in cells)
    assert not any(cell.startswith(("=", "@", "\t", "\r")) for cell in cells)


def test_a_table_is_copied_for_a_spreadsheet(page, open_at, circle_id):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_at(page, "circles", circle_id)
    _, rows = table_of(page, "Members")
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_attached()

    lines = page.evaluate("() => navigator.clipboard.readText()").splitlines()
    assert len(lines) == 1 + len(rows)
    assert [line.split("\t")[2] for line in lines[1:]] == [row[2] for row in rows]


@pytest.mark.parametrize("kind", ["circles", "parties"])
def test_the_report_opens_without_a_network(
    page, open_at, new_context, tmp_path, economy, circle_id, kind, watch
):
    key = circle_id if kind == "circles" else economy.case["focus"]
    open_at(page, kind, key)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Report").click()
    file = tmp_path / "report.html"
    file.write_bytes(saved(waiting.value))

    watch.expect(f"^left the service: {re.escape(file.as_uri())}$")
    reader = new_context(offline=True).new_page()
    reader.goto(file.as_uri())

    expect(reader.get_by_role("heading", level=1)).to_contain_text("Linyuan")
    canvas = reader.locator("canvas").first
    canvas.wait_for()
    ink = """(canvas) => new Promise((done) => {
      const look = () => {
        const { data } = canvas.getContext("2d")
          .getImageData(0, 0, canvas.width, canvas.height);
        const seen = new Set(new Uint32Array(data.buffer));
        seen.size > 20 ? done(seen.size) : requestAnimationFrame(look);
      };
      look();
    })"""
    assert canvas.evaluate(ink) > 20
    assert reader.get_by_role("table").count() > 0
