"""A native bundle of a million companies, to measure loading on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from ingest.synthetic.codes import credit_codes
from ingest.synthetic.names import company_names, name_numbers
from ingest.synthetic.words import CITIES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.benchmarks.networks import Network

PER_KIND = 1_000_000
MIX = "1M parties; 1M guarantees, 1M guarantors, 1M ownerships"


def write_bundle(network: Network, folder: Path) -> None:
    """Write companies of the network, some of its guarantees, and their owners.

    Every row has a name of its own, amounts, dates and shares: all of it is checked.
    """
    folder.mkdir(parents=True)
    random = np.random.default_rng(1)
    n = network.n
    city = random.integers(0, len(CITIES), n)
    codes = pa.array(credit_codes(np.arange(n), city)).cast(pa.string())
    party = _join("uscc:", codes)
    chinese, latin = company_names(city, name_numbers(random, city))
    _write(
        folder / "party.csv",
        {
            "party_id": party,
            "party_type": _same("company", n),
            "name": chinese,
            "name_en": latin,
            "uscc": codes,
            "established_on": _days(random, n, "1995-01-01", 9_000),
            "registered_capital": _amounts(random, n),
            "currency": _same("CNY", n),
            "record_id": codes,
        },
    )
    tail, head = network.random_ends
    chosen = random.permutation(tail.size)[:PER_KIND]
    m = chosen.size
    contract = _join("contract:", _numbers(m))
    begin = _days(random, m, "2025-01-01", 360)
    _write(
        folder / "guarantee.csv",
        {
            "guarantee_id": contract,
            "debtor_id": party.take(pa.array(head[chosen])),
            "creditor_id": party.take(pa.array(random.integers(0, n, m))),
            "contract_no": contract,
            "liability": _same("joint", m),
            "cap_kind": _same("single", m),
            "cap": _amounts(random, m),
            "currency": _same("CNY", m),
            "maturity": _days(random, m, "2027-01-01", 720),
            "valid_from": begin,
            "record_id": contract,
        },
    )
    _write(
        folder / "guarantee_guarantor.csv",
        {
            "guarantor_id": party.take(pa.array(tail[chosen])),
            "guarantee_id": contract,
            "share": _same("1", m),
            "valid_from": begin,
            "record_id": _join("promise:", _numbers(m)),
        },
    )
    owner = random.integers(0, n, n)
    asset = random.permutation(n)
    owner = np.where(owner == asset, (owner + 1) % n, owner)
    _write(
        folder / "ownership.csv",
        {
            "owner_id": party.take(pa.array(owner)),
            "asset_id": party.take(pa.array(asset)),
            "share": pa.array(np.round(random.uniform(0.05, 1.0, n), 4)),
            "paid_in": _amounts(random, n),
            "currency": _same("CNY", n),
            "valid_from": _days(random, n, "2015-01-01", 3_000),
            "record_id": _join("holding:", _numbers(n)),
        },
    )


def _write(path: Path, columns: dict[str, pa.Array]) -> None:
    csv.write_csv(pa.table(columns), path, csv.WriteOptions(quoting_style="needed"))


def _join(prefix: str, text: pa.Array) -> pa.Array:
    return pc.binary_join_element_wise(prefix, text, "")


def _numbers(count: int) -> pa.Array:
    return pa.array(np.arange(count)).cast(pa.string())


def _same(value: str, count: int) -> pa.Array:
    return pa.repeat(value, count)


def _amounts(random: np.random.Generator, count: int) -> pa.Array:
    """Yuan to the cent."""
    return pa.array(np.round(random.lognormal(16.0, 1.2, count), 2))


def _days(random: np.random.Generator, count: int, first: str, span: int) -> pa.Array:
    return pa.array(np.datetime64(first) + random.integers(0, span, count))
