"""Devices that sign in to accounts: of one firm, of several for good reasons, or bad.

The bank's log of them is whole, unlike its transfers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest.synthetic.flows import account_ids
from ingest.synthetic.payments.planter import LAST_DAYS
from ingest.synthetic.seasons import seconds_of
from ingest.synthetic.streams import stream
from ingest.synthetic.tables import file_table, instants, numbered, spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from ingest.synthetic.contacts import Contacts
    from ingest.synthetic.roster import Roster
    from ingest.synthetic.topology import Topology

    Integers = NDArray[np.int64]
    Record = dict[str, Any]

_LOGGED = 0.1
"""Share of the companies whose bank keeps a log of sign-ins.

It keeps one for each firm of a group or of a bookkeeper that shares a device, too.
"""
_SIGN_INS = 6
"""Of each of them in all the years, on average; so spread (Poisson) that one more is no
mark."""
_SHARED_A_FIRM = 5e-4
"""Devices of firms that have nothing to do with each other, per company.

As many near misses, groups whose parent does the banking, and bookkeepers who do.
"""
_FAULTS = ("least_accounts", "window")
_HOLDERS = 3
_WITHIN, _TOO_LATE = 25, 33
"""Days; all within 30, as the pattern has it, and not."""


@dataclass(frozen=True, slots=True)
class SignIns:
    """Sign-ins in order of time, and what was planted among them.

    Devices are numbered from 0 on; records name `sign_ins` by number in that order.
    """

    n_devices: int
    device: Integers
    account: Integers
    second: Integers
    patterns: list[Record]
    near_misses: list[Record]
    honest: list[Record]


class _Log:
    """Sign-ins as they are drawn."""

    def __init__(self, roster: Roster, seed: int) -> None:
        self.random = stream(seed, "sign-ins")
        self.horizon = roster.horizon
        steady = roster.steady()
        self.logged = self.random.choice(
            steady, round(len(steady) * _LOGGED), replace=False
        )
        self.count = max(2, round(roster.n_companies * _SHARED_A_FIRM))
        self.n_devices = 0
        self.rows: list[tuple[int, int, np.datetime64]] = []

    def days(self, count: int, within: int) -> list[np.datetime64]:
        """Days of a span somewhere in the history."""
        first = self.horizon.first + int(
            self.random.integers(0, self.horizon.days - LAST_DAYS)
        )
        return [first + int(day) for day in self.random.integers(0, within + 1, count)]

    def device(
        self, pattern: str, firms: Sequence[int], days: Sequence[np.datetime64]
    ) -> Record:
        """A device that signs in to the accounts of some firms."""
        first = len(self.rows)
        self.rows += [(self.n_devices, *row) for row in zip(firms, days, strict=True)]
        self.n_devices += 1
        return {
            "pattern": pattern,
            "members": [*dict.fromkeys(firms)],
            "transfers": [],
            "missing": 0,
            "sign_ins": [*range(first, len(self.rows))],
        }

    def strangers(self, count: int) -> list[int]:
        """Firms that have nothing to do with each other."""
        drawn: list[int] = self.random.choice(
            self.logged, count, replace=False
        ).tolist()
        return drawn


def build_sign_ins(
    roster: Roster, topology: Topology, contacts: Contacts, seed: int
) -> SignIns:
    """Draw devices, and when they sign in to whose account."""
    log = _Log(roster, seed)
    patterns = [_shared(log, None) for _ in range(log.count)]
    near = [_shared(log, _FAULTS[number % 2]) for number in range(log.count)]
    groups = [
        members.tolist()
        for item, members in zip(topology.structures, topology.members, strict=True)
        if item.role == "group"
    ]
    clients = [firms.tolist() for firms in contacts.bookkeepers]
    honest = _of_one_hand(log, "group_treasury", groups)
    honest += _of_one_hand(log, "bookkeeper_device", clients)
    shared = {firm for record in honest for firm in record["members"]}
    firms = sorted(shared.union(log.logged))
    counts = log.random.poisson(_SIGN_INS, len(firms)).tolist()
    for firm, count in zip(firms, counts, strict=True):
        if count:
            days = log.days(count, roster.horizon.days - LAST_DAYS)
            log.device("", [firm] * count, days)
    return _in_order(log, patterns, near, honest)


def _shared(log: _Log, fault: str | None) -> Record:
    """A device of several firms, or what fails one condition of it."""
    if fault is None:
        firms = log.strangers(int(log.random.integers(_HOLDERS + 1, 8)))
        return log.device("shared_device", firms, log.days(len(firms), _WITHIN))
    firms = log.strangers(_HOLDERS)
    days = log.days(_HOLDERS, 0 if fault == "window" else _WITHIN)
    if fault == "window":
        days[-1] += _TOO_LATE
    else:
        firms[-1] = firms[0]
    return log.device("shared_device", firms, days) | {"fails": fault}


def _of_one_hand(log: _Log, pattern: str, sets: list[list[int]]) -> list[Record]:
    """Devices of whoever does the banking for some sets of firms."""
    large = [firms for firms in sets if len(firms) >= _HOLDERS]
    places = log.random.permutation(len(large))[: log.count].tolist()
    return [
        log.device(pattern, large[place], log.days(len(large[place]), _WITHIN))
        for place in places
    ]


def _in_order(
    log: _Log, patterns: list[Record], near: list[Record], honest: list[Record]
) -> SignIns:
    """Sign-ins by time; numbers of devices tell nothing."""
    device, account = (
        np.array([row[column] for row in log.rows], dtype=np.int64) for column in (0, 1)
    )
    days = np.array([row[2] for row in log.rows], dtype="datetime64[D]")
    second = seconds_of(log.random, days)
    order = np.argsort(second, kind="stable")
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    for record in patterns + near + honest:
        record["sign_ins"] = sorted(place[record["sign_ins"]].tolist())
    number = log.random.permutation(log.n_devices)
    return SignIns(
        n_devices=log.n_devices,
        device=number[device[order]],
        account=account[order],
        second=second[order],
        patterns=patterns,
        near_misses=near,
        honest=honest,
    )


def device_ids(numbers: Integers) -> pa.Array:
    """Ids of devices."""
    return numbered("demo-device:", numbers)


def sign_in_ids(numbers: Integers) -> pa.Array:
    """Record ids of sign-ins."""
    return numbered("sign-in:", numbers)


def device_tables(sign_ins: SignIns) -> Iterator[pa.Table]:
    """Rows of contact.csv that are devices."""
    for part in spans(sign_ins.n_devices):
        numbers = np.arange(part.start, part.stop)
        yield file_table(
            "contact",
            {
                "contact_id": device_ids(numbers),
                "contact_type": "device",
                "source": "demo-bank",
                "record_id": device_ids(numbers),
            },
        )


def sign_in_tables(sign_ins: SignIns) -> Iterator[pa.Table]:
    """Rows of sign_in.csv."""
    for part in spans(len(sign_ins.device)):
        numbers = np.arange(part.start, part.stop)
        yield file_table(
            "sign_in",
            {
                "contact_id": device_ids(sign_ins.device[part]),
                "account_id": account_ids(sign_ins.account[part]),
                "source": "demo-bank",
                "record_id": sign_in_ids(numbers),
                "occurred_at": instants(sign_ins.second[part]),
            },
        )
