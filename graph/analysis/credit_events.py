"""The table from what courts and ledgers say to a firm's own default probability.

A row is the least 12-month probability of a firm of which that is said. Figures and
horizons are judgement unless their source says otherwise: a bank has its own.
"""

from __future__ import annotations

from dataclasses import dataclass

_DEFAULTED = "EU CRR art. 160(3): the PD of an obligor in default is 100 %"
_ORDER = "CBIRC/PBoC Order 2023-1: more than 90 days overdue is at least substandard"


@dataclass(frozen=True, slots=True)
class CreditEvent:
    """A row: from when it happened it counts for `days`, None until it is closed.

    `code` is an event type or a five-class grade of the vocabulary, or a step of
    `PAST_DUE`. What a ledger says counts for as long as the ledger says it.
    """

    code: str
    probability: float
    days: int | None
    source: str


CREDIT_EVENTS: tuple[CreditEvent, ...] = (
    CreditEvent(
        "bankruptcy", 1.0, None, f"{_DEFAULTED}; art. 178(3): bankruptcy is one"
    ),
    CreditEvent(
        "default", 1.0, 1_095, f"{_DEFAULTED}; three years to be cured are judgement"
    ),
    CreditEvent(
        "past_due_90",
        1.0,
        None,
        f"{_DEFAULTED}; art. 178(1) and {_ORDER}; day 90 itself is judgement",
    ),
    CreditEvent("loss", 1.0, None, f"{_DEFAULTED}; {_ORDER}"),
    CreditEvent("doubtful", 1.0, None, f"{_DEFAULTED}; {_ORDER}"),
    CreditEvent("substandard", 1.0, None, f"{_DEFAULTED}; {_ORDER}"),
    CreditEvent(
        "dishonest_debtor",
        0.9,
        730,
        "judgement: an enforceable judgment is evaded (Supreme People's Court rules of "
        "2013), near default; two years are a listing's usual term",
    ),
    CreditEvent("consumption_limit", 0.3, 730, "judgement: enforcement went unpaid"),
    CreditEvent("past_due_60", 0.3, None, "judgement"),
    CreditEvent("enforcement", 0.25, 730, "judgement"),
    CreditEvent(
        "equity_freeze",
        0.2,
        1_095,
        "judgement; a freeze lasts three years at most (Interpretation of the Civil "
        "Procedure Law, 2022, art. 485)",
    ),
    CreditEvent(
        "past_due_30",
        0.15,
        None,
        "judgement; IFRS 9 5.5.11 presumes a significant increase in credit risk",
    ),
    CreditEvent(
        "overdue", 0.15, 180, "judgement: later it is cured, or the ledger says more"
    ),
    CreditEvent("special_mention", 0.1, None, "judgement"),
    CreditEvent("abnormal_operation", 0.05, 1_095, "judgement"),
    CreditEvent("litigation", 0.04, 365, "judgement: most suits end in payment"),
    CreditEvent("past_due_1", 0.04, None, "judgement: many slips are technical"),
)
"""Most severe first. A rating change has no row: the new grade says what it means."""

EVENT_PD: dict[str, float] = {row.code: row.probability for row in CREDIT_EVENTS}
"""Least own probability of default over 12 months by code."""

EVENT_DAYS: dict[str, int] = {
    row.code: row.days for row in CREDIT_EVENTS if row.days is not None
}
"""Days after which an open event no longer counts; without an entry it never ages."""

PAST_DUE: tuple[tuple[int, str], ...] = (
    (1, "past_due_1"),
    (30, "past_due_30"),
    (60, "past_due_60"),
    (90, "past_due_90"),
)
"""Days past due from which each step holds, ascending."""

_CLOSED = """
closed released lifted removed withdrawn dismissed rejected revoked cancelled canceled
settled discharged concluded completed ended expired cured paid repaid resolved
结案 已结案 已结束 解除 已解除 撤销 已撤销 撤诉 已撤诉 撤回 已撤回 驳回 已驳回 不予受理
移出 已移出 已删除 已履行 履行完毕 已履行完毕 全部已履行 执行完毕 已执行完毕 和解 已和解
已调解 调解结案 已还清 已结清 已偿还 已恢复 失效 已失效
"""

CLOSED_STATUSES = frozenset(_CLOSED.split())
"""Statuses, as a whole and in lower case, of cases that are over.

Any other status is open, above all 终结本次执行: a court found nothing to enforce on.
"""
