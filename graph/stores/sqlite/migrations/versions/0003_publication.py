"""Give the store a name of its own, and a place to say what is published."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Draw 128 random bits, which copies of the file keep; nothing is published."""
    op.execute("INSERT INTO meta VALUES ('store_id', lower(hex(randomblob(16))))")
    text, integer = sa.Text(), sa.Integer()
    op.create_table(
        "publication",
        sa.Column("snapshot_id", text, primary_key=True),
        sa.Column("as_of", integer, nullable=False),
        sa.Column("known_at", integer, nullable=False),
        sa.Column("reporting_currency", text, nullable=False),
        sa.Column("sequence", integer, nullable=False),
        sa.Column("published_at", integer, nullable=False),
        sqlite_strict=True,
    )
