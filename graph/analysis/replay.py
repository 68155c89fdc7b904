"""Make a result again from its receipt, and say whether the bytes are the same."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.analysis.registry import ANALYSES
from graph.engines import ENGINES, open_engine
from graph.errors import NotFoundError, ReplayError

if TYPE_CHECKING:
    from graph.analysis.receipt import Receipt
    from graph.analysis.snapshot_directory import SnapshotDirectory


@dataclass(frozen=True, slots=True)
class Replay:
    """A receipt, the one its replay got, and whether their results are the same."""

    receipt: Receipt
    again: Receipt

    @property
    def same(self) -> bool:
        """Whether both the inputs and the result are the same, byte by byte."""
        return (
            self.receipt.key() == self.again.key()
            and self.receipt.result_hash == self.again.result_hash
        )


def replay(receipt: Receipt, directory: SnapshotDirectory) -> Replay:
    """Run the analysis of a receipt again on the snapshot it names.

    Raises
    ------
    ReplayError
        The analysis, its version, engine or parameters are unknown here.
    SnapshotNotHeldError
        Its files are not in the directory.
    SnapshotCorruptError
        A file of the snapshot was altered.
    """
    if receipt.analysis not in ANALYSES:
        known = ", ".join(sorted(ANALYSES))
        raise ReplayError(
            f"no analysis is called {receipt.analysis!r}; known are {known}"
        )
    analysis = ANALYSES[receipt.analysis]
    if receipt.version != analysis.version or receipt.engine not in ENGINES:
        raise ReplayError(
            f"the receipt is of {receipt.analysis} version {receipt.version} on engine "
            f"{receipt.engine}; here are version {analysis.version} and engines "
            f"{', '.join(ENGINES)}"
        )
    snapshot = directory.open(receipt.snapshot_id)
    snapshot.verify()
    parameters = copy.deepcopy(dict(receipt.parameters))
    try:
        again = analysis.run(snapshot, parameters, open_engine(receipt.engine)).receipt
    except (TypeError, LookupError, ValueError, OverflowError, NotFoundError) as error:
        raise ReplayError(f"the receipt's parameters do not fit: {error}") from error
    return Replay(receipt, again)
