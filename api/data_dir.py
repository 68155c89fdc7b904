"""Names of the files in a data folder that more than one module knows."""

from __future__ import annotations

STORE_FILE = "suretynet.db"
"""The SQLite store, where no setting names another."""

DEMO_FILE = "demo-case.json"
"""What was planted in the demo economy, and its day."""
