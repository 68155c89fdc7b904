"""An economy's files as arrays, firms by number: what the difficulty is judged on."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Days = NDArray[np.datetime64]
    Numbers = NDArray[np.int64]
    Floats = NDArray[np.float64]

FAR = np.datetime64("2200-01-01")
LONG_AGO = np.datetime64("1900-01-01")


@dataclass(frozen=True)
class Files:
    """Columns of a bundle by kind; parties are numbered, companies first."""

    folder: Path
    read: dict[str, Any] = field(default_factory=dict)
    """What was read before."""

    def table(self, name: str) -> pa.Table:
        """A file as it was written."""
        if name not in self.read:
            options = csv.ConvertOptions(strings_can_be_null=True)
            path = self.folder / f"{name}.csv"
            self.read[name] = csv.read_csv(path, convert_options=options)
        return self.read[name]

    @cached_property
    def party(self) -> pa.Table:
        """Companies in the order of their numbers."""
        table = self.table("party")
        return table.filter(pc.equal(table["party_type"], "company"))

    @cached_property
    def ids(self) -> pa.Array:
        """Ids of the companies."""
        return self.party["party_id"].combine_chunks()

    @property
    def n(self) -> int:
        """Number of companies."""
        return len(self.ids)

    def firms(self, column: pa.ChunkedArray) -> Numbers:
        """Number of each company that a column names, -1 for any other party."""
        return indices(column, self.ids)

    @cached_property
    def contracts(self) -> dict[str, Any]:
        """Guarantees between companies, one row per guarantor and contract."""
        contract, promise = self.table("guarantee"), self.table("guarantee_guarantor")
        keep = pc.equal(contract["guarantee_kind"], "guarantee")
        contract = contract.filter(pc.fill_null(keep, fill_value=False))
        place = indices(promise["guarantee_id"], contract["guarantee_id"])
        tail = self.firms(promise["guarantor_id"])
        head = self.firms(contract["debtor_id"])[place]
        fits = (place >= 0) & (tail >= 0) & (head >= 0)
        place = place[fits]
        active = pc.equal(contract["status"], "active").to_numpy()
        end = np.minimum(
            days(contract["valid_to"], FAR), days(contract["period_end"], FAR)
        )
        return {
            "tail": tail[fits],
            "head": head[fits],
            "begin": days(contract["valid_from"], LONG_AGO)[place],
            "end": np.where(active, end, LONG_AGO)[place],
            "amount": numbers(contract["cap"])[place],
        }

    @cached_property
    def payments(self) -> dict[str, Any]:
        """Transfers between the accounts of companies."""
        holder, paid = self.table("account_holder"), self.table("transfer")
        owner = self.firms(holder["holder_id"])
        ends = [
            np.append(owner, -1)[indices(paid[name], holder["account_id"])]
            for name in ("payer_id", "payee_id")
        ]
        fits = (ends[0] >= 0) & (ends[1] >= 0)
        return {
            "tail": ends[0][fits],
            "head": ends[1][fits],
            "day": days(paid["occurred_at"], LONG_AGO)[fits],
            "amount": numbers(paid["amount"])[fits],
        }

    def ties(self, name: str) -> dict[str, Any]:
        """Ties of companies to owners, officers or contacts; `other` is anything."""
        company, other = {
            "ownership": ("asset_id", "owner_id"),
            "role": ("company_id", "person_id"),
            "contact_use": ("party_id", "contact_id"),
        }[name]
        key = f"ties {name}"
        if key in self.read:
            return self.read[key]
        table = self.table(name)
        words = pc.unique(table[other])
        self.read[key] = {
            "firm": self.firms(table[company]),
            "other": indices(table[other], words),
            "owner": self.firms(table[other]),
            "begin": days(table["valid_from"], LONG_AGO),
            "end": days(table["valid_to"], FAR),
        }
        return self.read[key]


def indices(column: Any, among: Any) -> Numbers:
    """Place of each value among others, -1 where it is not there."""
    found = pc.index_in(column, value_set=among)
    if isinstance(found, pa.ChunkedArray):
        found = found.combine_chunks()
    return np.asarray(found.fill_null(-1).to_numpy(zero_copy_only=False), np.int64)


def days(column: pa.ChunkedArray, unknown: np.datetime64) -> Days:
    """Days of a column of dates or instants."""
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("s")).cast(pa.date32(), safe=False)
    values = column.cast(pa.date32()).cast(pa.int32()).cast(pa.int64())
    filled = values.fill_null(int(unknown.astype(int))).to_numpy()
    return np.asarray(filled).astype("datetime64[D]")


def numbers(column: pa.ChunkedArray) -> Floats:
    """A column of figures; unknown ones are NaN."""
    return np.asarray(column.cast(pa.float64()).to_numpy(), np.float64)
