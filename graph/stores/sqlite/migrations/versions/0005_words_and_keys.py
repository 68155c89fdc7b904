"""Cut the words of names anew, and let contracts, cases and contacts be looked up."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from graph.lookup_keys import LOOKED_UP
from graph.stores.search_order import SEARCHED, party_text
from graph.stores.sqlite.lookup import add_keys, every_key
from graph.stores.sqlite.schema import derived_tables

revision = "0005"
down_revision = "0004"

_AT_ONCE = 10_000


def upgrade() -> None:
    """Fill both anew. A million parties and contracts take about a minute each."""
    connection = op.get_bind()
    if not sa.inspect(connection).has_table("fact_party"):
        return  # a new file has no facts, nor their tables yet
    _cut_words(connection)
    inner: Any = connection.connection.driver_connection
    texts = {name: text for name, _, text in derived_tables()}
    for kind in LOOKED_UP.values():
        connection.exec_driver_sql(texts[f"key_{kind.name}"])
        add_keys(inner, kind, every_key(inner, kind))


def _cut_words(connection: sa.Connection) -> None:
    op.execute("INSERT INTO party_search (party_search) VALUES ('delete-all')")
    names = ", ".join(f'"{name}"' for name in SEARCHED if name != "party_id")
    parties = connection.exec_driver_sql(
        f"SELECT f.fact_no, n.node_id AS party_id, {names} "  # noqa: S608 - columns of ours
        "FROM fact_party f JOIN node_party n ON n.node_no = f.party_no "
        "ORDER BY f.fact_no"
    )
    insert = "INSERT INTO party_search (rowid, words) VALUES (?, ?)"
    for part in parties.partitions(_AT_ONCE):
        rows = [(row.fact_no, party_text(row._asdict())) for row in part]
        connection.exec_driver_sql(insert, rows)
