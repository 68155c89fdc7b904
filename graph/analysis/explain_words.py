"""The sentences behind a score, largest effect first."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from graph.algorithms.passthrough import PassThroughQuality, SelfPdQuality
from graph.analysis.answer import Chip, Reason, Sentence
from graph.analysis.bands import bands_of
from graph.analysis.rounding import rounded_parts
from graph.analysis.short_amounts import short_amount

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from graph.analysis.contagion import Inputs
    from graph.analysis.shares import DebtorShare, Share
    from graph.snapshot import Snapshot

SELF_REASONS: dict[SelfPdQuality, Sentence] = {
    SelfPdQuality.EXPLICIT: Sentence("rating model's own figure", "评级模型给定"),
    SelfPdQuality.RATING: Sentence("from the rating grade's table", "按评级对照表"),
    SelfPdQuality.SETTING: Sentence(
        "no usable rating: the default setting", "无可用评级：采用默认设置"
    ),
    SelfPdQuality.EVENT: Sentence(
        "from what courts and ledgers say", "按司法与台账信息"
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

NAMED_DEBTORS = 2
"""Debtors with a reason of their own; one more stands for the others."""
_SMALLEST_POINTS = 0.01
"""What is less is shown as nothing, which is no reason."""


def reasons_of(
    snapshot: Snapshot,
    inputs: Inputs,
    node: int,
    by_debtor: Sequence[DebtorShare],
    by_seed: Sequence[Share],
    *,
    events: Iterable[Reason],
    pd: float,
    error: float,
) -> tuple[Reason, ...]:
    """Own risk, events, debtors, first cause, over-guarantee, and how sure the band is.

    The points of the debtors' sentences add up to the rounded increment. What would be
    shown as 0 is no reason.
    """
    own = float(inputs.network.p_self[node])
    quality = SelfPdQuality(int(inputs.self_quality[node]))
    reasons = []
    if round(own, 4) > 0:
        reasons.append(
            Reason(
                Sentence(
                    f"On its own it fails with {own:.2%} in 12 months.",
                    f"自身12个月违约概率为 {own:.2%}。",
                ),
                (_derived(SELF_REASONS[quality]),),
            )
        )
    reasons.extend(events)
    reasons.extend(_debtor_reasons(snapshot, by_debtor))
    reasons.extend(_seed_reasons(snapshot, by_debtor, by_seed))
    burden = _burden(snapshot, node)
    if burden is not None:
        reasons.append(burden)
    if not by_debtor:
        reasons.append(
            Reason(
                _without_contagion(snapshot, node, own),
                (_derived(Sentence(f"PD {pd:.2%}", f"违约概率 {pd:.2%}")),),
            )
        )
    reasons.extend(_band_reasons(*bands_of(pd, error, own)))
    return tuple(reasons)


def _without_contagion(snapshot: Snapshot, node: int, own: float) -> Sentence:
    """Why no debtor can add to the score."""
    if not snapshot.pairs.forward.row(node).size:
        return Sentence(
            "It guarantees nobody: no contagion reaches it.",
            "未对外提供担保：不受传染影响。",
        )
    if own >= 1.0:
        return Sentence(
            "It is in default already: what it guarantees adds nothing.",
            "自身已属违约：对外担保不再增加其违约概率。",
        )
    return Sentence("What it guarantees passes nothing on.", "其对外担保不传导风险。")


def _debtor_reasons(
    snapshot: Snapshot, by_debtor: Sequence[DebtorShare]
) -> Iterator[Reason]:
    """The debtors that add most, and what all others add together."""
    named = [
        debtor
        for debtor in by_debtor[:NAMED_DEBTORS]
        if debtor.contribution * 100 >= _SMALLEST_POINTS
    ]
    others = [debtor.contribution for debtor in by_debtor[len(named) :]]
    shares = [*(debtor.contribution for debtor in named), math.fsum(others)]
    *points, rest = rounded_parts([100 * share for share in shares], 2)
    for debtor, added in zip(named, points, strict=True):
        yield _debtor_reason(snapshot, debtor, added)
    if rest > 0:
        yield _others_reason(sum(share > 0 for share in others), rest)


def _debtor_reason(snapshot: Snapshot, debtor: DebtorShare, points: float) -> Reason:
    name = party_name(snapshot, snapshot.number("party", debtor.party_id))
    call = _call(name, debtor.amount, snapshot.manifest.reporting_currency)
    sure = f"{debtor.pass_through:.0%}"
    alone = (
        Sentence(".", "。")
        if sure == "0%"
        else Sentence(
            f"; such a call alone brings it down with {sure}.",
            f"；仅此代偿即以 {sure} 概率使其违约。",
        )
    )
    return Reason(
        Sentence(
            f"{call.en}: adds {points:.2f} points{alone.en}",
            f"{call.zh}：增加 {points:.2f} 个百分点{alone.zh}",
        ),
        (
            Chip("fact", Sentence("Contracts", "担保合同")),
            _derived(PASS_REASONS[PassThroughQuality(debtor.quality)]),
        ),
        (debtor.party_id,),
    )


def _call(name: Sentence, amount: float | None, currency: str) -> Sentence:
    """What is owed on a condition: a guarantor pays only if the debtor does not."""
    if amount is None:
        return Sentence(
            f"Would have to pay an amount not collected if {name.en} defaults",
            f"若{name.zh}违约，须代偿（金额未收集）",
        )
    text = f"{amount:.2f}"
    return Sentence(
        f"Would have to pay up to {short_amount(text, currency, 'en')} "
        f"if {name.en} defaults",
        f"若{name.zh}违约，最多须代偿 {short_amount(text, currency, 'zh')}",
    )


def _others_reason(count: int, points: float) -> Reason:
    others = "1 other debtor adds" if count == 1 else f"{count} other debtors add"
    return Reason(
        Sentence(
            f"{others} {points:.2f} points.",
            f"其余 {count} 家被担保人增加 {points:.2f} 个百分点。",
        ),
        (_WORLDS,),
    )


def _seed_reasons(
    snapshot: Snapshot, by_debtor: Sequence[DebtorShare], by_seed: Sequence[Share]
) -> Iterator[Reason]:
    """The largest first cause that is no debtor.

    It is stated as a share and not in points: it arrives through the debtors, whose
    points count it already.
    """
    debtors = {item.party_id for item in by_debtor}
    seed = next((item for item in by_seed if item.party_id not in debtors), None)
    if seed is None:
        return
    increment = math.fsum(item.contribution for item in by_seed)
    share = f"{seed.contribution / increment:.0%}"
    if share == "0%":
        return
    name = party_name(snapshot, snapshot.number("party", seed.party_id))
    yield Reason(
        Sentence(
            f"{share} of the contagion starts further away, at {name.en}.",
            f"传染部分的 {share} 源自更远处的{name.zh}。",
        ),
        (_WORLDS,),
        (seed.party_id,),
    )


def _band_reasons(low: int | None, high: int | None) -> Iterator[Reason]:
    """Whether another seed may give another band."""
    if low is None or high is None or low == high:
        return
    between, to = ("or", "或") if high - low == 1 else ("to", "至")
    yield Reason(
        Sentence(
            f"The band is not certain: another random seed may give {low} "
            f"{between} {high}.",
            f"等级不确定：更换随机种子可能得到 {low} 级{to} {high} 级。",
        ),
        (_WORLDS,),
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


_WORLDS = _derived(Sentence("possible worlds", "可能世界模拟"))


def party_name(snapshot: Snapshot, number: int) -> Sentence:
    """Names of a party in both languages, its id where it has none."""
    table = snapshot.nodes("party")
    chinese = table["name"][number].as_py() or snapshot.node_id("party", number)
    return Sentence(table["name_en"][number].as_py() or chinese, chinese)
