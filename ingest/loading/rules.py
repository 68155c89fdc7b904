"""Checks across records: permitted guarantors, sums of shares, missing guarantors.

Some rows are refused (a guarantor who is the debtor; one's own relative; a state organ,
Civil Code of China art. 683; an outcome that its case cannot have), others load with a
warning (shares above 1, holdings in oneself, contracts nobody guarantees, parties of
another time). Rules look at the records of this load first and at the store for those
that are not in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.kernels.sorted_search import sorted_positions
from graph.text import UNREADABLE
from graph.vocabulary import KINDS
from ingest.loading.case_outcomes import CASE_OUTCOME, CaseOutcomes
from ingest.loading.fault import Fault
from ingest.loading.fingerprints import fingerprints
from ingest.loading.presence import Presence
from ingest.loading.shares import ShareSums

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from graph.stores.base import Store
    from graph.vocabulary import Kind
    from ingest.loading.report import LoadReport


_GUARANTEE, _GUARANTOR, _PARTY = KINDS["guarantee"], KINDS["guarantor"], KINDS["party"]
_STATE_ORGAN = "state_organ"
_SELF = Fault(
    "guarantor_id",
    "is the debtor of the contract itself",
    "another party than the debtor",
)
_OWN_RELATIVE = Fault("relative_id", "is the person itself", "another person")
_NAMELESS = Fault(
    "name",
    "is blank or holds a control character",
    "a name that can be read",
)
_ORGAN = Fault(
    "guarantor_id",
    "is a state organ, which cannot guarantee (Civil Code art. 683)",
    "a party that may guarantee",
)


class Rules:
    """State of the checks across records during one load."""

    def __init__(self, store: Store, report: LoadReport) -> None:
        self._report = report
        self._store = store
        self._cases: CaseOutcomes | None = None
        self._view = store.view()
        self._presence = Presence(store, report)
        stored = self._view.counts() if store.sequence() else {}
        self._stored_organs = stored.get(f"party.{_STATE_ORGAN}", 0) > 0
        self._stored_contracts = stored.get("guarantee", 0) > 0
        self._organs: set[str] = set()
        self._parties = _Lookup()
        self._debtors = _Lookup()
        self._contracts: list[pa.Table] = []
        self._guaranteed = _Lookup()
        self._sums = {
            "ownership": ShareSums("asset_id", "shares of this asset"),
            "guarantor": ShareSums("guarantee_id", "shares of this contract"),
        }

    def begin(self, kind: Kind, tables: Iterable[pa.Table]) -> None:
        """Look at all rows of a kind before its first is written."""
        if kind is CASE_OUTCOME:
            self._cases = CaseOutcomes(self._store, tables)

    def refused(self, kind: Kind, table: pa.Table) -> dict[int, Fault]:
        """Rows of the table that must not be loaded, by their place in it."""
        if kind.name == "party":
            unread = pc.match_substring_regex(table["name"], UNREADABLE)
            return dict.fromkeys(np.flatnonzero(unread.to_numpy()).tolist(), _NAMELESS)
        if kind.name == "family":
            own = pc.equal(table["person_id"], table["relative_id"]).to_numpy()
            return dict.fromkeys(np.flatnonzero(own).tolist(), _OWN_RELATIVE)
        if kind is CASE_OUTCOME and self._cases is not None:
            return self._cases.refused(table)
        if kind.name != "guarantor":
            return {}
        contracts = fingerprints(table["guarantee_id"].combine_chunks())
        guarantors = fingerprints(table["guarantor_id"].combine_chunks())
        debtors, known = self._debtors.find(contracts)
        same = np.flatnonzero(known & (debtors == guarantors))
        found = dict.fromkeys(same.tolist(), _SELF)
        if self._stored_contracts and not known.all():
            found |= self._stored_self(table, np.flatnonzero(~known))
        _, known = self._parties.find(guarantors)
        organs = pc.is_in(
            table["guarantor_id"], value_set=pa.array(list(self._organs), pa.string())
        )
        found |= dict.fromkeys(np.flatnonzero(organs.to_numpy()).tolist(), _ORGAN)
        if self._stored_organs and not known.all():
            found |= self._stored_organ(table, np.flatnonzero(~known))
        return found

    def observe(self, kind: Kind, table: pa.Table) -> None:
        """Remember rows that are loaded."""
        self._presence.observe(kind, table)
        if kind.name == "party":
            organs = pc.equal(table["party_type"], _STATE_ORGAN)
            self._organs |= set(table["party_id"].filter(organs).to_pylist())
            ids = fingerprints(table["party_id"].combine_chunks())
            self._parties.add(ids, ids)
        elif kind.name == "guarantee":
            ids = fingerprints(table["guarantee_id"].combine_chunks())
            debtors = fingerprints(table["debtor_id"].combine_chunks())
            self._debtors.add(ids, debtors)
            self._contracts.append(table.select(["guarantee_id", "file", "row"]))
        elif kind.name == "guarantor":
            ids = fingerprints(table["guarantee_id"].combine_chunks())
            self._guaranteed.add(ids, ids)
        elif kind.name == "ownership":
            self._self_holdings(kind, table)
        if kind.name in self._sums:
            self._sums[kind.name].add(table)

    def finish(self, kind: Kind) -> None:
        """Warn about shares once all rows of a kind are known."""
        if kind.name in self._sums:
            for file, text in self._sums[kind.name].over_full():
                self._report.file(file, kind.name).warn("share sum above 1", text)

    def finish_all(self) -> None:
        """Warn about contracts that nobody guarantees, once all kinds are known."""
        for table in self._unguaranteed():
            for row in table.to_pylist():
                text = f"row {row['row']}: {row['guarantee_id']}"
                report = self._report.file(row["file"], _GUARANTEE.name)
                report.warn("contract without guarantor", text)

    def _self_holdings(self, kind: Kind, table: pa.Table) -> None:
        held = table.filter(pc.equal(table["owner_id"], table["asset_id"]))
        for row in held.to_pylist():
            self._report.file(row["file"], kind.name).warn(
                "self-holding", f"row {row['row']}: {row['owner_id']} owns itself"
            )

    def _unguaranteed(self) -> Iterator[pa.Table]:
        for table in self._contracts:
            ids = fingerprints(table["guarantee_id"].combine_chunks())
            _, guaranteed = self._guaranteed.find(ids)
            lonely = table.filter(pa.array(~guaranteed))
            if self._stored_contracts and lonely.num_rows:
                names = lonely["guarantee_id"].to_pylist()
                counts = self._view.count_by(_GUARANTOR, by="guarantee", ids=names)
                lonely = lonely.filter(pa.array([name not in counts for name in names]))
            yield lonely

    def _stored_self(
        self, table: pa.Table, places: NDArray[np.int64]
    ) -> dict[int, Fault]:
        rows = table.select(["guarantee_id", "guarantor_id"]).take(places)
        found = self._view.nodes(
            _GUARANTEE,
            by="guarantee",
            ids=rows["guarantee_id"].unique().to_pylist(),
        )
        pairs = set(
            zip(
                found["guarantee_id"].to_pylist(),
                found["debtor_id"].to_pylist(),
                strict=True,
            )
        )
        named = zip(*(column.to_pylist() for column in rows.columns), strict=True)
        return {
            place: _SELF
            for place, pair in zip(places.tolist(), named, strict=True)
            if pair in pairs
        }

    def _stored_organ(
        self, table: pa.Table, places: NDArray[np.int64]
    ) -> dict[int, Fault]:
        guarantors = table["guarantor_id"].take(places)
        found = self._view.nodes(
            _PARTY, by="party", ids=guarantors.unique().to_pylist()
        )
        organs = set(
            found.filter(pc.equal(found["party_type"], _STATE_ORGAN))[
                "party_id"
            ].to_pylist()
        )
        return {
            place: _ORGAN
            for place, name in zip(places.tolist(), guarantors.to_pylist(), strict=True)
            if name in organs
        }


class _Lookup:
    """Sorted map from fingerprint to value, filled in pieces."""

    def __init__(self) -> None:
        empty = np.empty(0, np.uint64)
        self._known, self._values = empty, empty
        self._pieces: list[tuple[NDArray[np.uint64], NDArray[np.uint64]]] = []

    def add(self, keys: NDArray[np.uint64], values: NDArray[np.uint64]) -> None:
        self._pieces.append((keys, values))

    def find(
        self, keys: NDArray[np.uint64]
    ) -> tuple[NDArray[np.uint64], NDArray[np.bool_]]:
        """Value of each key, and whether it has one; each of shape (keys,)."""
        if self._pieces:
            known = np.concatenate([self._known, *(piece[0] for piece in self._pieces)])
            values = [self._values, *(piece[1] for piece in self._pieces)]
            order = np.argsort(known)
            self._known, self._values = known[order], np.concatenate(values)[order]
            self._pieces.clear()
        places = sorted_positions(self._known, keys)
        there = places >= 0
        answer = np.zeros(keys.size, np.uint64)
        answer[there] = self._values[places[there]]
        return answer, there
