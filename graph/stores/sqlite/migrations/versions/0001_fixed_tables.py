"""Create the tables that do not depend on the vocabulary."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create them, empty."""
    text, integer = sa.Text(), sa.Integer()
    op.create_table(
        "meta",
        sa.Column("key", text, primary_key=True),
        sa.Column("value", text),
        sqlite_strict=True,
    )
    for name in ("source", "file"):
        op.create_table(
            name,
            sa.Column(f"{name}_no", integer, primary_key=True),
            sa.Column("name", text, nullable=False, unique=True),
            sqlite_strict=True,
        )
    op.create_table(
        "commits",
        sa.Column("seq", integer, primary_key=True),
        sa.Column("recorded_at", integer, nullable=False, unique=True),
        sa.Column("kind", text, nullable=False),
        sa.Column("first_fact_no", integer),
        sa.Column("added", integer, nullable=False),
        sa.Column("closed", integer, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "ledger",
        sa.Column("key", text, primary_key=True),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    _create_findings(text, integer)
    _create_lookups(text, integer)


def _create_findings(text: sa.Text, integer: sa.Integer) -> None:
    op.create_table(
        "run",
        sa.Column("analysis", text, primary_key=True),
        sa.Column("run_id", text, nullable=False),
        sa.Column("snapshot_id", text, nullable=False),
        sa.Column("created_at", integer, nullable=False),
        sa.Column("receipt", text, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "finding",
        sa.Column("name", text, primary_key=True),
        sa.Column("analysis", text, sa.ForeignKey("run.analysis"), nullable=False),
        sa.Column("arrow_schema", sa.LargeBinary(), nullable=False),
        sqlite_strict=True,
    )


def _create_lookups(text: sa.Text, integer: sa.Integer) -> None:
    op.create_table(
        "alias",
        sa.Column("alias_id", text, primary_key=True),
        sa.Column(
            "fact_no", integer, sa.ForeignKey("fact_party.fact_no"), primary_key=True
        ),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    # Words are cut by graph.text; this tokenizer leaves all that is not ASCII alone.
    # The rows are versions, never deleted: so the index needs no copy of its text.
    op.execute(
        "CREATE VIRTUAL TABLE party_search "
        "USING fts5(words, content='', detail='none', tokenize='ascii')"
    )
