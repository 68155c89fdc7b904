"""Features firm by firm and name by name, as tests speak of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gnn.features import Group, build_features
from gnn.features.firms import Firms
from graph.testing.facts import snapshot_of

if TYPE_CHECKING:
    from graph.snapshot import Snapshot
    from graph.testing.facts import Rows

DAY = 86_400_000
NOW = 2_000 * DAY


def features_by_firm(snapshot: Snapshot, group: Group) -> dict[str, dict[str, float]]:
    """Value of each column by party id and name."""
    table = build_features(Firms(snapshot), [group])
    ids = snapshot.ids("party").to_pylist()
    return {
        ids[party]: dict(zip(table.schema.names, row, strict=True))
        for party, row in zip(
            table.parties.tolist(), table.values.tolist(), strict=True
        )
    }


def features_of(rows: Rows, group: Group) -> dict[str, dict[str, float]]:
    """Those of these facts at `NOW`."""
    return features_by_firm(snapshot_of(rows, NOW), group)


def companies(*names: str) -> list[dict[str, str]]:
    """Rows of parties."""
    return [{"party_id": name, "name": name, "party_type": "company"} for name in names]


def renamed(rows: Rows, names: dict[str, str]) -> Rows:
    """The same facts of parties of other names."""
    return {
        kind: [
            {
                column: names.get(value, value) if column.endswith("_id") else value
                for column, value in row.items()
            }
            for row in some
        ]
        for kind, some in rows.items()
    }
