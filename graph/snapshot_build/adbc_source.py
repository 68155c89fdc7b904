"""Facts of a SQLite store in bulk, through ADBC. For the child process only.

ADBC brings a SQLite of its own. Two of them on one file in one process lose committed
rows: closing one drops the file locks of the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from graph.errors import StoreUnavailableError
from graph.instant import BEGINNING, At
from graph.kernels.hashing import modular
from graph.kernels.sorted_search import sorted_positions
from graph.snapshot.arrays import integers, nulls, single_chunk
from graph.snapshot.lookup import keys_of
from graph.stores.columns import dormant_schema, export_schema, node_schema
from graph.stores.sql.visible import dormant, ended, seen
from graph.vocabulary import Form

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    import pyarrow as pa

    from graph.vocabulary import Kind

_ONE_BATCH = {"adbc.sqlite.query.batch_rows": str(2**30)}
"""Types are taken from the first batch: in smaller ones a column of text that starts
with nulls would be read as integers and fail later."""

_SOURCE_FACTOR = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class AdbcView:
    """What a file shows at one instant."""

    source: AdbcSource
    at: At

    def export(self, kind: Kind, *, ended: bool = False) -> pa.Table:
        """Visible facts, or with `ended` those that are over; any order."""
        return self.source.facts(kind, self.at, over=ended)

    def dormant(self, kind: Kind) -> pa.Table:
        """What is known, but holds at another time; any order."""
        return self.source.dormant(kind, self.at)


class AdbcSource:
    """A `FactSource` over the file of a SQLite store; use as a context manager.

    Everything is read in one transaction.

    Parameters
    ----------
    file
        Where the store is.
    url
        What it is called.

    Raises
    ------
    StoreUnavailableError
        The file is missing or no store.
    """

    def __init__(self, file: Path, url: str) -> None:
        import adbc_driver_sqlite.dbapi as driver

        self.url = url
        if not file.is_file():
            raise StoreUnavailableError(url, "there is no such file")
        try:
            self._connection = driver.connect(f"{file.absolute().as_uri()}?mode=ro")
            self._sources = self._read("SELECT source_no, name FROM source")
            self._commits = self._read("SELECT seq, recorded_at FROM commits")
            ids = self._read("SELECT value FROM meta WHERE key = 'store_id'")
            self.store_id: str = ids["value"][0].as_py()
        except driver.Error as error:
            raise StoreUnavailableError(url, str(error)) from error

    def at(self, as_of: int | None = None, known_at: int | None = None) -> At:
        """The instant meant by these axes, by default that of the last commit."""
        instants = self._commits["recorded_at"].to_pylist()
        known = max(instants, default=BEGINNING) if known_at is None else known_at
        return At(known if as_of is None else as_of, known)

    def sequence(self, known_at: int | None = None) -> int:
        """Number of the last commit, or of the last one recorded by an instant."""
        commits = self._commits.to_pylist()
        return max(
            (
                commit["seq"]
                for commit in commits
                if known_at is None or commit["recorded_at"] <= known_at
            ),
            default=0,
        )

    def node_ids(self, node_kind: str) -> pa.Table:
        """Every node: `node_no`, `node_id`."""
        statement = f"SELECT node_no, node_id FROM node_{node_kind}"  # noqa: S608 - a kind
        return self._read(statement).cast(node_schema())

    def view(self, at: At) -> AdbcView:
        """The facts visible at an instant."""
        return AdbcView(self, at)

    def facts(self, kind: Kind, at: At, *, over: bool = False) -> pa.Table:
        """Facts seen at `at`, or over there; columns null throughout are not read."""
        import pyarrow as pa

        schema = pa.schema([f for f in export_schema(kind) if f.name != "content_hash"])
        optional = {*(item.name for item in kind.properties), "valid_to"}
        table = f"fact_{kind.name}"
        empty = self._empty_columns(table, sorted(optional))
        held = [name for name in schema.names if name not in {"source", *empty}]
        ranked = ("fact_no",) if kind.form is Form.NODE else ()
        condition = (ended if over else seen)(table)
        columns = ", ".join(f'"{name}"' for name in (*ranked, "source_no", *held))
        statement = f"SELECT {columns} FROM {table} WHERE {condition}"  # noqa: S608 - a kind
        facts = self._read(statement, (at.as_of, at.known_at))
        if not over:
            facts = latest_versions(facts)
        if "collected_at" in held:
            facts = self._confirmed(kind, facts, at)
        complete = {
            name: single_chunk(facts, name).cast(schema.field(name).type)
            for name in held
        }
        complete["source"] = self._source_names(single_chunk(facts, "source_no"))
        columns_or_nulls = [
            complete[field.name]
            if field.name in complete
            else nulls(facts.num_rows, field.type)
            for field in schema
        ]
        return pa.Table.from_arrays(columns_or_nulls, schema=schema)

    def _confirmed(self, kind: Kind, facts: pa.Table, at: At) -> pa.Table:
        """The facts with the moment at which each was last collected, as known."""
        again = self._read(
            f"SELECT fact_no, max(collected_at) AS collected_at "  # noqa: S608 - a kind
            f"FROM confirmed_{kind.name} WHERE recorded_from <= ? "
            "GROUP BY fact_no ORDER BY fact_no",
            (at.known_at,),
        )
        if not again.num_rows:
            return facts
        numbers = integers(single_chunk(again, "fact_no"), -1)
        places = sorted_positions(numbers, integers(single_chunk(facts, "fact_no"), -1))
        collected = integers(single_chunk(facts, "collected_at"), 0).copy()
        later = integers(single_chunk(again, "collected_at"), 0)
        collected[places >= 0] = later[places[places >= 0]]
        place = facts.column_names.index("collected_at")
        return facts.set_column(place, "collected_at", [collected])

    def dormant(self, kind: Kind, at: At) -> pa.Table:
        """Ends and valid time of what is known at `at` but not valid there."""
        table = f"fact_{kind.name}"
        ends = "".join(
            f"(SELECT node_id FROM node_{item.node_kind} "  # noqa: S608 - a kind
            f"WHERE node_no = {table}.{item.name}_no) AS {item.column}, "
            for item in kind.references
        )
        statement = (
            f"SELECT {ends}valid_from, valid_to FROM {table} "  # noqa: S608 - a kind
            f"WHERE {dormant(table)}"
        )
        found = self._read(statement, (at.as_of, at.known_at))
        return found.cast(dormant_schema(kind))

    def _empty_columns(self, table: str, names: list[str]) -> list[str]:
        """Which of these columns are null in every row; one pass over the rows."""
        row = 0
        while names:
            stated = [f'"{name}" IS NOT NULL' for name in names]
            found = self._read(
                f"SELECT fact_no, {', '.join(stated)} FROM {table} "  # noqa: S608
                f"WHERE fact_no >= ? AND ({' OR '.join(stated)}) "
                "ORDER BY fact_no LIMIT 1",
                (row,),
            ).to_pydict()
            if not found["fact_no"]:
                break
            row, *flags = (column[0] for column in found.values())
            names = [name for name, flag in zip(names, flags, strict=True) if not flag]
        return names

    def _source_names(self, source_nos: pa.Array) -> pa.Array:
        import pyarrow.compute as pc

        places = pc.index_in(source_nos, self._sources["source_no"].combine_chunks())
        return self._sources["name"].combine_chunks().cast("string").take(places)

    def _read(
        self, statement: str, parameters: tuple[int, ...] | None = None
    ) -> pa.Table:
        with self._connection.cursor() as cursor:
            cursor.adbc_statement.set_options(**_ONE_BATCH)
            cursor.execute(statement, parameters)
            return cursor.fetch_arrow_table()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


@modular()
def latest_versions(facts: pa.Table) -> pa.Table:
    """Of several visible versions of a record, the one valid last.

    Examples
    --------
    >>> import pyarrow as pa
    >>> names = ["source_no", "record_id", "valid_from"]
    >>> facts = pa.table([[1, 1, 2], ["r", "r", "r"], [5, 9, 5]], names=names)
    >>> latest_versions(facts)["valid_from"].to_pylist()
    [9, 5]
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    records = single_chunk(facts, "record_id").cast(pa.string())
    sources = integers(single_chunk(facts, "source_no"), 0).astype(np.uint64)
    keys = keys_of(records) ^ (sources * _SOURCE_FACTOR)
    ordered = np.sort(keys)
    doubled = ordered[1:][ordered[1:] == ordered[:-1]]
    if not doubled.size:
        return facts
    rivals = np.isin(keys, doubled)
    rows = np.flatnonzero(rivals)
    names = ("source_no", "record_id", "valid_from")
    chosen = facts.select(names).take(pa.array(rows)).append_column("row", [rows])
    by = [(name, "ascending") for name in names]
    ranked = chosen.take(pc.sort_indices(chosen, sort_keys=by))
    source, record = (ranked[name].combine_chunks() for name in names[:2])
    last = np.ones(rows.size, np.bool_)
    last[:-1] = ~(
        pc.and_(pc.equal(source[1:], source[:-1]), pc.equal(record[1:], record[:-1]))
    ).to_numpy(zero_copy_only=False)
    keep = ~rivals
    keep[ranked["row"].to_numpy()[last]] = True
    return facts.take(pa.array(np.flatnonzero(keep)))
