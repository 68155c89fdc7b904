from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from api.keys import READ, READ_PERSONAL, SCOPES, Principal
from api.security import COOKIE, Sessions

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

PRIVATE = (
    "/v1/portfolio",
    "/v1/entities?q=a",
    "/v1/entities/a",
    "/v1/entities/a/neighbours",
    "/v1/entities/a/expansion",
    "/v1/paths?from=a&to=b",
    "/v1/circles",
    "/v1/circles/C-000000000000",
    "/v1/circles/C-000000000000/cycles",
    "/v1/scores/a",
    "/v1/reports/entities/a",
    "/v1/reports/circles/C-000000000000",
    "/v1/ontology",
    "/v1/session",
)


@pytest.fixture
def browser(village):
    """A client that is nobody yet, with cookies of its own."""
    with village.client() as client:
        yield client


def link_token(browser: TestClient, scopes: tuple[str, ...] = SCOPES) -> str:
    """The token of a login link of the key alice."""
    keys = browser.app.state.keys
    keys.mint("alice", SCOPES, replace=True)
    return keys.mint_login("alice", scopes)


def sign_in(browser: TestClient, scopes: tuple[str, ...] = SCOPES):
    token = link_token(browser, scopes)
    return browser.post("/v1/session", json={"token": token})


@pytest.mark.parametrize("path", PRIVATE)
def test_nothing_is_answered_without_a_key(stranger: TestClient, path: str) -> None:
    answer = stranger.get(path)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == 'Bearer realm="suretynet"'
    assert answer.json()["code"] == "not-signed-in"


def test_the_check_wants_a_key_too(stranger: TestClient) -> None:
    body = {"guarantor_id": "a", "debtor_id": "b"}
    assert stranger.post("/v1/guarantees:check", json=body).status_code == 401


@pytest.mark.parametrize(
    "header", ["Bearer sn_demo_wrong", "Bearer ", "Basic YTpi", "sn_demo_wrong"]
)
def test_a_wrong_key_is_refused(stranger: TestClient, header: str) -> None:
    answer = stranger.get("/v1/portfolio", headers={"Authorization": header})
    assert answer.status_code == 401


def test_a_key_without_the_scope_read_is_refused(village) -> None:
    with village.client(READ_PERSONAL) as client:
        answer = client.get("/v1/portfolio")
    assert answer.status_code == 403
    assert answer.json()["code"] == "scope-missing"


def test_health_needs_no_key(stranger: TestClient) -> None:
    for path in ("/healthz", "/readyz", "/metrics", "/v1/openapi.json"):
        assert stranger.get(path).status_code == 200


def test_a_token_becomes_a_cookie_that_scripts_cannot_read(
    browser: TestClient,
) -> None:
    answer = sign_in(browser)
    assert answer.json() == {"key_id": "alice", "scopes": list(SCOPES)}
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert {"HttpOnly", "SameSite=strict", "Path=/", "Max-Age=28800"} <= {
        part.strip() for part in cookie.split(";")
    }
    assert browser.get("/v1/session").json()["key_id"] == "alice"
    assert browser.get("/v1/portfolio").status_code == 200


def test_a_token_opens_one_session(browser: TestClient) -> None:
    token = link_token(browser)
    assert browser.post("/v1/session", json={"token": token}).status_code == 200
    again = browser.post("/v1/session", json={"token": token})
    assert again.status_code == 401
    assert again.json()["code"] == "login-token-invalid"


def test_a_session_has_the_scopes_of_its_token(browser: TestClient) -> None:
    sign_in(browser, (READ,))
    assert browser.get("/v1/session").json()["scopes"] == [READ]
    assert "110101199003070000" not in browser.get("/v1/entities/p").text


def test_signing_out_ends_the_session_everywhere(browser: TestClient) -> None:
    sign_in(browser)
    secret = browser.cookies[COOKIE]
    answer = browser.delete("/v1/session")
    assert answer.status_code == 204
    assert COOKIE not in browser.cookies
    kept = browser.get("/v1/portfolio", headers={"Cookie": f"{COOKIE}={secret}"})
    assert kept.status_code == 401


def test_a_session_ends_with_its_key(browser: TestClient) -> None:
    sign_in(browser)
    browser.app.state.keys.revoke("alice")
    assert browser.get("/v1/session").status_code == 401


@pytest.mark.parametrize("replace", [False, True])
def test_a_session_does_not_pass_on_to_a_later_key_of_its_id(
    browser: TestClient, *, replace: bool
) -> None:
    sign_in(browser)
    keys = browser.app.state.keys
    if not replace:
        keys.revoke("alice")
    keys.mint("alice", SCOPES, replace=replace)
    assert browser.get("/v1/session").status_code == 401


def test_a_login_link_does_not_pass_on_to_a_later_key_of_its_id(
    browser: TestClient,
) -> None:
    token = link_token(browser)
    browser.app.state.keys.mint("alice", SCOPES, replace=True)
    assert browser.post("/v1/session", json={"token": token}).status_code == 401


def test_a_login_link_of_a_revoked_key_opens_nothing(browser: TestClient) -> None:
    token = link_token(browser)
    browser.app.state.keys.revoke("alice")
    answer = browser.post("/v1/session", json={"token": token})
    assert answer.status_code == 401
    assert answer.json()["code"] == "login-token-invalid"


def test_an_expired_key_is_answered_like_an_unknown_one(stranger: TestClient) -> None:
    key = stranger.app.state.keys.mint("late", SCOPES, expires_at=1)
    expired, unknown = (
        stranger.get("/v1/portfolio", headers={"Authorization": f"Bearer {sent}"})
        for sent in (key, "sn_late_guess")
    )
    assert expired.status_code == unknown.status_code == 401
    facts = {**expired.json(), "trace_id": ""}
    assert facts == {**unknown.json(), "trace_id": ""}


def test_a_forged_cookie_is_refused(browser: TestClient) -> None:
    answer = browser.get("/v1/portfolio", headers={"Cookie": f"{COOKIE}=forged"})
    assert answer.status_code == 401


def test_a_session_ends_after_its_hours() -> None:
    lasting, over = Sessions(1), Sessions(0)
    alice = Principal("alice", SCOPES)
    assert lasting.find(lasting.open(alice)) == alice
    assert over.find(over.open(alice)) is None


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        "http://127.0.0.1:99",
        "http://[",
        "evil",
        "http://127.0.0.1#evil",
        "http://127.0.0.1/evil",
        "http://evil@127.0.0.1",
        "ftp://127.0.0.1",
    ],
)
def test_a_page_of_another_origin_may_not_write(
    client: TestClient, origin: str
) -> None:
    answer = client.post(
        "/v1/guarantees:check",
        json={"guarantor_id": "a", "debtor_id": "b"},
        headers={"Origin": origin},
    )
    assert answer.status_code == 403
    assert answer.json()["code"] == "foreign-origin"


def test_our_own_page_may_write(client: TestClient) -> None:
    answer = client.post(
        "/v1/guarantees:check",
        json={"guarantor_id": "a", "debtor_id": "b"},
        headers={"Origin": "http://127.0.0.1"},
    )
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "",
        "[::1",
        "::1",
        "localhost@evil",
        "evil@localhost",
        "127.0.0.1#evil",
        "127.0.0.1?evil",
        "127.0.0.1/evil",
        "127.0.0.1\\evil",
        "127.0.0.1:80#evil",
        "127.0.0.1:evil",
        "127.0.0.1:999999",
        "127.0.0.1, evil",
    ],
)
def test_an_unknown_host_is_refused(client: TestClient, host: str) -> None:
    answer = client.get("/healthz", headers={"Host": host})
    assert answer.status_code == 421
    assert answer.json()["code"] == "unknown-host"


def test_two_hosts_are_none(client: TestClient) -> None:
    headers = [("Host", "127.0.0.1"), ("Host", "evil.example")]
    assert client.get("/healthz", headers=headers).status_code == 421


@pytest.mark.parametrize(
    "host", ["localhost:8000", "LocalHost", "127.0.0.1", "[::1]:8000"]
)
def test_our_own_host_is_answered_on_any_port(client: TestClient, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 200
