"""Give the store a name of its own, which copies of the file keep."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Draw 128 random bits."""
    op.execute("INSERT INTO meta VALUES ('store_id', lower(hex(randomblob(16))))")
