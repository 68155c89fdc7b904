"""Open the configured store, credentials from settings only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.stores import open_store

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
    return open_store(settings.store_url)
