"""The sentences behind a score, largest effect first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.algorithms.passthrough import PassThroughQuality, SelfPdQuality
from graph.analysis.answer import Chip, Reason, Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.analysis.contagion import Inputs
    from graph.analysis.shares import DebtorShare, Share
    from graph.snapshot import Snapshot

SELF_REASONS: dict[SelfPdQuality, Sentence] = {
    SelfPdQuality.EXPLICIT: Sentence("rating model's own figure", "评级模型给定"),
    SelfPdQuality.RATING: Sentence("from the rating grade's table", "按评级对照表"),
    SelfPdQuality.SETTING: Sentence(
        "no usable rating: the default setting", "无可用评级：采用默认设置"
    ),
}

PASS_REASONS: dict[PassThroughQuality, Sentence] = {
    PassThroughQuality.STRUCTURAL: Sentence(
        "call against liabilities (structural)", "代偿额相对负债（结构模型）"
    ),
    PassThroughQuality.NET_ASSETS: Sentence(
        "call against net assets", "代偿额相对净资产"
    ),
    PassThroughQuality.REGISTERED_CAPITAL: Sentence(
        "call against registered capital: low quality", "代偿额相对注册资本：质量低"
    ),
    PassThroughQuality.SETTING: Sentence(
        "no figures collected: the default setting", "未收集数据：采用默认设置"
    ),
    PassThroughQuality.NO_CALL: Sentence(
        "nothing is drawn: no call today", "尚未提款：目前无需代偿"
    ),
}


def reasons_of(
    snapshot: Snapshot,
    inputs: Inputs,
    node: int,
    by_debtor: Sequence[DebtorShare],
    by_seed: Sequence[Share],
    *,
    pd: float,
) -> tuple[Reason, ...]:
    """At most five sentences: own risk, debtors, first causes, over-guarantee."""
    own = float(inputs.network.p_self[node])
    quality = SelfPdQuality(int(inputs.self_quality[node]))
    reasons = [
        Reason(
            Sentence(
                f"On its own it fails with {own:.2%} in 12 months.",
                f"自身12个月违约概率为 {own:.2%}。",
            ),
            (_derived(SELF_REASONS[quality]),),
        )
    ]
    reasons.extend(
        _debtor_reason(snapshot, debtor)
        for debtor in by_debtor[:2]
        if debtor.contribution > 0
    )
    distant = {item.party_id for item in by_debtor}
    first = next((seed for seed in by_seed if seed.party_id not in distant), None)
    if first is not None and first.contribution > 0:
        reasons.append(_seed_reason(snapshot, first))
    burden = _burden(snapshot, node)
    if burden is not None:
        reasons.append(burden)
    if not by_debtor:
        reasons.append(
            Reason(
                Sentence(
                    "It guarantees nobody: no contagion reaches it.",
                    "未对外提供担保：不受传染影响。",
                ),
                (_derived(Sentence(f"PD {pd:.2%}", f"违约概率 {pd:.2%}")),),
            )
        )
    return tuple(reasons[:5])


def _debtor_reason(snapshot: Snapshot, debtor: DebtorShare) -> Reason:
    name = party_name(snapshot, snapshot.number("party", debtor.party_id))
    sure = f"{debtor.pass_through:.0%}"
    return Reason(
        Sentence(
            f"Must pay for {name.en}: adds {debtor.contribution * 100:.2f} points; "
            f"such a call alone brings it down with {sure}.",
            f"须为{name.zh}代偿：增加 {debtor.contribution * 100:.2f} 个百分点；"
            f"仅此代偿即以 {sure} 概率使其违约。",
        ),
        (
            Chip("fact", Sentence("Contracts", "担保合同")),
            _derived(PASS_REASONS[PassThroughQuality(debtor.quality)]),
        ),
        (debtor.party_id,),
    )


def _seed_reason(snapshot: Snapshot, seed: Share) -> Reason:
    name = party_name(snapshot, snapshot.number("party", seed.party_id))
    points = f"{seed.contribution * 100:.2f}"
    return Reason(
        Sentence(
            f"{points} points start further away, at {name.en}.",
            f"{points} 个百分点源自更远处的{name.zh}。",
        ),
        (_derived(Sentence("possible worlds", "可能世界模拟")),),
        (seed.party_id,),
    )


def _burden(snapshot: Snapshot, node: int) -> Reason | None:
    forward = snapshot.pairs.forward
    pairs = forward.edge[forward.indptr[node] : forward.indptr[node + 1]]
    given = float(np.nansum(snapshot.pairs.effective[pairs]))
    assets = float(snapshot.figures.net_assets[node])
    if np.isnan(assets) or given <= 0:
        return None
    if assets <= 0:
        text = Sentence(
            "It gives guarantees while its net assets are not positive.",
            "净资产非正仍对外担保。",
        )
    elif given >= assets:
        times = f"{given / assets:.1f}"
        text = Sentence(
            f"Its guarantees are {times} times its net assets.",
            f"对外担保为净资产的 {times} 倍。",
        )
    else:
        return None
    return Reason(text, (Chip("fact", Sentence("Financials", "财务报表")),))


def _derived(text: Sentence) -> Chip:
    return Chip("derived", text)


def party_name(snapshot: Snapshot, number: int) -> Sentence:
    """Names of a party in both languages, its id where it has none."""
    table = snapshot.nodes("party")
    chinese = table["name"][number].as_py() or snapshot.node_id("party", number)
    return Sentence(table["name_en"][number].as_py() or chinese, chinese)
