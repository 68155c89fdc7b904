from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import visual

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fastapi.testclient import TestClient

PAGE = "<title>explorer</title>"


@pytest.fixture(scope="module")
def browser(village, tmp_path_factory) -> Iterator[TestClient]:
    """A client of a service with an explorer of two files."""
    folder: Path = tmp_path_factory.mktemp("explorer")
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    (folder / "assets").mkdir()
    (folder / "assets" / "app.js").write_text("0123456789", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(visual, "STATIC_DIR", folder)
        with village.client() as client:
            yield client


def test_the_files_are_there_by_their_paths(browser: TestClient) -> None:
    assert browser.get("/").text == browser.get("/index.html").text == PAGE
    assert browser.get("/assets/app.js").text == "0123456789"
    head = browser.head("/assets/app.js")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == "10"


@pytest.mark.parametrize(
    "path",
    [
        "/%2f..",
        "/v1/%2f..",
        "/v1/%2e%2e",
        "/v1/..%2f",
        "/%2e",
        "/%2e/index.html",
        "/assets//app.js",
        "/assets/%2e%2e/index.html",
        "/assets/..%2findex.html",
        "/index.html/",
        "/..%5cindex.html",
        "/assets",
        "/assets/",
        "/%00",
        "/index.html%00",
        "/" + "a" * 5_000,
        "/v1/portfolio/",
        "/v1",
    ],
)
def test_nothing_else_is_a_name_of_them(browser: TestClient, path: str) -> None:
    answer = browser.get(path, follow_redirects=False)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("method", "path", "status", "allowed"),
    [
        ("PUT", "/", 405, "GET, HEAD"),
        ("POST", "/assets/app.js", 405, "GET, HEAD"),
        ("DELETE", "/nothing", 404, None),
        ("PUT", "/v1/session", 405, "GET, HEAD, POST, DELETE"),
    ],
)
def test_files_are_read_only(browser, method, path, status, allowed) -> None:
    answer = browser.request(method, path)
    assert (answer.status_code, answer.headers.get("allow")) == (status, allowed)


@pytest.mark.parametrize(
    ("wanted", "status"), [("bytes=99-", 416), ("bytes=b-a", 400), ("lines=1-2", 400)]
)
def test_a_range_that_is_not_there_is_a_problem(browser, wanted, status) -> None:
    answer = browser.get("/assets/app.js", headers={"Range": wanted})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    if status == 416:
        assert answer.headers["content-range"] == "bytes */10"


def test_a_range_that_is_there_is_answered(browser: TestClient) -> None:
    answer = browser.get("/assets/app.js", headers={"Range": "bytes=2-4"})
    assert (answer.status_code, answer.text) == (206, "234")
