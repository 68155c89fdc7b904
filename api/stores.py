"""Open the configured store, credentials from settings only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.stores import open_store, with_credentials

if TYPE_CHECKING:
    from api.settings import Settings
    from graph.stores.base import Store


def open_configured(settings: Settings) -> Store:
    """The store that the settings name.

    Raises
    ------
    StoreUnavailableError
        It does not answer.
    UnsupportedStoreError
        Unknown scheme or missing driver.
    """
    password = settings.store_password.get_secret_value()
    return open_store(
        with_credentials(settings.store_url, settings.store_user, password)
    )
