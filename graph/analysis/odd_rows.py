"""Rows that an older release took in, and no load takes in today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.identifier import id_fault
from graph.instant import latest_collection
from graph.snapshot.conversion import is_possible_rate
from graph.text import UNREADABLE
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.identifier import IdFault
    from graph.stores.base import Store

_SHOWN = 20
"""Examples listed; more would hide what else is said."""


def odd_rows(store: Store) -> list[str]:
    """One sentence for each kind of row, with a count and the first examples.

    Ids against the rule, names that nobody can read, exchange rates that cannot be, and
    what was collected in the future.

    Notes
    -----
    Reads every visible fact. O(facts).
    """
    import pyarrow.compute as pc

    view, latest = store.view(), latest_collection()
    found: dict[str, IdFault] = {}
    late: list[str] = []
    nameless: list[str] = []
    for kind in KINDS.values():
        table = view.select(kind)
        if kind.name == "party":
            nameless = table.filter(
                pc.match_substring_regex(table["name"], UNREADABLE)
            )["party_id"].to_pylist()
        ahead = table.filter(pc.greater(table["collected_at"], latest))
        late += (f"{kind.name} {name}" for name in ahead["record_id"].to_pylist())
        for reference in kind.references:
            for text in table[reference.column].unique().to_pylist():
                if text is not None and (fault := id_fault(text)) is not None:
                    found[text] = fault
    said = []
    rates = [
        f"{row['record_id']} ({row['rate']:g})"
        for row in view.select(KINDS["exchange_rate"]).to_pylist()
        if not is_possible_rate(row["rate"])
    ]
    if rates:
        said.append(
            f"{len(rates)} exchange rates cannot be and are left out: {_listed(rates)}"
        )
    if nameless:
        said.append(
            f"{len(nameless)} parties have a name that is blank or holds a control "
            f"character: {_listed(nameless)}"
        )
    if late:
        said.append(
            f"{len(late)} facts were collected in the future, so that nothing corrects "
            f"them until then: {_listed(late)}"
        )
    if found:
        said.append(
            f"{len(found)} ids break the rule scheme:value; they are read as they are, "
            "and files that name them are refused: "
            + _listed([f"{text!a} ({found[text]})" for text in sorted(found)])
        )
    return said


def _listed(names: Sequence[str]) -> str:
    rest = f", {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + rest
