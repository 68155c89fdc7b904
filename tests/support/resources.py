"""What a machine may lack, and what a test does about it."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest

ENVIRONMENT = {
    name: value for name, value in os.environ.items() if name.startswith("SURETYNET_")
}
"""Settings of the machine; tests do not see them in ``os.environ``."""
REQUIRED = set(ENVIRONMENT.get("SURETYNET_REQUIRE", "").split(","))


def require(resource: str, reason: str) -> NoReturn:
    """Skip the test for lack of a resource, or fail it where that is required."""
    if REQUIRED & {resource, "all"}:
        pytest.fail(f"{resource} is required: {reason}", pytrace=False)
    pytest.skip(reason)
