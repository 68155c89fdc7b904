"""Parties that ended, and that facts still name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.descriptions import last_descriptions
from graph.snapshot.arrays import with_dictionaries
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa


def with_ended(exports: Mapping[str, pa.Table], ended: pa.Table) -> pa.Table:
    """The exported parties, and those that ended as they were described last.

    Only those come along that a visible fact names and no visible one describes: the
    others take no part in a snapshot.

    Parameters
    ----------
    exports
        Visible facts by kind.
    ended
        Descriptions of parties that are over, with the same columns.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    parties = exports["party"]
    if not ended.num_rows:
        return parties
    named = pa.concat_arrays(
        [
            table[f"{item.name}_no"].unique()
            for name, table in exports.items()
            for item in KINDS[name].references
            if item.node_kind == "party" and name != "party"
        ]
    ).unique()
    own = ended["party_no"]
    wanted = pc.and_(
        pc.is_in(own, named), pc.invert(pc.is_in(own, parties["party_no"].unique()))
    )
    past = last_descriptions(ended.filter(wanted), "party_no")
    if not past.num_rows:
        return parties
    kind = KINDS["party"]
    plain = [table.cast(past.schema) for table in (parties, past)]
    return with_dictionaries(kind, pa.concat_tables(plain))
