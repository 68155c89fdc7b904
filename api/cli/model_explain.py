"""``suretynet model explain``: what the flag of a firm rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.context import (
    AsOfOption,
    DataOption,
    JsonOption,
    StoreOption,
    at_of,
    opened,
    print_table,
    progress_bars,
    settings_of,
    show,
)
from api.cli.model_use import WORK, ModelOption
from api.cli.output import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.analysis.model_evidence import (
        EvidenceCompany,
        EvidenceEdge,
        ModelEvidence,
    )


def explain(
    *,
    model: ModelOption,
    party: Annotated[str, typer.Option(help="A company.")],
    as_of: AsOfOption = None,
    personal: Annotated[
        bool, typer.Option(help="Tell addresses and telephones, too.")
    ] = False,
    store: StoreOption = None,
    data_dir: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """What a company's flag rests on: firms, persons, contacts and the facts among.

    Found by rule, at most 25 firms. Its receipt replays where the model and the
    snapshot are those of the data folder.
    """
    from gnn.serving.by_model import summary
    from gnn.serving.evidence_answer import evidence_record
    from gnn.serving.evidence_ground import FlagGround
    from gnn.serving.model_directory import open_current
    from graph.analysis.history import History

    opened_model = open_current(model)
    settings = settings_of(store, data_dir)
    with opened(settings) as source, progress_bars() as progress:
        folder = settings.data_dir / WORK
        past = History(source, folder, settings.reporting_currency, progress)
        snapshot = past.snapshot_at(at_of(source, as_of, None))
        snapshot.number("party", party)  # before firms are scored
        ground = FlagGround.by_model(
            snapshot, opened_model, settings.model_bands, progress
        )
        found = evidence_record(
            ground,
            ground.found(party),
            sees_personal=personal,
            model=summary(opened_model),
        )
    show(found, as_json=as_json, table=lambda: _print(found))


_FIRM = ("Party", "Name", "Why", "Rank", "Chance", "Band")
_FACT = ("Group", "From", "To", "What", "Amount", "Since", "Facts", "Record")


def _print(found: ModelEvidence) -> None:
    names = {one.id: one.name_en or one.name for one in found.companies}
    names |= {one.id: one.name_en or one.name for one in found.persons}
    names |= {f"contact|{one.id}": one.name for one in found.contacts}
    say(f"{found.party.party_id}: {_score(found)}")
    firms = [_firm(one) for one in found.companies]
    print_table(f"{len(firms)} firms", _FIRM, firms)
    facts = [_fact(edge, names) for edge in found.edges]
    print_table(f"{len(facts)} links among them", _FACT, facts)
    for hull in found.hulls:
        word = "answer to" if hull.confirmed else "are suspected to answer to"
        say(f"{', '.join(hull.members)} {word} {hull.controller.party_id}")


def _score(found: ModelEvidence) -> str:
    if found.not_scored is not None:
        return f"not scored: {found.not_scored.text.en}"
    chance, score = found.score.chance, found.score
    told = "no chance" if chance is None else f"chance {chance.value:.2%}"
    return f"{told}, band {score.band}, rank {score.rank} of {score.scored:,}"


def _firm(one: EvidenceCompany) -> tuple[object, ...]:
    chance = None if one.chance is None else f"{one.chance:.2%}"
    return one.id, one.name_en or one.name, one.why, one.rank, chance, one.band


def _fact(edge: EvidenceEdge, names: Mapping[str, str]) -> tuple[object, ...]:
    amount = None if edge.amount is None else f"{edge.currency} {edge.amount:,.2f}"
    latest = edge.records[0]
    return (
        edge.group,
        names.get(edge.source, edge.source),
        names.get(edge.target, edge.target),
        edge.label.en,
        amount,
        edge.date and edge.date[:10],
        edge.count,
        f"{latest.source} {latest.record_id}",
    )
