"""Addresses and telephones, with virtual offices and bookkeepers' numbers.

Numbers have the area code 19: two-digit area codes of mainland China are 10 and 20
to 29, and mobile numbers have eleven digits, so that none of these can be dialled.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ingest.synthetic.changes import present_ties
from ingest.synthetic.horizon import NEVER
from ingest.synthetic.streams import stream
from ingest.synthetic.tables import file_table, numbered, spans
from ingest.synthetic.words import CITIES, STREETS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from ingest.synthetic.control import Control
    from ingest.synthetic.roster import Roster

    Integers = NDArray[np.int64]
    Days = NDArray[np.datetime64]

_OFFICES, _PREMISES, _BOOKKEEPERS = 3e-3, 7e-3, 6e-3
"""Virtual offices, shared premises and shared bookkeepers per company."""


@dataclass(frozen=True, slots=True)
class Contacts:
    """Each company's address and telephone as numbers of contact points.

    `since` are the first days, addresses before telephones, NaT where they are drawn.
    Points below `n_addresses` are addresses, the others telephones. `offices` are
    the companies of each virtual office, `premises` those that sit in one building,
    `bookkeepers` those of each shared number: all are benign.
    """

    address: Integers
    phone: Integers
    since: Days
    n_addresses: int
    n_points: int
    offices: list[Integers]
    premises: list[Integers]
    bookkeepers: list[Integers]


def build_contacts(roster: Roster, control: Control, seed: int) -> Contacts:
    """Draw where companies can be reached."""
    random = stream(seed, "contacts")
    count = roster.n_companies
    address, phone = np.arange(count), np.arange(count)
    sharing = [firms for sort in control.shared.values() for firms, _ in sort]
    free = np.setdiff1d(np.flatnonzero(~control.taken), [*chain(*sharing)])
    offices = _shared(random, free, max(2, round(count * _OFFICES)), (15, 50))
    bookkeepers = _shared(random, free, max(2, round(count * _BOOKKEEPERS)), (2, 9))
    outside = np.setdiff1d(free, np.concatenate(offices))
    premises = _shared(random, outside, max(2, round(count * _PREMISES)), (2, 8))
    for companies in offices + premises:
        address[companies] = companies[0]
    for companies in bookkeepers:
        phone[companies] = companies[0]
    since = np.full(2 * count, NEVER)
    for name, points, first in (("address", address, 0), ("phone", phone, count)):
        for tied, days in control.shared[name]:
            points[tied] = tied[0]
            since[first + np.array(tied)] = days
    addresses, address = np.unique(address, return_inverse=True)
    phones, phone = np.unique(phone, return_inverse=True)
    return Contacts(
        address,
        len(addresses) + phone,
        since,
        len(addresses),
        len(addresses) + len(phones),
        offices,
        premises,
        bookkeepers,
    )


def _shared(
    random: np.random.Generator, free: Integers, groups: int, size: tuple[int, int]
) -> list[Integers]:
    """Disjoint groups of free companies."""
    order = random.permutation(free)
    ends = np.cumsum(random.integers(*size, groups))
    return [part for part in np.split(order, ends)[:-1] if len(part)]


def contact_tables(roster: Roster, contacts: Contacts, seed: int) -> Iterator[pa.Table]:
    """Rows of contact.csv."""
    random = stream(seed, "contact values")
    n_addresses = contacts.n_addresses
    city = np.zeros(n_addresses, dtype=np.int64)
    city[contacts.address] = roster.city[: roster.n_companies]
    street = random.integers(0, len(STREETS), n_addresses)
    house = random.integers(1, 2_000, n_addresses)
    room = random.integers(101, 2_999, n_addresses)
    for part in spans(n_addresses):
        text = pc.binary_join_element_wise(
            pa.array([name for name, _ in CITIES]).take(pa.array(city[part])),
            "市",
            pa.array([name for name, _ in STREETS]).take(pa.array(street[part])),
            "路",
            pa.array(house[part]).cast(pa.string()),
            "号",
            pa.array(room[part]).cast(pa.string()),
            "室",
            "",
        )
        yield _points("address", np.arange(part.start, part.stop), text)
    for part in spans(contacts.n_points - n_addresses):
        numbers = np.arange(part.start, part.stop)
        text = numbered("+86 19 ", (numbers * 7_919 + 10_007) % 10**8, 8)
        yield _points("phone", n_addresses + numbers, text)


def point_ids(numbers: Integers) -> pa.Array:
    """Ids of contact points."""
    return numbered("demo-contact:", numbers)


def _points(contact_type: str, numbers: Integers, values: pa.Array) -> pa.Table:
    return file_table(
        "contact",
        {
            "contact_id": point_ids(numbers),
            "contact_type": contact_type,
            "value": values,
            "source": "demo-registry",
            "record_id": point_ids(numbers),
        },
    )


def contact_use_tables(
    roster: Roster,
    contacts: Contacts,
    seed: int,
) -> Iterator[pa.Table]:
    """Rows of contact_use.csv: present points, then those that were given up."""
    random = stream(seed, "contact dates")
    company = np.tile(np.arange(roster.n_companies), 2)
    point = np.concatenate([contacts.address, contacts.phone])
    ties = present_ties(random, roster, company, contacts.since)
    moved, begin, end = ties.earlier
    before = moved.copy()  # somebody else moves in where one moves out
    for sort in (moved < roster.n_companies, moved >= roster.n_companies):
        before[sort] = random.permutation(moved[sort])
    point = np.concatenate([point, point[before]])
    company = np.concatenate([company, company[moved]])
    valid_from = np.concatenate([ties.start, begin])
    valid_to = np.concatenate([ties.end, end])
    for part in spans(len(point)):
        yield file_table(
            "contact_use",
            {
                "party_id": roster.take(company[part]),
                "contact_id": point_ids(point[part]),
                "source": "demo-registry",
                "record_id": numbered("use:", np.arange(part.start, part.stop)),
                "valid_from": valid_from[part],
                "valid_to": valid_to[part],
            },
        )
