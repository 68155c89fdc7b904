"""A snapshot: the facts of one instant as immutable arrays."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from graph.errors import NotFoundError, SnapshotCorruptError
from graph.kernels.csr import Csr, read_only
from graph.snapshot.amounts import Figures, Pairs
from graph.snapshot.arrays import column, unpack
from graph.snapshot.facts import SnapshotView
from graph.snapshot.files import SUFFIX, MappedTables, MemoryTables, write_table
from graph.snapshot.flows import Flows
from graph.snapshot.lookup import IdLookup
from graph.snapshot.manifest import FILE_NAME, Manifest
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.instant import At
    from graph.kernels.csr import Int32s, Int64s
    from graph.progress import Progress
    from graph.snapshot.files import Tables
    from graph.snapshot.source import FactSource


class Snapshot:
    """Facts visible at one instant, as arrays that never change.

    Parties are numbered in topological order of the condensed guarantee graph, ties
    by id: distress, which travels from debtor to guarantor, only reaches the same
    component or higher numbers. Other nodes are numbered in order of id. A node takes
    part if a visible fact describes or names it.

    Every array is read-only; an opened snapshot reads its files when they are asked
    for, through memory maps that processes share.

    Attributes
    ----------
    directory
        Where its files are; None where it is in memory only.
    """

    def __init__(
        self, manifest: Manifest, tables: Tables, directory: Path | None = None
    ) -> None:
        self.manifest = manifest
        self.directory = directory
        self._tables = tables
        self._ids: dict[str, pa.Array] = {}
        self._lookups: dict[str, IdLookup] = {}
        self._rows: dict[str, Csr] = {}

    @classmethod
    def build(
        cls,
        source: FactSource,
        at: At,
        *,
        reporting_currency: str = "CNY",
        progress: Progress | None = None,
        directory: Path | None = None,
    ) -> Self:
        """Read the facts visible at `at` and arrange them.

        Parameters
        ----------
        source
            A store, or another source of facts in bulk.
        reporting_currency
            ISO 4217 code of the amounts in `pairs` and `figures`.
        progress
            Told each stage's name, what is done and the total.
        directory
            Where the files are written and opened from, as if by `save` and `open`;
            without it the snapshot stays in memory.

        Raises
        ------
        MissingRateError
            An amount is in a currency without a rate at this instant.

        Notes
        -----
        O(n log n + m log m) time, O(n + m) memory.
        """
        from graph.snapshot.builder import build_tables

        if directory is not None:
            directory.mkdir(parents=True, exist_ok=True)
        manifest, tables = build_tables(
            source, at, reporting_currency, progress, directory
        )
        if directory is not None:
            manifest.write(directory)
            return cls(manifest, MappedTables(directory, manifest.files), directory)
        return cls(manifest, MemoryTables(tables, manifest.files))

    @classmethod
    def open(cls, directory: Path | str) -> Self:
        """Open what `save` wrote; only the manifest is read.

        Raises
        ------
        SnapshotCorruptError
            The manifest is missing or altered.
        """
        folder = Path(directory)
        path = folder / FILE_NAME
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise SnapshotCorruptError(str(path), str(error)) from error
        manifest = Manifest.from_json(text, str(path))
        return cls(manifest, MappedTables(folder, manifest.files), folder)

    def save(self, directory: Path | str) -> None:
        """Write one file per table and, last, the manifest into a new directory."""
        folder = Path(directory)
        folder.mkdir(parents=True, exist_ok=True)
        for name in self.manifest.files:
            write_table(self._tables[name], folder / (name + SUFFIX))
        self.manifest.write(folder)

    def verify(self) -> None:
        """Compare every file with the hash in the manifest.

        Raises
        ------
        SnapshotCorruptError
            A file is missing or was altered; the error names it.
        """
        self._tables.verify()

    @property
    def n_parties(self) -> int:
        """Number of parties."""
        return self.manifest.counts["party"]

    def ids(self, node_kind: str) -> pa.Array:
        """Ids of the nodes of a kind, in number order."""
        if node_kind not in self._ids:
            self._ids[node_kind] = self._tables[node_kind][f"{node_kind}_id"].chunk(0)
        return self._ids[node_kind]

    def node_id(self, node_kind: str, number: int) -> str:
        """Id of a node.

        Raises
        ------
        IndexError
            There is no such number.
        """
        if number < 0:
            raise IndexError(number)
        text: str = self.ids(node_kind)[int(number)].as_py()
        return text

    def number(self, node_kind: str, node_id: str) -> int:
        """Number of a node. O(log n).

        Raises
        ------
        NotFoundError
            No visible fact describes or names it.
        """
        found = self.lookup(node_kind).find(node_id)
        if found < 0:
            raise NotFoundError(node_kind, node_id)
        return found

    def numbers(self, node_kind: str, node_ids: Sequence[str] | pa.Array) -> Int32s:
        """Number of each node, -1 where there is none; shape (ids,)."""
        import pyarrow as pa

        if not isinstance(node_ids, pa.Array):
            node_ids = pa.array(node_ids, pa.string())
        return self.lookup(node_kind).find_all(node_ids)

    def nodes(self, node_kind: str) -> pa.Table:
        """What is known of the nodes of a kind; row i is node number i.

        Columns: ``<kind>_id``, other references as int32 numbers named after the
        reference (-1 where absent), the properties as in the store, and the source,
        record and valid time of the last record.
        """
        return self._tables[node_kind]

    def facts(self, kind: str) -> pa.Table:
        """Edges or statements of a kind, by tail, head, source, record and start.

        Columns: references as int32 numbers named after the reference (-1 where
        absent), the properties as in the store, source, record_id, valid_from,
        valid_to.
        """
        return self._tables[kind]

    @property
    def dormant_loans(self) -> pa.Table:
        """Loans that hold at another time and decide on a contract: ids, valid time."""
        return self._tables["dormant"]

    @cached_property
    def component(self) -> Int32s:
        """Strong component of each party, ascending, shape (n_parties,)."""
        return self._array_of("party", "component")

    @cached_property
    def party_key(self) -> NDArray[np.uint64]:
        """Key of each party's random draws, shape (n_parties,)."""
        return self._array_of("party", "draw_key")

    @cached_property
    def pairs(self) -> Pairs:
        """Guarantor-debtor pairs, the projection of contracts onto firms."""
        return Pairs.of_table(self._tables["pairs"], self._array_of)

    @cached_property
    def figures(self) -> Figures:
        """Figures of each party."""
        return Figures.of_table(self._tables["figures"])

    @cached_property
    def flows(self) -> Flows:
        """Transfers, deposits, repayments and withdrawals as one graph in time order.

        Sorted when first asked for and kept in memory; O(n + m).

        Raises
        ------
        MissingRateError
            An amount is in a currency without a rate at this instant.
        """
        return Flows.of(self)

    @cached_property
    def view(self) -> SnapshotView:
        """The facts as a store gives those of an instant."""
        return SnapshotView(self)

    def outgoing(self, kind: str) -> Csr:
        """Edges of a kind by tail; `edge` is the row in `facts(kind)`.

        Tail and head may be of two node kinds: `indices` are numbers of heads.
        """
        key = f"{kind} out"
        if key not in self._rows:
            heads = column(self._tables[kind], KINDS[kind].head.name)
            self._rows[key] = Csr(
                self._starts(kind, 0), heads, np.arange(heads.size, dtype=np.int32)
            )
        return self._rows[key]

    def incoming(self, kind: str) -> Csr:
        """Edges of a kind by head; `indices` are tails, `edge` the row in the facts."""
        key = f"{kind} in"
        if key not in self._rows:
            ends = (self._array_of(kind, part) for part in ("in_tail", "in_edge"))
            self._rows[key] = Csr(self._starts(kind, 1), *ends)
        return self._rows[key]

    def _starts(self, kind: str, end: int) -> Int64s:
        """First row of each node at that end; not kept for a kind without facts."""
        if self.manifest.counts[kind]:
            return self._array_of(kind, ("out_start", "in_start")[end])
        nodes = KINDS[kind].references[end].node_kind
        return read_only(np.zeros(self.manifest.counts[nodes] + 1, np.int64))

    def _array_of(self, owner: str, name: str) -> NDArray[Any]:
        return unpack(self._tables["arrays"], f"{owner}.{name}")

    def lookup(self, node_kind: str) -> IdLookup:
        """The way from ids of a kind to numbers."""
        if node_kind not in self._lookups:
            self._lookups[node_kind] = IdLookup(
                self.ids(node_kind),
                self._array_of(node_kind, "key"),
                self._array_of(node_kind, "key_number"),
            )
        return self._lookups[node_kind]

    def __repr__(self) -> str:
        return f"Snapshot({self.manifest.snapshot_id}, {self.n_parties} parties)"
