"""Firms that rules flag, as findings: what there is where no model is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gnn.features.firms import Firms
from gnn.rules import CIRCLE, RULES, rule_hits
from gnn.serving.rule_evidence import MOST_EVIDENCE, Accounts, Contracts
from gnn.serving.second import without_second
from graph.analysis.answer import Sentence
from graph.analysis.model_findings import (
    EvidenceRow,
    GroupRow,
    ModelRow,
    ReasonRow,
    RuleRow,
    ScoreRow,
)
from graph.analysis.tables import findings_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

    from gnn.rules import RuleHits
    from graph.snapshot import Snapshot

TEXT = Sentence(
    "Flagged by rules, no model: guarantee circles and payment loops under shared "
    "control. Rules give no chance.",
    "由规则标记，未使用模型：同一控制下的担保圈与资金循环。规则不给出概率。",
)


def rule_tables(snapshot: Snapshot) -> dict[str, pa.Table]:
    """Tables of what the rules flag; firms that more rules fit come first.

    Notes
    -----
    The cost of the rules, and of reading the contracts of circles once.
    """
    firms = Firms(snapshot)
    hits = rule_hits(firms)
    ranked = _ranked(hits)
    ids = snapshot.ids("party").take(firms.parties).to_pylist()
    return {
        "model_score": _score_table(ranked, ids),
        "model_reason": findings_table(ReasonRow, ()),
        **hit_tables(firms, hits, ranked, ids),
        **without_second(),
        "score_group": findings_table(GroupRow, _groups(snapshot)),
        "score_model": findings_table(ModelRow, [_no_model()]),
    }


def rule_score_table(snapshot: Snapshot) -> pa.Table:
    """The table ``model_score`` alone."""
    firms = Firms(snapshot)
    ids = snapshot.ids("party").take(firms.parties).to_pylist()
    return _score_table(_ranked(rule_hits(firms)), ids)


def _ranked(hits: Mapping[str, RuleHits]) -> NDArray[np.intp]:
    """Rows of the flagged, those that more rules fit first."""
    strengths = [found.strength for found in hits.values()]
    fitting = np.sum([strength > 0 for strength in strengths], axis=0)
    flagged = np.flatnonzero(fitting)
    by = (flagged, *(-s[flagged] for s in strengths[::-1]), -fitting[flagged])
    ranked: NDArray[np.intp] = flagged[np.lexsort(by)]
    return ranked


def _score_table(ranked: NDArray[np.intp], ids: list[str]) -> pa.Table:
    """The flagged in their order, then the others by number."""
    others = np.setdiff1d(np.arange(len(ids)), ranked)
    return findings_table(
        ScoreRow,
        [
            ScoreRow(
                party_id=ids[row],
                rank=place if place <= ranked.size else 0,
                raw_score=None,
                chance=None,
                low=None,
                high=None,
                band=0,
                flagged=place <= ranked.size,
                not_scored=None,
                missing="",
            )
            for place, row in enumerate([*ranked.tolist(), *others.tolist()], 1)
        ],
    )


def hit_tables(
    firms: Firms,
    hits: Mapping[str, RuleHits],
    rows: NDArray[np.intp],
    ids: list[str],
) -> dict[str, pa.Table]:
    """Tables ``rule_hit`` and ``rule_evidence`` of these firms.

    Parameters
    ----------
    rows
        Firms in the order wanted.
    ids
        Party id of each firm.
    """
    contracts, accounts = Contracts(firms), Accounts(firms)
    told, evidence = [], []
    for row in rows.tolist():
        for rule, found in hits.items():
            if not found.strength[row]:
                continue
            partners = found.partners[[row]].indices
            text = _sentence(rule, found, row)
            told.append(
                RuleRow(
                    party_id=ids[row],
                    rule=rule,
                    label_en=RULES[rule].label.en,
                    label_zh=RULES[rule].label.zh,
                    text_en=text.en,
                    text_zh=text.zh,
                )
            )
            nodes = [("party", ids[other]) for other in partners[:MOST_EVIDENCE]]
            if rule == CIRCLE:
                nodes += [("guarantee", name) for name in contracts.of(row)]
            else:
                members = np.append(partners, row)
                nodes += [("account", name) for name in accounts.between(members)]
            evidence += [
                EvidenceRow(
                    party_id=ids[row], rule=rule, place=place, kind=kind, node_id=node
                )
                for place, (kind, node) in enumerate(nodes)
            ]
    return {
        "rule_hit": findings_table(RuleRow, told),
        "rule_evidence": findings_table(EvidenceRow, evidence),
    }


def _sentence(rule: str, found: RuleHits, row: int) -> Sentence:
    count, among = int(found.strength[row]), int(found.among[row])
    if rule == CIRCLE:
        mates = (
            "the other firm of its guarantee circle shares"
            if among == 1
            else f"{count} of the {among} other firms of its guarantee circle "
            + ("shares" if count == 1 else "share")
        )
        return Sentence(
            f"{mates} a controller with it within two steps",
            f"担保圈内其他 {among} 家企业中有 {count} 家与其两步内受同一控制",
        )
    loops = "a payment loop" if count == 1 else f"{count} payment loops"
    return Sentence(
        f"in {loops} of three firms within a year, two of which share a controller",
        f"一年内处于 {count} 个三方资金循环，其中两方受同一控制",
    )


def _groups(snapshot: Snapshot) -> Iterator[GroupRow]:
    """What each rule looks at, and whether that was collected."""
    counts = snapshot.manifest.counts
    for name, rule in RULES.items():
        facts, control = rule.kinds[:2], rule.kinds[2:]
        yield GroupRow(
            group=name,
            label_en=rule.label.en,
            label_zh=rule.label.zh,
            kinds=",".join(rule.kinds),
            features=0,
            collected=all(counts.get(kind) for kind in facts)
            and any(counts.get(kind) for kind in control),
        )


def _no_model() -> ModelRow:
    return ModelRow(
        by="rules",
        model_id=None,
        base=None,
        text_en=TEXT.en,
        text_zh=TEXT.zh,
        manifest="{}",
    )
