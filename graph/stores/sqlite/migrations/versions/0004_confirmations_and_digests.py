"""Count what a commit confirmed, and keep a digest beside all that may be damaged."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the columns; what is there already has no digest."""
    op.add_column(
        "commits",
        sa.Column("confirmed", sa.Integer(), nullable=False, server_default="0"),
    )
    for table in ("commits", "ledger", "run", "finding", "publication"):
        op.add_column(table, sa.Column("digest", sa.Text()))
