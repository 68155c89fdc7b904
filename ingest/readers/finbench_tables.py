"""Mapping of FinBench files and columns to kinds and fields.

Layout of version 0.1.0; spellings of 0.2 stand beside it. Ids are unique within a
label only, so each gets its label as scheme.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

PERSON, COMPANY = "finbench-person:", "finbench-company:"
ACCOUNT, LOAN, MEDIUM = "finbench-account:", "finbench-loan:", "finbench-medium:"
CONTRACT = "finbench-guarantee:"
DELETIONS = "DeleteAccountWrite17.csv"
UPDATES = ("UpdateAccountWrite18.csv", "UpdatePersonWrite19.csv")


class Shape(StrEnum):
    """How a column is written."""

    TEXT = "text"
    TIME = "time"  # naive UTC text, or milliseconds since 1970
    DAY = "day"  # a time at midnight


@dataclass(frozen=True, slots=True)
class Cell:
    """A column by its spellings; an id carries the `scheme` that it gets."""

    names: tuple[str, ...]
    shape: Shape = Shape.TEXT
    scheme: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Files of one kind that share their columns."""

    kind: str
    files: tuple[str, ...]
    cells: Mapping[str, Cell]
    constants: Mapping[str, str] = field(default_factory=dict)


def _id(scheme: str, *names: str) -> Cell:
    return Cell(names, scheme=scheme, required=True)


def _text(*names: str) -> Cell:
    return Cell(names)


def _time(*names: str, required: bool = True) -> Cell:
    return Cell(names, Shape.TIME, required=required)


_SINCE = {"valid_from": _time("createTime")}
_MOMENT = {"occurred_at": _time("createTime")}
_AMOUNT = {"amount": Cell(("amount",), required=True)}
_PLACE = {"country": _text("country"), "city": _text("city")}
_ACCOUNT_CELLS = _SINCE | {
    "account_id": _id(ACCOUNT, "accountId"),
    "account_type": _text("accoutType", "accountType"),
    "blocked": _text("isBlocked", "accountBlocked"),
    "nickname": _text("nickname"),
    "phone": _text("phonenum", "phoneNumber"),
    "email": _text("email"),
    "login_type": _text("freqLoginType"),
    "last_login_at": _time("lastLoginTime", required=False),
    "level": _text("accountLevel"),
}
_LOAN_CELLS = _SINCE | {
    "loan_id": _id(LOAN, "loanId"),
    "principal": _text("loanAmount"),
    "outstanding": _text("balance"),
    "effective_rate": _text("interestRate"),
    "purpose": _text("loanUsage", "usage"),
    "started_on": _time("createTime"),
}
_TRANSFER_CELLS = (
    _MOMENT
    | _AMOUNT
    | {
        "payer_id": _id(ACCOUNT, "fromId"),
        "payee_id": _id(ACCOUNT, "toId"),
        "order_no": _text("orderNum", "orderNumber"),
        "comment": _text("comment"),
        "pay_type": _text("payType"),
        "goods_type": _text("goodsType"),
    }
)


def _pair(tail: str, head: str, scheme: str, names: tuple[str, str]) -> dict[str, Cell]:
    """Both ends of an edge into `scheme`, tail first."""
    return _SINCE | {tail: _id(scheme, names[0]), head: _id(COMPANY, names[1])}


def _applied(scheme: str, owner: str) -> dict[str, Cell]:
    return {
        "loan_id": _id(LOAN, "loanId"),
        "borrower_id": _id(scheme, owner),
        "organization": _text("org"),
    }


DELETED = {
    "account_id": _id(ACCOUNT, "accountId"),
    "valid_to": _time("deleteTime"),
}
UPDATED = {"id": Cell(("accountId", "personId"), required=True)}


def guarantee_cells(scheme: str) -> dict[str, Cell]:
    """Columns of a guarantee's row: both its contract and its guarantor."""
    return _SINCE | {
        "guarantor_id": _id(scheme, "fromId"),
        "debtor_id": _id(scheme, "toId"),
        "relation": _text("relation", "relationship"),
    }


GUARANTEES = {
    PERSON: (
        "PersonGuaranteePerson.csv",
        "AddPersonGuaranteePersonWrite10.csv",
        "AddPersonGuaranteePersonReadWrite3.csv",
    ),
    COMPANY: (
        "CompanyGuaranteeCompany.csv",
        "AddCompanyGuaranteeCompanyWrite11.csv",
    ),
}
"""Files of guarantees by the scheme of both their ends."""

APPLICATIONS = {
    "PersonApplyLoan.csv": _applied(PERSON, "personId"),
    "CompanyApplyLoan.csv": _applied(COMPANY, "companyId"),
}
"""Who applied for the loans of the snapshot."""

LOANS = Source("loan", ("Loan.csv",), _LOAN_CELLS)
ACCOUNTS = Source("account", ("Account.csv",), _ACCOUNT_CELLS)


def _owned(scheme: str, label: str, increment: str) -> tuple[Source, Source]:
    """Accounts that an increment opens, and who holds accounts."""
    files, owner = (f"{label}OwnAccount.csv", increment), f"{label.lower()}Id"
    holders = _SINCE | {
        "holder_id": _id(scheme, owner),
        "account_id": _id(ACCOUNT, "accountId"),
    }
    return (
        Source("account", files[1:], _ACCOUNT_CELLS),
        Source("account_holder", files, holders),
    )


SOURCES = (
    Source(
        "party",
        ("Person.csv", "AddPersonWrite1.csv"),
        _SINCE
        | _PLACE
        | {
            "party_id": _id(PERSON, "personId"),
            "name": _text("personName"),
            "blocked": _text("isBlocked"),
            "gender": _text("gender"),
            "born_on": Cell(("birthday",), Shape.DAY),
        },
        {"party_type": "person"},
    ),
    Source(
        "party",
        ("Company.csv", "AddCompanyWrite2.csv"),
        _SINCE
        | _PLACE
        | {
            "party_id": _id(COMPANY, "companyId"),
            "name": _text("companyName"),
            "blocked": _text("isBlocked"),
            "business": _text("business"),
            "description": _text("description"),
            "website": _text("url"),
        },
        {"party_type": "company"},
    ),
    Source(
        "contact",
        ("Medium.csv", "AddMediumWrite3.csv"),
        _SINCE
        | {
            "contact_id": _id(MEDIUM, "mediumId"),
            "device_type": _text("mediumType"),
            "blocked": _text("isBlocked"),
            "last_used_at": _time("lastLoginTime", required=False),
            "risk_level": _text("riskLevel"),
        },
        {"contact_type": "device"},
    ),
    ACCOUNTS,
    *_owned(PERSON, "Person", "AddPersonOwnAccountWrite4.csv"),
    *_owned(COMPANY, "Company", "AddCompanyOwnAccountWrite5.csv"),
    Source(
        "loan",
        ("AddPersonApplyLoanWrite6.csv",),
        _LOAN_CELLS | _applied(PERSON, "personId"),
    ),
    Source(
        "loan",
        ("AddCompanyApplyLoanWrite7.csv",),
        _LOAN_CELLS | _applied(COMPANY, "companyId"),
    ),
    Source(
        "ownership",
        ("PersonInvestCompany.csv", "AddPersonInvestCompanyWrite8.csv"),
        _pair("owner_id", "asset_id", PERSON, ("investorId", "companyId"))
        | {"share": _text("ratio")},
    ),
    Source(
        "ownership",
        ("CompanyInvestCompany.csv", "AddCompanyInvestCompanyWrite9.csv"),
        _pair("owner_id", "asset_id", COMPANY, ("investorId", "companyId"))
        | {"share": _text("ratio")},
    ),
    Source(
        "transfer",
        (
            "AccountTransferAccount.csv",
            "AddAccountTransferAccountWrite12.csv",
            "AddAccountTransferAccountReadWrite1.csv",
            "AddAccountTransferAccountReadWrite2.csv",
        ),
        _TRANSFER_CELLS,
        {"transfer_type": "transfer"},
    ),
    Source(
        "transfer",
        ("AccountWithdrawAccount.csv", "AddAccountWithdrawAccountWrite13.csv"),
        _TRANSFER_CELLS,
        {"transfer_type": "withdraw"},
    ),
    Source(
        "deposit",
        ("LoanDepositAccount.csv", "AddLoanDepositAccountWrite15.csv"),
        _MOMENT
        | _AMOUNT
        | {
            "loan_id": _id(LOAN, "loanId"),
            "account_id": _id(ACCOUNT, "accountId", "account"),
        },
    ),
    Source(
        "repayment",
        ("AccountRepayLoan.csv", "AddAccountRepayLoanWrite14.csv"),
        _MOMENT
        | _AMOUNT
        | {
            "account_id": _id(ACCOUNT, "accountId", "account"),
            "loan_id": _id(LOAN, "loanId"),
        },
    ),
    Source(
        "sign_in",
        ("MediumSignInAccount.csv", "AddMediumSigninAccountWrite16.csv"),
        _MOMENT
        | {
            "contact_id": _id(MEDIUM, "mediumId"),
            "account_id": _id(ACCOUNT, "accountId"),
            "location": _text("location"),
        },
    ),
)
"""Files that are read row by row."""

FILES = {
    DELETIONS,
    *UPDATES,
    *LOANS.files,
    *APPLICATIONS,
    *(name for names in GUARANTEES.values() for name in names),
    *(name for source in SOURCES for name in source.files),
}
"""Every file of the layout that the reader looks at."""
