"""Cut the words of names anew: pairs of syllables, and pairs over brackets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from graph.stores.search_order import SEARCHED, party_words

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Fill the search index again. A million parties take about a minute."""
    connection = op.get_bind()
    if not sa.inspect(connection).has_table("fact_party"):
        return  # a new file has no parties, nor their table yet
    op.execute("INSERT INTO party_search (party_search) VALUES ('delete-all')")
    names = ", ".join(f'"{name}"' for name in SEARCHED if name != "party_id")
    parties = connection.exec_driver_sql(
        f"SELECT f.fact_no, n.node_id AS party_id, {names} "  # noqa: S608 - columns of ours
        "FROM fact_party f JOIN node_party n ON n.node_no = f.party_no "
        "ORDER BY f.fact_no"
    )
    insert = "INSERT INTO party_search (rowid, words) VALUES (?, ?)"
    for part in parties.partitions(10_000):
        rows = [(row.fact_no, " ".join(party_words(row._asdict()))) for row in part]
        connection.exec_driver_sql(insert, rows)
