"""Money that moved between accounts, and between accounts and loans, in time order."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from graph.instant import BEGINNING
from graph.kernels.csr import order_by, read_only, stable_order, time_order
from graph.snapshot.arrays import column, single_chunk
from graph.snapshot.conversion import Converter
from graph.snapshot.flow_order import UNNUMBERED, order_keys, sequence, tied
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.kernels.csr import Int32s, Int64s
    from graph.snapshot.view import Snapshot


class FlowKind(IntEnum):
    """What a flow is; the codes of `Flows.kind`."""

    TRANSFER = 0
    WITHDRAWAL = 1  # a transfer of that type
    DEPOSIT = 2  # a loan paid out
    REPAYMENT = 3

    @property
    def facts(self) -> str:
        """Kind of the facts in which `Flows.row` counts."""
        return _FACTS[self]

    @property
    def is_transfer(self) -> bool:
        """Whether it is money from one account to another."""
        return self.facts == "transfer"


_FACTS = ("transfer", "transfer", "deposit", "repayment")
_ALL = slice(None)
TRANSFERS = tuple(kind for kind in FlowKind if kind.is_transfer)


class Incidence(NamedTuple):
    """Flows of each node at one of their ends, in time order.

    Those of node ``u`` are ``flow[indptr[u]:indptr[u + 1]]``, ascending.
    """

    indptr: Int64s
    flow: Int32s


@dataclass(frozen=True, slots=True, eq=False)
class Flows:
    """A directed multigraph of money, one edge per visible flow, in time order.

    Nodes are the accounts by their numbers, then the loans: loan ``l`` is node
    ``n_accounts + l``. A deposit leads from its loan to an account, a repayment from
    an account to its loan. Edges are numbered by time; transfers of one moment by
    source and order number, where there is one; other ties by tail, head, source and
    record, so that the numbers are a function of the facts. **No loss travels here.**

    Flow ``e`` came before flow ``f`` if its time is less, or if both are of one batch
    and its step is less; of other flows of one moment none came first.

    Attributes
    ----------
    tail, head
        Shape (m,). Nodes, in [0, n_nodes).
    time
        Shape (m,). UTC milliseconds, ascending.
    amount
        Shape (m,). Major units of the snapshot's reporting currency, NaN where
        unknown.
    kind
        Shape (m,). `FlowKind` codes.
    row
        Shape (m,). Row in ``snapshot.facts(FlowKind(kind).facts)``.
    batch, step
        Shape (m,). What one source numbered of one moment, and the order in it; -1
        where no order number decides.
    outgoing, incoming
        Flows by tail and by head.
    holder_indptr, holder
        Account ``a`` is held by the parties
        ``holder[holder_indptr[a]:holder_indptr[a + 1]]``, each once, ascending.
    assumptions
        Sentences on what was taken for granted.
    """

    n_accounts: int
    n_loans: int
    tail: Int32s
    head: Int32s
    time: Int64s
    amount: NDArray[np.float64]
    kind: NDArray[np.uint8]
    row: Int32s
    batch: Int32s
    step: Int32s
    outgoing: Incidence
    incoming: Incidence
    holder_indptr: Int64s
    holder: Int32s
    assumptions: tuple[str, ...]

    @classmethod
    def of(cls, snapshot: Snapshot) -> Flows:
        """Convert and sort the flows of a snapshot.

        Raises
        ------
        MissingRateError
            An amount is in a currency without a rate.

        Notes
        -----
        O(n + m) time but for many centuries; 49 bytes kept per flow.
        """
        accounts, loans = (len(snapshot.ids(name)) for name in ("account", "loan"))
        first_node = {"account": 0, "loan": accounts}
        converter = Converter(
            snapshot.facts("exchange_rate"), snapshot.manifest.reporting_currency
        )
        parts = [
            _unsorted(snapshot.facts(name), name, first_node, converter)
            for name in dict.fromkeys(_FACTS)
        ]
        flows = {
            name: np.concatenate([part[name] for part in parts]) for name in parts[0]
        }
        n = accounts + loans
        order = order_by((flows["tail"], n), (flows["head"], n))
        order = order[time_order(flows["time"][order], BEGINNING)]
        edges = {name: values[order] for name, values in flows.items()}
        _put_in_sequence(edges, snapshot.facts("transfer"))
        edges = {name: read_only(values) for name, values in edges.items()}
        return cls(
            accounts,
            loans,
            **edges,
            outgoing=_incidence(edges["tail"], n),
            incoming=_incidence(edges["head"], n),
            **_holders(snapshot),
            assumptions=converter.assumptions,
        )

    @property
    def n_nodes(self) -> int:
        """Number of accounts and loans."""
        return self.n_accounts + self.n_loans

    def are_transfers(self, flows: Int32s | slice = _ALL) -> NDArray[np.bool_]:
        """Which of some flows, by default of all, are transfers."""
        found: NDArray[np.bool_] = np.isin(self.kind[flows], TRANSFERS)
        return found

    def __len__(self) -> int:
        return self.tail.size


def _unsorted(
    facts: pa.Table, name: str, first_node: dict[str, int], converter: Converter
) -> dict[str, NDArray[Any]]:
    """Flows of one kind of fact, by ends, then source and record."""
    ends = {
        end: column(facts, reference.name) + np.int32(first_node[reference.node_kind])
        for end, reference in zip(("tail", "head"), KINDS[name].references, strict=True)
    }
    code = FlowKind(_FACTS.index(name))
    return {
        **ends,
        "time": column(facts, "valid_from"),
        "amount": converter.amounts(facts, "amount", f"amount of {name}s"),
        "kind": np.where(_withdrawn(facts), FlowKind.WITHDRAWAL, code).astype(np.uint8),
        "row": np.arange(facts.num_rows, dtype=np.int32),
    }


def _put_in_sequence(edges: dict[str, NDArray[Any]], transfers: pa.Table) -> None:
    """Arrange transfers of one moment by their order numbers, in place."""
    for name in ("batch", "step"):
        edges[name] = np.full(edges["time"].size, UNNUMBERED, np.int32)
    if single_chunk(transfers, "order_no").null_count == transfers.num_rows:
        return
    paid = np.isin(edges["kind"], TRANSFERS)
    places = tied(edges["time"], paid)
    if not places.size:
        return
    groups, steps = order_keys(transfers, edges["row"][places])
    order, batch, step = sequence(edges["time"][places], groups, steps)
    for values in edges.values():
        values[places] = values[places[order]]
    edges["batch"][places], edges["step"][places] = batch, step


def _withdrawn(facts: pa.Table) -> NDArray[np.bool_]:
    import pyarrow as pa
    import pyarrow.compute as pc

    if "transfer_type" not in facts.column_names:
        return np.zeros(facts.num_rows, np.bool_)
    types = single_chunk(facts, "transfer_type")
    return np.asarray(
        pc.is_in(types, pa.array(["withdraw"])).to_numpy(zero_copy_only=False)
    )


def _incidence(ends: Int32s, n: int) -> Incidence:
    indptr, flow = stable_order(ends, n)
    return Incidence(read_only(indptr), read_only(flow))


def _holders(snapshot: Snapshot) -> dict[str, NDArray[Any]]:
    """Parties by account, without repetition."""
    rows = snapshot.incoming("account_holder")
    accounts = rows.tails()
    first = np.ones(rows.m, np.bool_)
    first[1:] = (np.diff(rows.indices) != 0) | (np.diff(accounts) != 0)
    indptr = np.append(0, np.cumsum(first))[rows.indptr]
    return {
        "holder_indptr": read_only(indptr),
        "holder": read_only(rows.indices[first]),
    }
