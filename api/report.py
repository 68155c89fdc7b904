"""Reports of circles and parties: gathers what `visual.report` draws."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from api.presenters import circle_summary, money_out
from graph.analysis.circle_view import (
    circle_reasons,
    circle_surroundings,
    control_links,
)
from graph.analysis.control import common_controllers
from graph.analysis.cycles import circle_cycles, ring_order
from graph.analysis.neighbourhood import Extent, neighbourhood
from graph.instant import format_instant
from visual.payload import picture
from visual.report import Report, Table, render

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.held import Held
    from api.service import Service
    from graph.analysis.answer import Completeness
    from visual.records import Edge, Node

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "alone": "Alone",
        "amount": "Amount",
        "caption": "Arrows point from guarantor to debtor; distress travels back. "
        "The digit is the risk band, 1 low to 5 severe.",
        "contagion": "With contagion",
        "cut": "This picture is cut by {limits}: missing links are not clean links.",
        "cycles": "Strongest cycles",
        "bottleneck": "Smallest amount",
        "effective": "Guarantees among members",
        "error": "± error",
        "firms": "Firms",
        "force": "Force",
        "from": "From",
        "expected": "Expected calls by contagion",
        "id": "Id",
        "limit.hub_cap": "the hub cap",
        "limit.limit": "the limit of nodes",
        "limit.outsiders": "the room for parties outside the circle",
        "limit.reads": "the cap on reads",
        "links": "Links and their records",
        "loans": "Loans, counted once",
        "members": "Members",
        "name": "Name",
        "pd": "Chance of default, 12 months",
        "receipts": "Receipts: `suretynet replay` makes the figures again",
        "record": "Record",
        "relation": "Relation",
        "to": "To",
        "unknown": "not collected",
        "why": "Why",
    },
    "zh": {
        "alone": "自身",
        "amount": "金额",
        "caption": "箭头由保证人指向债务人；风险反向传导。"
        "数字为风险等级，1 低至 5 严重。",
        "contagion": "计入传染",
        "cut": "图形受 {limits} 限制有所省略：未显示不等于不存在。",
        "cycles": "最强环路",
        "bottleneck": "最小金额",
        "effective": "成员间担保",
        "error": "± 误差",
        "firms": "企业数",
        "force": "效力",
        "from": "起点",
        "expected": "传染预期代偿",
        "id": "编号",
        "limit.hub_cap": "枢纽上限",
        "limit.limit": "节点上限",
        "limit.outsiders": "圈外主体数量",
        "limit.reads": "读取上限",
        "links": "关系与来源记录",
        "loans": "贷款（不重复计算）",
        "members": "成员",
        "name": "名称",
        "pd": "12 个月违约概率",
        "receipts": "凭证：`suretynet replay` 可重现以上数字",
        "record": "记录",
        "relation": "关系",
        "to": "终点",
        "unknown": "未收集",
        "why": "原因",
    },
}


def circle_report(
    service: Service, circle_id: str, language: str, *, sees_personal: bool
) -> str:
    """A circle as one HTML file.

    Raises
    ------
    NotFoundError
        There is no such circle in the held snapshot.
    """
    held, words = service.held, WORDS[language]
    row = held.findings.circle(circle_id)
    members = held.findings.members[circle_id]
    summary = circle_summary(held, row)
    snapshot = held.snapshot
    at, currency = snapshot.manifest.at, snapshot.manifest.reporting_currency
    numbers = snapshot.numbers("party", list(members))
    controllers = common_controllers(snapshot, numbers.tolist())
    surroundings = circle_surroundings(
        service.store.view(at), members, control_links(snapshot, controllers)
    )
    drawn = picture(
        surroundings,
        at,
        layout="ring",
        decor=held.decor(at, sees_personal=sees_personal),
        ring_order=ring_order(snapshot, members),
        inside=[snapshot.node_id("party", item.number) for item in controllers],
    )
    cycles = circle_cycles(
        snapshot,
        members,
        min_length=2 if row["kind"] == "mutual_pair" else 3,
        wanted=20,
    )
    names = {node.id: _name(node, language) for node in drawn.nodes}
    reasons = circle_reasons(
        snapshot, held.findings, circle_id, surroundings, controllers
    )
    figures = [
        (words["firms"], str(row["firms"])),
        (words["loans"], _money(summary.loans, words)),
        (words["effective"], _money(summary.effective_amount, words)),
        (words["expected"], _money(summary.contagion_exposure, words)),
    ]
    rows = [
        (
            " → ".join(names.get(party, party) for party in cycle.party_ids),
            money_out(cycle.bottleneck, currency) or words["unknown"],
        )
        for cycle in cycles.cycles
    ]
    return render(
        Report(
            language=language,
            title=getattr(held.circle_name(circle_id), language),
            subtitle=f"{circle_id} · {_moment(held)} · {currency}",
            figures=figures,
            picture=drawn,
            picture_caption=words["caption"],
            reasons=[getattr(reason.text, language) for reason in reasons],
            reasons_title=words["why"],
            tables=[
                _scores(held, members, language),
                Table(words["cycles"], (words["cycles"], words["bottleneck"]), rows),
                _links(drawn.edges, names, language),
            ],
            receipts_title=words["receipts"],
            receipts=[*held.findings.receipts.values(), cycles.receipt.to_dict()],
            notices=_notices(surroundings.completeness, language),
        )
    )


def party_report(
    service: Service, party_id: str, language: str, *, sees_personal: bool
) -> str:
    """A party with its two-hop surroundings and its score as one HTML file.

    Raises
    ------
    NotFoundError
        No such party in the held snapshot.
    """
    held, words = service.held, WORDS[language]
    found = held.explain(party_id)
    at = held.snapshot.manifest.at
    surroundings = neighbourhood(
        service.store.view(at),
        ("party", party_id),
        Extent(depth=2, limit=80, hub_cap=12),
    )
    decor = held.decor(at, sees_personal=sees_personal)
    drawn = picture(surroundings, at, decor=decor)
    names = {node.id: _name(node, language) for node in drawn.nodes}
    figures = [
        (words["pd"], f"{found.pd:.2%} ± {1.96 * found.error:.2%}"),
        (words["alone"], f"{found.self_pd:.2%}"),
    ]
    return render(
        Report(
            language=language,
            title=names[party_id],
            subtitle=f"{party_id} · {_moment(held)}",
            figures=figures,
            picture=drawn,
            picture_caption=words["caption"],
            reasons=[getattr(reason.text, language) for reason in found.reasons],
            reasons_title=words["why"],
            tables=[_links(drawn.edges, names, language)],
            receipts_title=words["receipts"],
            receipts=[found.receipt.to_dict()],
            notices=_notices(surroundings.completeness, language),
        )
    )


def _moment(held: Held) -> str:
    manifest = held.snapshot.manifest
    return f"{format_instant(manifest.at.as_of)} · {manifest.snapshot_id}"


def _money(amount: str | None, words: dict[str, str]) -> str:
    return words["unknown"] if amount is None else f"{Decimal(amount):,.0f}"


def _name(node: Node, language: str) -> str:
    return node.name if language == "zh" else node.name_en or node.name


def _scores(held: Held, members: Iterable[str], language: str) -> Table:
    words = WORDS[language]
    rows: list[tuple[Any, ...]] = []
    for party_id in members:
        number = held.snapshot.number("party", party_id)
        _, name, name_en = held.name(party_id)
        rows.append(
            (
                party_id,
                name if language == "zh" else name_en or name,
                f"{held.findings.self_pd[number]:.2%}",
                f"{held.findings.pd[number]:.2%}",
                f"{held.findings.error[number]:.2%}",
            )
        )
    columns = ("id", "name", "alone", "contagion", "error")
    return Table(words["members"], [words[name] for name in columns], rows)


def _links(edges: Iterable[Edge], names: dict[str, str], language: str) -> Table:
    words = WORDS[language]
    rows = [
        (
            "" if edge.label is None else getattr(edge.label, language),
            names.get(edge.source, edge.source),
            names.get(edge.target, edge.target),
            edge.amount,
            edge.force if edge.relation == "guarantee" else "",
            "; ".join(f"{r.source} {r.record_id}" for r in edge.source_records),
        )
        for edge in edges
        if edge.relation != "more"
    ]
    columns = ("relation", "from", "to", "amount", "force", "record")
    return Table(words["links"], [words[name] for name in columns], rows)


def _notices(completeness: Completeness, language: str) -> list[str]:
    if completeness.complete:
        return []
    words = WORDS[language]
    comma = "、" if language == "zh" else ", "
    limits = (words.get(f"limit.{name}", name) for name in completeness.truncated_by)
    return [words["cut"].format(limits=comma.join(limits))]
