"""L: what courts and ledgers say of a firm, and who came to own and run it lately.

Only what was visible at the instant counts; what investigations found is never read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from gnn.features.counting import distinct, largest, recent, total
from gnn.features.schema import Feature, Group, Unit
from graph.snapshot.arrays import column, decoded, integers, single_chunk
from graph.snapshot.conversion import Converter
from graph.vocabulary import KINDS, SHARE_UNIT

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa
    from numpy.typing import NDArray

    from gnn.features.firms import Firms

    Columns = dict[str, NDArray[np.float64]]

EVENT_DAYS = (91, 365, 1095)
CHANGE_DAYS = (91, 182, 365)
_TYPES = KINDS["risk_event"].property_by_name["event_type"]
_GRADES = KINDS["loan"].property_by_name["five_class"].choices


def _feature(name: str, unit: Unit, kinds: str, en: str, zh: str) -> Feature:
    return Feature(
        name=name,
        group=Group.LITIGATION,
        unit=unit,
        kinds=tuple(kinds.split()),
        en=en,
        zh=zh,
    )


def _of_events(days: int) -> Iterator[Feature]:
    span = f"{days:,} days"
    for code in _TYPES.choices:
        words = _TYPES.code_label(code)
        yield _feature(
            f"event_{code}_{days}",
            Unit.COUNT,
            "risk_event",
            f"records of {words.en} in {span}",
            f"近{days}天{words.zh}记录数",
        )
    yield _feature(
        f"event_amount_{days}",
        Unit.LOG_AMOUNT,
        "risk_event",
        f"amount at issue in records against it in {span}",
        f"近{days}天涉案金额",
    )
    yield _feature(
        f"event_brought_{days}",
        Unit.COUNT,
        "risk_event",
        f"records against others with it as the other side in {span}",
        f"近{days}天作为对方的案件数",
    )
    for what, unit, en, zh in (
        ("", Unit.COUNT, "records", "案件数"),
        ("_amount", Unit.LOG_AMOUNT, "amount at issue", "涉案金额"),
    ):
        yield _feature(
            f"event_partner{what}_{days}",
            unit,
            "risk_event guarantor",
            f"{en} between it and its guarantors or debtors in {span}",
            f"近{days}天与担保关系方之间的{zh}",
        )


def _of_changes(days: int) -> Iterator[Feature]:
    for name, unit, kind, en, zh in (
        ("new_owners", Unit.COUNT, "ownership", "new owners", "新增股东数"),
        (
            "new_share",
            Unit.SHARE,
            "ownership",
            "share that changed hands",
            "变动股权比例",
        ),
        ("new_holdings", Unit.COUNT, "ownership", "new holdings", "新增对外投资数"),
        ("new_officers", Unit.COUNT, "role", "new officers", "新任人员数"),
        (
            "new_representative",
            Unit.COUNT,
            "role",
            "new legal representatives",
            "新任法定代表人数",
        ),
    ):
        yield _feature(
            f"{name}_{days}", unit, kind, f"{en} in {days} days", f"近{days}天{zh}"
        )


FEATURES = (
    *(feature for days in EVENT_DAYS for feature in _of_events(days)),
    *(feature for days in CHANGE_DAYS for feature in _of_changes(days)),
    _feature(
        "worst_grade", Unit.CODE, "loan", "worst grade of its loans", "贷款最差分类"
    ),
    _feature("days_past_due", Unit.DAYS, "loan", "most days past due", "最长逾期天数"),
    _feature("late_loans", Unit.COUNT, "loan", "loans past due", "逾期贷款笔数"),
    _feature(
        "bad_share",
        Unit.SHARE,
        "loan",
        "share of its debt that is graded below normal",
        "非正常贷款余额占比",
    ),
)


def columns(firms: Firms) -> Columns:
    """A column for each of `FEATURES`, shape (n,)."""
    return {**_events(firms), **_owners(firms), **_officers(firms), **_loans(firms)}


def _converter(firms: Firms) -> Converter:
    snapshot = firms.snapshot
    return Converter(
        snapshot.facts("exchange_rate"), snapshot.manifest.reporting_currency
    )


def _events(firms: Firms) -> Columns:
    facts = firms.snapshot.facts("risk_event")
    party, other = column(facts, "party"), column(facts, "counterparty")
    times = column(facts, "valid_from")
    code = _codes(facts, "event_type", _TYPES.choices)
    amounts = _converter(firms).amounts(facts, "amount", "amount of risk events")
    partner = _are_partners(firms, party, other)
    found = {}
    for days in EVENT_DAYS:
        lately = recent(times, firms.at, days)
        for place, name in enumerate(_TYPES.choices):
            chosen = lately & (code == place)
            found[f"event_{name}_{days}"] = total(firms, party[chosen])
        at_issue = total(firms, party[lately], amounts[lately])
        found[f"event_amount_{days}"] = np.log1p(at_issue)
        found[f"event_brought_{days}"] = total(firms, other[lately])
        between = lately & partner
        sides = np.concatenate((party[between], other[between]))
        twice = np.tile(amounts[between], 2)
        found[f"event_partner_{days}"] = total(firms, sides)
        found[f"event_partner_amount_{days}"] = np.log1p(total(firms, sides, twice))
    return found


def _are_partners(
    firms: Firms, one: NDArray[np.int32], other: NDArray[np.int32]
) -> NDArray[np.bool_]:
    """Which of these couples are guarantor and debtor, either way round."""
    n, pairs = firms.snapshot.n_parties, firms.snapshot.pairs

    def keys(tail: NDArray[np.int32], head: NDArray[np.int32]) -> NDArray[np.int64]:
        return np.minimum(tail, head).astype(np.int64) * n + np.maximum(tail, head)

    tied: NDArray[np.bool_] = np.isin(
        keys(one, other), keys(pairs.guarantor, pairs.debtor)
    )
    return tied & (other >= 0)


def _owners(firms: Firms) -> Columns:
    facts = firms.snapshot.facts("ownership")
    owner, asset = column(facts, "owner"), column(facts, "asset")
    times = column(facts, "valid_from")
    share = integers(single_chunk(facts, "share"), 0) / SHARE_UNIT
    found = {}
    for days in CHANGE_DAYS:
        lately = recent(times, firms.at, days)
        owners, assets = owner[lately], asset[lately]
        found[f"new_owners_{days}"] = distinct(firms, assets, owners)
        found[f"new_share_{days}"] = total(firms, assets, share[lately])
        found[f"new_holdings_{days}"] = distinct(firms, owners, assets)
    return found


def _officers(firms: Firms) -> Columns:
    facts = firms.snapshot.facts("role")
    person, company = column(facts, "person"), column(facts, "company")
    times = column(facts, "valid_from")
    leads = _codes(facts, "role_type", ("legal_representative",)) == 0
    found = {}
    for days in CHANGE_DAYS:
        lately = recent(times, firms.at, days)
        found[f"new_officers_{days}"] = distinct(firms, company[lately], person[lately])
        chosen = lately & leads
        found[f"new_representative_{days}"] = distinct(
            firms, company[chosen], person[chosen]
        )
    return found


def _loans(firms: Firms) -> Columns:
    """NaN where a firm has no loan whose grade or delay is known."""
    book = firms.snapshot.nodes("loan")
    borrower = column(book, "borrower")
    grade = _codes(book, "five_class", _GRADES).astype(np.float64)
    graded = grade >= 0
    grade[~graded] = np.nan
    late = integers(single_chunk(book, "days_past_due"), -1).astype(np.float64)
    late[late < 0] = np.nan
    owed = _converter(firms).amounts(book, "outstanding", "outstanding of loans")
    bad = total(firms, borrower[grade > 0], owed[grade > 0])
    with np.errstate(invalid="ignore", divide="ignore"):
        share = bad / total(firms, borrower[graded], owed[graded])
    known = np.isfinite(largest(firms, borrower, late))
    counts = total(firms, borrower[late > 0])
    return {
        "worst_grade": largest(firms, borrower, grade),
        "days_past_due": largest(firms, borrower, late),
        "late_loans": np.where(known, counts, np.nan),
        "bad_share": share,
    }


def _codes(facts: pa.Table, name: str, choices: tuple[str, ...]) -> NDArray[np.int64]:
    """Place of each value among the choices, -1 where it is none of them."""
    import pyarrow as pa

    values = decoded(single_chunk(facts, name)).cast(pa.string())
    return integers(pc.index_in(values, pa.array(choices)), -1)
