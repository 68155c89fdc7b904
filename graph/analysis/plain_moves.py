"""Facts of transfers, pay-outs and sign-ins as they were stated, in exact amounts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.money import ON_BOUND, exponent
from graph.patterns.questions import UNBOUNDED
from graph.snapshot.arrays import decoded
from graph.snapshot.conversion import Converter
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.snapshot import Snapshot

_AMOUNTS = ("from_amount", "below_amount", "least_total")
Node = tuple[str, int]
"""Kind and number of an account, a loan or a device."""
Name = tuple[str, str, str]
"""Kind, source and record id of a fact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Money from one account to another, or a loan paid out, or a sign-in.

    `amount` is in the reporting currency, None where it is unknown or is none.
    """

    kind: str
    source: str
    record_id: str
    tail: Node
    head: Node
    time: int
    amount: Fraction | None
    order_no: str | None = None
    transfer_type: str | None = None


def moves_of(snapshot: Snapshot, names: Iterable[tuple[str, str]]) -> dict[Name, Move]:
    """The facts of these kinds and record ids, of whatever source, if there are any.

    Raises
    ------
    MissingRateError
        An amount is in a currency without a rate.
    """
    wanted: dict[str, set[str]] = {}
    for kind, record in names:
        wanted.setdefault(kind, set()).add(record)
    found: dict[Name, Move] = {}
    for kind, records in wanted.items():
        found |= _moves(snapshot, kind, records)
    return found


def _moves(snapshot: Snapshot, kind: str, records: set[str]) -> dict[Name, Move]:
    import pyarrow as pa
    import pyarrow.compute as pc

    table = snapshot.facts(kind)
    chosen = pc.is_in(table["record_id"], pa.array(sorted(records), pa.string()))
    rows = table.take(np.flatnonzero(chosen.to_numpy()))
    exact = ExactAmounts(snapshot)
    ends = KINDS[kind].references[:2]

    def column(name: str) -> list[Any]:
        if name not in rows.column_names:  # a sign-in moves no money
            return [None] * rows.num_rows
        return list(decoded(rows[name]).to_pylist())

    names = ("source", "record_id", *(end.name for end in ends), "valid_from",
             "amount", "currency", "order_no", "transfer_type")  # fmt: skip
    columns = map(column, names)
    return {
        (kind, source, record): Move(
            kind=kind,
            source=source,
            record_id=record,
            tail=(ends[0].node_kind, tail),
            head=(ends[1].node_kind, head),
            time=time,
            amount=exact(amount, currency),
            order_no=order_no,
            transfer_type=transfer_type,
        )
        for (
            source, record, tail, head, time, amount, currency, order_no, transfer_type
        ) in zip(*columns, strict=True)
    }  # fmt: skip


class ExactAmounts:
    """Amounts of a snapshot in its reporting currency, as fractions.

    All of one currency are multiplied by the same rate, as it is written: between two
    of them the ratio is that of their own units.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._currency = snapshot.manifest.reporting_currency
        self._converter = Converter(snapshot.facts("exchange_rate"), self._currency)

    def __call__(self, amount: int | None, currency: str | None) -> Fraction | None:
        """An amount in minor units of a currency; None is the reporting currency.

        Raises
        ------
        MissingRateError
            The currency has no rate.
        """
        if amount is None:
            return None
        code = currency or self._currency
        return self.major(Fraction(amount, 10 ** exponent(code)), code)

    def major(self, amount: Fraction, currency: str) -> Fraction | None:
        """An amount in major units of a currency; None where its rate is unknown.

        Raises
        ------
        MissingRateError
            The currency has no rate.
        """
        rate = self._converter.rate(currency or self._currency)
        return None if math.isnan(rate) else amount * Fraction(str(rate))


def in_reporting(snapshot: Snapshot, asked: Mapping[str, Any]) -> dict[str, Any]:
    """A question whose amounts are in the reporting currency.

    Raises
    ------
    MissingRateError
        Its currency has no rate.
    """
    exact = ExactAmounts(snapshot)
    limits = {
        name: exact.major(Fraction(str(value)), asked.get("currency", ""))
        for name, value in asked.items()
        if name in _AMOUNTS and value < UNBOUNDED
    }
    return {**asked, **limits}


def in_time(one: Move, other: Move) -> bool:
    """Whether one comes before the other; of one moment only by order numbers.

    They count where one source has given both.
    """
    if one.time != other.time:
        return one.time < other.time
    numbers = [_number(move) for move in (one, other)]
    return one.source == other.source and -1 < numbers[0] < numbers[1]


def by_time(move: Move) -> tuple[int, str, int, str]:
    """Sort key: whatever `in_time` says comes before another one is put before it."""
    return move.time, move.source, _number(move), move.record_id


def _number(move: Move) -> int:
    """The order number of its source, -1 where it has none."""
    text = move.order_no or ""
    return int(text) if text.isascii() and text.isdecimal() else -1


def kept(received: Fraction, passed: Fraction, *, keep: float, gain: float) -> bool:
    """Whether what was passed on is between two shares of what was received."""
    if not (received > 0 and passed > 0):
        return False
    ratio = float(passed / received)
    return keep * (1 - ON_BOUND) <= ratio <= gain * (1 + ON_BOUND)
