"""What the everyday readings of money rings say of themselves, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from graph.analysis.answer import Meaning, Sentence
from graph.analysis.majorities import MAJORITY
from graph.analysis.pattern_list import ThresholdRecord
from graph.analysis.ring_ground import RUN_AGAIN, RUN_ALIKE, RUN_PAYEES
from graph.analysis.ring_readings import Verdict
from graph.vocabulary import KINDS, SHARE_UNIT

if TYPE_CHECKING:
    from graph.analysis.ring_records import RingFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRecord:
    """An everyday reading: its test, the facts that it uses, and its thresholds."""

    name: str
    title: Sentence
    test: Sentence
    data: Annotated[tuple[str, ...], Meaning("Kinds of facts, and columns of them.")]
    thresholds: tuple[ThresholdRecord, ...]
    words: Annotated[Mapping[str, Sentence], Meaning("What each verdict says.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class RingReading:
    """What a reading says of one ring."""

    name: str
    title: Sentence
    verdict: Verdict
    text: Sentence


def _limit(
    name: str, value: float, unit: str, source: str, *reason: str
) -> ThresholdRecord:
    return ThresholdRecord(
        name=name, value=value, unit=unit, source=source, reason=Sentence(*reason)
    )


def _words(
    fits: tuple[str, str], no: tuple[str, str], not_checked: tuple[str, str]
) -> dict[str, Sentence]:
    texts = zip(Verdict, (fits, no, not_checked), strict=True)
    return {verdict.value: Sentence(*text) for verdict, text in texts}


_SAID = "The number that the payers state joins the payments", "以付款方所填订单号关联"

READINGS = (
    ReadingRecord(
        name="cash_sweep",
        title=Sentence("Cash sweep of a group", "集团资金归集"),
        test=Sentence(
            "All accounts are of one party, or of a company in the ring and of "
            "companies that it holds the majority of, directly or through others.",
            "所有账户属于同一主体，或属于环内一家企业及其直接或间接控股的企业。",
        ),
        data=("account_holder", "party.party_type", "ownership.voting_share",
              "ownership.share"),
        thresholds=(
            _limit("majority", MAJORITY / SHARE_UNIT, "share", "law",
                   "More than half controls: Company Law 2023, article 265",
                   "超过半数即控股：公司法（2023）第265条"),
        ),
        words=_words(
            ("one group: a company in the ring holds the others",
             "同一集团：环内企业控股其余各方"),
            ("no company in the ring holds the others", "环内没有企业控股其余各方"),
            ("holders, their types, or who owns the firms, were not collected",
             "户主、其类型或股权未采集"),
        ),
    ),
    ReadingRecord(
        name="refund",
        title=Sentence("Refund", "退款"),
        test=Sentence(
            "The last transfer states the order number of the first.",
            "最后一笔转账与第一笔的订单号相同。",
        ),
        data=("transfer.order_no",),
        thresholds=(
            _limit("order_numbers", 1, "numbers", "judgement", *_SAID),
        ),
        words=_words(
            ("the last transfer is for the order of the first",
             "最后一笔与第一笔为同一订单"),
            ("first and last transfer are of different orders",
             "第一笔与最后一笔订单号不同"),
            ("order numbers were not collected, or are of different sources",
             "订单号未采集或来源不同"),
        ),
    ),
    ReadingRecord(
        name="payroll_tax",
        title=Sentence("Payroll or tax", "发薪或纳税"),
        test=Sentence(
            "A transfer goes to a state organ, or is one of many on its day that are "
            "paid about the same a month before or later.",
            "某笔转账付给国家机关，或属当日批量付款且前后一月金额相近。",
        ),
        data=("account_holder", "party.party_type", "transfer.amount"),
        thresholds=(
            _limit("run_payees", RUN_PAYEES, "accounts", "judgement",
                   "Fewer are bills that happen to be paid on one day",
                   "更少者只是同日付款"),
            _limit("run_again", RUN_AGAIN, "share", "judgement",
                   "Half of the staff stays from month to month",
                   "逐月至少半数收款人不变"),
            _limit("run_alike", RUN_ALIKE, "share", "judgement",
                   "Wages vary with hours and bonuses", "工资随工时与奖金变动"),
        ),
        words=_words(
            ("a transfer goes to a state organ or is one of a monthly run",
             "有转账付给国家机关或属每月批量付款"),
            ("no state organ, and no monthly run to many payees",
             "没有国家机关，也没有每月批量付款"),
            ("the holder of a payee, its type, or amounts were not collected",
             "收款户主、其类型或金额未采集"),
        ),
    ),
    ReadingRecord(
        name="agency",
        title=Sentence("Agency, pass-through trade", "代理或过账贸易"),
        test=Sentence(
            "Every transfer is for the same goods under one order number.",
            "每笔转账的货物与订单号均相同。",
        ),
        data=("transfer.goods_type", "transfer.order_no"),
        thresholds=(
            _limit("order_numbers", 1, "numbers", "judgement", *_SAID),
        ),
        words=_words(
            ("the same goods under one order at every hop, as in circular trade",
             "各跳货物与订单号相同，循环贸易亦如此"),
            ("goods or order numbers differ", "货物或订单号不同"),
            ("goods or order numbers were not collected", "货物或订单号未采集"),
        ),
    ),
)  # fmt: skip
"""Every reading, in the order in which they are told."""


def readings_of(ring: RingFigures) -> tuple[RingReading, ...]:
    """What every reading says of a ring."""
    return tuple(
        RingReading(
            name=reading.name,
            title=reading.title,
            verdict=verdict,
            text=_lacking(reading.name, ring) or reading.words[verdict.value],
        )
        for reading in READINGS
        for verdict in (Verdict(getattr(ring, reading.name)),)
    )


def _lacking(reading: str, ring: RingFigures) -> Sentence | None:
    """What was not collected of the accounts and firms of a ring, if anything."""
    pairs = [item.partition(":") for item in ring.missing.split()]
    names = [what for name, _, what in pairs if name == reading]
    if not names:
        return None
    return Sentence(
        f"not collected here: {', '.join(_label(name, 'en') for name in names)}",
        f"未采集：{'、'.join(_label(name, 'zh') for name in names)}",
    )


def _label(name: str, language: str) -> str:
    """A kind of facts, or a column of one, as people call it."""
    kind, _, column = name.partition(".")
    labels = [KINDS[kind].label]
    labels += [KINDS[kind].property_by_name[column].label] if column else []
    words: list[str] = [getattr(label, language) for label in labels]
    return " · ".join(words)
