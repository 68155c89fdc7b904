"""Parties as answers refer to them, looked up by their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.analysis.description import described
from graph.analysis.neighbourhood import describe

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.analysis.answer import PartyRef
    from graph.snapshot.source import FactView


def named_parties(
    view: FactView, ids: Iterable[str | None], *, sees_personal: bool
) -> dict[str, PartyRef]:
    """These parties by id, each once; what is no id is left out."""
    keys = [("party", party_id) for party_id in dict.fromkeys(filter(None, ids))]
    facts = describe(view, keys)
    return {
        key[1]: described(facts.get(key), key, view.at, sees_personal=sees_personal)
        for key in keys
    }
