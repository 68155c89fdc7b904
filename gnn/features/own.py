"""T: what a firm's own records say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gnn.features.counting import largest, total
from gnn.features.relations import days_before, flags, latest_by, moments
from gnn.features.schema import Group, Unit, described
from graph.snapshot.arrays import (
    column,
    decoded,
    integers,
    is_valid_mask,
    numbers,
    single_chunk,
)
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gnn.features.firms import Firms
    from gnn.features.schema import Feature

    Floats = NDArray[np.float64]
    Columns = dict[str, Floats]

FEATURES: tuple[Feature, ...] = (
    *described(
        Group.OWN,
        ("party",),
        ("age", Unit.DAYS, "days since it was founded", "成立天数"),
        ("log_capital", Unit.LOG_AMOUNT, "registered capital", "注册资本"),
        ("sector", Unit.CODE, "sector", "行业门类"),
        ("sector_division", Unit.CODE, "division of its sector", "行业大类"),
        ("listed", Unit.CODE, "listing on an exchange", "上市公司"),
        ("website", Unit.CODE, "website on record", "登记有网址"),
        ("lei", Unit.CODE, "LEI on record", "登记有LEI编码"),
    ),
    *described(
        Group.OWN,
        ("financials",),
        ("log_assets", Unit.LOG_AMOUNT, "total assets", "总资产"),
        ("liabilities_share", Unit.SHARE, "liabilities to assets", "资产负债率"),
        ("liquid_share", Unit.SHARE, "liquid assets to assets", "流动资产占比"),
        ("pledged_share", Unit.SHARE, "pledged assets to assets", "受限资产占比"),
        ("revenue_share", Unit.SHARE, "revenue to assets", "营业收入与总资产之比"),
        ("capital_share", Unit.SHARE, "capital to assets", "注册资本与总资产之比"),
        ("statement_age", Unit.DAYS, "days since its last statement", "距最近财报天数"),
    ),
    *described(
        Group.OWN,
        ("rating",),
        ("own_pd", Unit.PROBABILITY, "own default probability", "自身违约概率"),
        ("rating_age", Unit.DAYS, "days since its last rating", "距最近评级天数"),
    ),
    *described(
        Group.OWN,
        ("loan",),
        ("loans", Unit.COUNT, "loans", "贷款笔数"),
        ("log_owed", Unit.LOG_AMOUNT, "loans outstanding", "贷款余额"),
        (
            "owed_share",
            Unit.SHARE,
            "loans outstanding to assets",
            "贷款余额与总资产之比",
        ),
        ("loan_overdue", Unit.DAYS, "days past due", "贷款逾期天数"),
        ("loan_class", Unit.CODE, "class of its worst loan", "最差贷款的五级分类"),
        ("loan_age", Unit.DAYS, "days since its newest loan", "距最近贷款天数"),
    ),
)
_CLASSES = KINDS["loan"].property_by_name["five_class"].choices


def columns(firms: Firms) -> Columns:
    """A column for each of `FEATURES`, shape (n,)."""
    return {
        **_registered(firms),
        **_stated(firms),
        "own_pd": firms.own_pd,
        "rating_age": _age_of_last(firms, "rating"),
        **_borrowed(firms),
    }


def _registered(firms: Firms) -> Columns:
    table = firms.snapshot.nodes("party")
    letter, division = _sectors(single_chunk(table, "sector"))
    columns = {
        "log_capital": np.log1p(firms.snapshot.figures.registered_capital),
        "sector": letter,
        "sector_division": division,
        "listed": flags(table, "listed"),
        "website": is_valid_mask(single_chunk(table, "website")).astype(np.float64),
        "lei": is_valid_mask(single_chunk(table, "lei")).astype(np.float64),
    }
    told = {name: values[firms.parties] for name, values in columns.items()}
    return {"age": firms.age, **told}


def _sectors(sector: pa.Array) -> tuple[Floats, Floats]:
    """Section (A is 1) and division of codes as of GB/T 4754; NaN for other text.

    They mean the same in every snapshot, which places in a dictionary do not.
    """
    codes = decoded(sector).dictionary_encode()
    known = codes.dictionary.to_pylist()
    section, division = np.full((2, len(known) + 1), np.nan)
    for place, text in enumerate(known):
        if text[:1].isascii() and text[:1].isupper():
            section[place] = ord(text[0]) - ord("A") + 1
            if text[1:3].isascii() and text[1:3].isdigit():
                division[place] = int(text[1:3])
    used = integers(codes.indices, len(known))
    return section[used], division[used]


def _stated(firms: Firms) -> Columns:
    figures = firms.snapshot.figures
    assets = np.where(figures.total_assets > 0, figures.total_assets, np.nan)
    columns = {
        "log_assets": np.log1p(assets),
        "liabilities_share": figures.total_liabilities / assets,
        "liquid_share": figures.liquid_assets / assets,
        "pledged_share": figures.pledged_assets / assets,
        "revenue_share": figures.revenue / assets,
        "capital_share": figures.registered_capital / assets,
        "owed_share": figures.loans_outstanding / assets,
    }
    chosen = {name: values[firms.parties] for name, values in columns.items()}
    return {**chosen, "statement_age": _age_of_last(firms, "financials")}


def _age_of_last(firms: Firms, kind: str) -> Floats:
    """Days since the newest statement of a kind about each firm."""
    table = firms.snapshot.facts(kind)
    since = column(table, "valid_from")
    last = latest_by(firms.row[column(table, "party")], since, len(firms))
    return np.append(days_before(firms.at, since), np.nan)[last]


def _borrowed(firms: Firms) -> Columns:
    table = firms.snapshot.nodes("loan")
    borrower = column(table, "borrower")
    choices = pa.array(_CLASSES)
    rank = pc.index_in(decoded(single_chunk(table, "five_class")), value_set=choices)
    since = days_before(firms.at, moments(table, "valid_from"))
    overdue = numbers(single_chunk(table, "days_past_due"))
    return {
        "loans": total(firms, borrower),
        "log_owed": np.log1p(firms.snapshot.figures.loans_outstanding[firms.parties]),
        "loan_overdue": largest(firms, borrower, overdue),
        "loan_class": largest(firms, borrower, numbers(rank)),
        "loan_age": -largest(firms, borrower, -since),
    }
