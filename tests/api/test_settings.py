from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError

from api.app import create_app
from api.settings import Settings
from api.stores import open_configured
from graph.errors import (
    StoreUnavailableError,
    UnknownEngineError,
    UnsupportedStoreError,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

PASSWORD = "hun/ter:2@me"  # noqa: S105 - nobody's


def test_settings_come_from_their_own_variables(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SURETYNET_PORT", "9001")
    monkeypatch.setenv("SURETYNET_ALLOWED_HOSTS", '["risk.example"]')
    monkeypatch.setenv("PORT", "9002")
    settings = Settings()
    assert settings.port == 9001
    assert settings.allowed_hosts == ("risk.example",)


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError):
        Settings().port = 1


def test_a_port_outside_the_range_is_refused() -> None:
    with pytest.raises(ValidationError, match="port"):
        Settings(port=0)


def test_a_password_is_not_shown() -> None:
    assert PASSWORD not in repr(Settings(store_password=PASSWORD))


def test_the_default_store_lies_in_the_data_folder(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    assert settings.store_url == f"sqlite:///{tmp_path / 'suretynet.db'}"


def test_every_setting_says_what_it_is_for() -> None:
    unexplained = [
        name for name, field in Settings.model_fields.items() if not field.description
    ]
    assert unexplained == []


def test_an_unknown_engine_is_named_with_the_known_ones(
    cli: Callable[..., Any], tmp_path: Path
) -> None:
    with pytest.raises(UnknownEngineError, match="local"):
        create_app(Settings(engine="abacus"))
    for command in (("snapshot", "build"), ("serve",)):
        done = cli(*command, "--data-dir", tmp_path, SURETYNET_ENGINE="abacus")
        assert done.returncode == 2
        assert "abacus" in done.stderr
        assert "local" in done.stderr


def test_an_unknown_store_is_named_with_the_known_ones() -> None:
    with pytest.raises(UnsupportedStoreError, match="sqlite://"):
        open_configured(Settings(store="oracle://somewhere"))


def test_a_password_reaches_the_server_and_no_message() -> None:
    settings = Settings(store="neo4j://127.0.0.1:1", store_password=PASSWORD)
    with pytest.raises(StoreUnavailableError) as caught:
        open_configured(settings)
    assert "2@me" not in str(caught.value)
    assert caught.value.url == "neo4j://127.0.0.1:1"
