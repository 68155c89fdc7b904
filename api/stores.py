"""Open the configured store, credentials from settings only."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from graph.stores import NEO4J_SCHEMES, open_store

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
    url = settings.store_url
    parts = urlsplit(url)
    password = settings.store_password.get_secret_value()
    if parts.scheme in NEO4J_SCHEMES and password and not parts.username:
        user = f"{quote(settings.store_user, safe='')}:{quote(password, safe='')}"
        url = parts._replace(netloc=f"{user}@{parts.netloc}").geturl()
    return open_store(url)
