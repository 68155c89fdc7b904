from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI, Response
from fastapi.responses import StreamingResponse
from fastapi.testclient import TestClient
from starlette.datastructures import Headers

import visual
from api.compression import LEAST_BYTES, Compression, takes_gzip

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PACKED = {"Accept-Encoding": "br, gzip"}
PLAIN = {"Accept-Encoding": "identity"}
LARGE = "/v1/openapi.json"
CHECK = {"guarantor_id": "a", "debtor_id": "b"}


@pytest.mark.parametrize(
    ("asked", "takes"),
    [
        ("gzip", True),
        ("GZIP;q=0.1", True),
        ("deflate, gzip;q=1.0, *;q=0.5", True),
        ("*", True),
        ("", False),
        ("br", False),
        ("gzip;q=0", False),
        ("gzip; q = 0.000, *", False),
        ("*;q=0", False),
        ("xgzip", False),
    ],
)
def test_gzip_is_sent_to_those_who_name_it(asked, takes) -> None:
    assert takes_gzip(Headers({"accept-encoding": asked})) is takes


def test_nobody_is_sent_gzip_unasked() -> None:
    assert not takes_gzip(Headers({}))


def test_a_large_answer_is_sent_compressed(client: TestClient) -> None:
    packed, plain = (client.get(LARGE, headers=h) for h in (PACKED, PLAIN))
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.json() == plain.json()
    lengths = [int(found.headers["content-length"]) for found in (packed, plain)]
    assert lengths[0] < lengths[1] / 4
    assert lengths[1] == len(plain.content) >= LEAST_BYTES
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"


def test_the_head_of_a_large_answer_is_that_of_the_whole(client: TestClient) -> None:
    whole, head = client.get(LARGE, headers=PACKED), client.head(LARGE, headers=PACKED)
    for name in ("content-encoding", "content-length", "vary"):
        assert whole.headers[name] == head.headers[name]
    assert head.content == b""


def test_a_report_is_sent_compressed(client: TestClient) -> None:
    report = client.get("/v1/reports/entities/a", headers=PACKED)
    assert report.headers["content-encoding"] == "gzip"
    assert report.headers["content-disposition"].startswith("attachment")
    assert report.text.endswith("</html>\n")


def test_small_answers_are_sent_as_they_are(client: TestClient) -> None:
    check = client.post("/v1/guarantees:check", json=CHECK, headers=PACKED)
    problem = client.get("/v1/entities/nobody", headers=PACKED)
    for answer in (check, problem):
        assert "content-encoding" not in answer.headers
        assert "vary" not in answer.headers
        assert json.loads(answer.content)


@pytest.fixture(scope="module")
def other() -> TestClient:
    """A client of an application with answers of other kinds."""
    app = FastAPI()
    body = b"x" * LEAST_BYTES
    shapes = {
        "/tagged": {"headers": {"ETag": '"1"'}, "media_type": "text/plain"},
        "/packed": {"headers": {"Content-Encoding": "br"}, "media_type": "text/plain"},
        "/picture": {"media_type": "image/png"},
    }
    for path, shape in shapes.items():
        app.add_api_route(
            path, lambda shape=shape: Response(body, **shape), response_model=None
        )
    app.add_api_route(
        "/stream",
        lambda: StreamingResponse(iter([body, body]), media_type="text/plain"),
        response_model=None,
    )
    app.add_middleware(Compression)
    return TestClient(app)


@pytest.mark.parametrize("path", ["/tagged", "/packed", "/picture", "/stream"])
def test_what_has_a_form_of_its_own_is_left(other: TestClient, path: str) -> None:
    with other.stream("GET", path, headers=PACKED) as answer:
        sent = b"".join(answer.iter_raw())
    assert answer.headers.get("content-encoding") in (None, "br")
    assert set(sent) == {ord("x")}
    assert len(sent) >= LEAST_BYTES


SCRIPT = "let a = 1;" * 2_000


@pytest.fixture(scope="module")
def browser(village, tmp_path_factory) -> Iterator[TestClient]:
    """A client of a service with an explorer whose script has a compressed twin."""
    folder: Path = tmp_path_factory.mktemp("explorer")
    (folder / "index.html").write_text("<title>explorer</title>", encoding="utf-8")
    (folder / "app.js").write_text(SCRIPT, encoding="utf-8")
    twin = folder / "app.js.gz"
    twin.write_bytes(gzip.compress(SCRIPT.encode()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(visual, "STATIC_DIR", folder)
        with village.client() as client:
            yield client


def test_a_file_and_its_twin_are_told_apart(browser: TestClient) -> None:
    packed, plain = (browser.get("/app.js", headers=h) for h in (PACKED, PLAIN))
    assert packed.text == plain.text == SCRIPT
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-type"] == plain.headers["content-type"]
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    assert packed.headers["etag"] != plain.headers["etag"]


def test_a_kept_twin_is_not_sent_again(browser: TestClient) -> None:
    tag = browser.get("/app.js", headers=PACKED).headers["etag"]
    again = browser.get("/app.js", headers={**PACKED, "If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["vary"] == "Accept-Encoding"
    assert "content-encoding" not in again.headers
    other = browser.get("/app.js", headers={**PLAIN, "If-None-Match": tag})
    assert (other.status_code, other.text) == (200, SCRIPT)


def test_a_file_without_a_twin_is_sent_as_it_is(browser: TestClient) -> None:
    answer = browser.get("/index.html", headers=PACKED)
    assert "content-encoding" not in answer.headers
    assert "vary" not in answer.headers
