"""A table of features as a folder: an Arrow file, and what its columns mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import orjson
import pyarrow as pa

from gnn.folders import check_empty
from graph.drafts import Drafts
from graph.snapshot.arrays import take_or_null
from graph.snapshot.files import one_batch, write_table

if TYPE_CHECKING:
    from pathlib import Path

    from gnn.features.table import FeatureTable
    from graph.snapshot import Snapshot

TABLE, SCHEMA = "features.arrow", "schema.json"


def write_features(directory: Path, table: FeatureTable, snapshot: Snapshot) -> None:
    """Write ``features.arrow`` and ``schema.json``, both or neither.

    The Arrow file has a row a firm: ``party_id``, then a float32 column for each of
    the schema's, NaN where unknown. The schema also says of which snapshot they are,
    and which groups rest on facts that were collected.

    Parameters
    ----------
    directory
        Must be new or empty.
    snapshot
        What the table was built from.

    Raises
    ------
    ModelInputError
        Something is in the folder already.
    OSError
        It cannot be written.
    """
    check_empty(directory)
    columns = [
        take_or_null(snapshot.ids("party"), table.parties),
        *(pa.array(np.ascontiguousarray(column)) for column in table.values.T),
    ]
    told = {
        **table.schema.to_dict(),
        "digest": table.schema.digest,
        "snapshot_id": snapshot.manifest.snapshot_id,
        "as_of": snapshot.manifest.at.as_of,
        "known_at": snapshot.manifest.at.known_at,
        "collected": {str(group): known for group, known in table.collected.items()},
    }
    directory.parent.mkdir(parents=True, exist_ok=True)
    with Drafts(directory.parent).draft() as draft:
        made = draft / "features"
        made.mkdir()
        names = ["party_id", *table.schema.names]
        write_table(one_batch(pa.table(columns, names)), made / TABLE)
        (made / SCHEMA).write_bytes(orjson.dumps(told, option=orjson.OPT_INDENT_2))
        made.replace(directory)
