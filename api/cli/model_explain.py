"""``suretynet model explain``: what the flag of a firm rests on."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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
from api.cli.model_diagnostic import network_of, print_gradients
from api.cli.model_training import LARGEST_SEED
from api.cli.model_use import WORK, ModelOption
from api.cli.output import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gnn.bootstrap import Interval
    from graph.analysis.model_evidence import (
        EvidenceCompany,
        EvidenceEdge,
        ModelEvidence,
        WithoutGroup,
    )


def explain(
    *,
    model: ModelOption,
    party: Annotated[str | None, typer.Option(help="A company.")] = None,
    without: Annotated[
        list[str] | None,
        typer.Option(
            help="Also the score without these groups of edges together: "
            "shared_control, guarantees, payments, contacts."
        ),
    ] = None,
    audit: Annotated[
        bool, typer.Option(help="How true the evidence is to planted schemes.")
    ] = False,
    truth: Annotated[
        Path | None, typer.Option(help="With --audit: folder of a generated economy.")
    ] = None,
    seed: Annotated[
        int, typer.Option(min=0, max=LARGEST_SEED, help="Of what the audit draws.")
    ] = 1,
    diagnostic: Annotated[
        bool,
        typer.Option(
            help="Instead: edges that the graph network's own score of the company "
            "hangs on, by integrated gradients. It explains the network, not the firm."
        ),
    ] = False,
    as_of: AsOfOption = None,
    personal: Annotated[
        bool, typer.Option(help="Tell addresses and telephones, too.")
    ] = False,
    store: StoreOption = None,
    data_dir: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """What a company's flag rests on, and what its score would be without.

    Found by rule, at most 25 firms, with the facts among them. Its receipt replays
    where the model and the snapshot are those of the data folder.

    With --audit: how much of the schemes that a generated economy hides is in the
    evidence of the first 500 firms, how much of the evidence belongs to them, and how
    far scores fall without it. That takes two seconds for each scheme.
    """
    from api.planted import read_planted, truth_day
    from gnn.evidence_facts import GROUPS
    from gnn.serving.by_model import summary
    from gnn.serving.diagnostic import gradients
    from gnn.serving.evidence_answer import evidence_record
    from gnn.serving.evidence_ground import FlagGround
    from gnn.serving.model_directory import open_current
    from gnn.serving.second import network_device
    from graph.analysis.history import History

    if (party is None) != audit or (truth is None) == audit:
        raise typer.BadParameter(
            "expected --party, or --audit with --truth", param_hint="--party"
        )
    if unknown := sorted({*(without or ())} - {*GROUPS}):
        raise typer.BadParameter(
            f"{', '.join(unknown)}: expected some of {', '.join(GROUPS)}",
            param_hint="--without",
        )
    if diagnostic and audit:
        raise typer.BadParameter(
            "expected --diagnostic with --party", param_hint="--diagnostic"
        )
    planted = None if truth is None else read_planted(truth)
    opened_model = open_current(model)
    network = network_of(opened_model) if diagnostic else None
    network_device(opened_model, partial(say, err=True))  # told before the work
    settings = settings_of(store, data_dir)
    with opened(settings) as source, progress_bars() as progress:
        folder = settings.data_dir / WORK
        past = History(source, folder, settings.reporting_currency, progress)
        day = as_of if truth is None else as_of or truth_day(truth).isoformat()
        snapshot = past.snapshot_at(at_of(source, day, None))
        if party is not None:
            snapshot.number("party", party)  # before firms are scored
        if network is not None:
            hangs_on = gradients(snapshot, opened_model, network, str(party), progress)
            show(hangs_on, as_json=as_json, table=lambda: print_gradients(hangs_on))
            return
        ground = FlagGround.by_model(
            snapshot, opened_model, settings.model_bands, progress
        )
        if planted is not None:
            told = ground.audited(planted, seed, progress)
            show(told, as_json=as_json, table=lambda: _print_audit(told))
            return
        found = evidence_record(
            ground,
            ground.found(str(party), without or ()),
            sees_personal=personal,
            model=summary(opened_model, network=ground.network),
        )
    show(found, as_json=as_json, table=lambda: _print(found))


def _print_audit(told: Mapping[str, Any]) -> None:
    say(
        f"{told['firms']} firms of {told['schemes']} planted schemes among the first "
        f"{told['top']}; in the middle {told['firms_shown']:g} firms and "
        f"{told['edges_shown']:g} edges are shown"
    )
    names = {
        "members_found": "other members of the scheme that are shown",
        "firms_belong": "other firms shown that belong",
        "edges_belong": "edges shown that belong",
    }
    falls = told["falls"]
    rows = [(text, *_interval(told[name], "%")) for name, text in names.items()]
    rows += [
        ("fall of the trees' score without it", *_interval(falls["fall"])),
        ("the same without edges nearby", *_interval(falls["fall_nearby"])),
        ("difference", *_interval(falls["difference"])),
    ]
    print_table("Evidence of planted schemes", ("", "Mean", "95 %"), rows)
    say(
        f"Without the evidence it falls {falls['ratio']:.1f} times as far; the highest "
        f"firms of {falls['firms']} schemes, {falls['draws']} draws each."
    )


def _interval(found: Interval, kind: str = ".2f") -> tuple[str, str]:
    form = ".0%" if kind == "%" else kind
    return f"{found.point:{form}}", f"{found.low:{form}} to {found.high:{form}}"


_FIRM = ("Party", "Name", "Why", "Rank", "Chance", "Band")
_WITHOUT = ("Group", "Edges", "Change", "Then")
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
    if found.counterfactual is not None:
        told = [_group(one) for one in found.counterfactual.groups]
        title = f"Without its edges, by {found.counterfactual.method}"
        print_table(title, _WITHOUT, told)
        if (both := found.counterfactual.together) is not None:
            say(f"Without {', '.join(both.groups)}: {_score_of(both.chance_without)}")
    for text in unsaid(found):
        say(text)
    for hull in found.hulls:
        word = "answer to" if hull.confirmed else "are suspected to answer to"
        members = "; ".join(names[member] for member in hull.members)
        one = hull.controller
        say(f"{members} {word} {one.name_en or one.name} ({one.party_id})")


def unsaid(found: ModelEvidence) -> Iterator[str]:
    """What the tables lack: what is left out, frozen, or was never collected."""
    told = found.completeness
    if told.left_out:
        yield f"The rule names {told.left_out:,} more firms, which are left out."
    if not told.circle_shown:
        yield f"Its guarantee circle of {told.circle:,} firms is too large to be shown."
    if told.not_collected:
        yield f"Not collected: {', '.join(told.not_collected)}."
    if found.no_counterfactual is not None:
        yield f"No score without its edges: {found.no_counterfactual.text.en}."
    elif found.counterfactual is not None and found.counterfactual.frozen:
        frozen = ", ".join(found.counterfactual.frozen)
        yield f"Features that stay as they are without its edges: {frozen}."


def _group(one: WithoutGroup) -> tuple[object, ...]:
    if not one.collected:
        return one.group, "not collected", None, None
    change = None if one.change is None else f"{one.change:+.3f}"
    return one.group, one.edges, change, _score_of(one.chance_without)


def _score_of(chance: float | None) -> str | None:
    return None if chance is None else f"chance {chance:.2%}"


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
