"""Honest payments of many: bursts of a season, supplier hubs, pay-days and tax days."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ingest.synthetic.payments import fans, layers, passes, spreads
from ingest.synthetic.payments.book import Drawn
from ingest.synthetic.payments.planter import CrowdedError, Planter

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.synthetic.payments.book import Book
    from ingest.synthetic.payments.lent import Lent

_BURSTS_A_YEAR = 3e-3
"""Firms that pay many others within three days, per company."""
_FLOWS_A_FIRM = 5e-4
"""Of each other sort, per company."""
_TAX_DAYS_A_FIRM = 2e-4
_PAY_DAYS = 3
"""Months in a row of which a firm's pay-days are told."""
_WAGES = (5_000, 25_000)

_TRADE: dict[str, Callable[[Planter, None], Drawn]] = {
    "supplier_hub": partial(fans.fan, pattern="fan_in"),
    "instalments": fans.structuring,
    "subcontracting": spreads.scatter_gather,
    "joint_purchase": spreads.gather_scatter,
    "pass_through_trade": passes.pass_through,
    "shared_suppliers": layers.bipartite,
    "supply_chain": layers.stack,
}
"""Trade that has the shape of a pattern, by what is behind it."""


def plant_bursts(planter: Planter) -> None:
    """Firms that pay many partners within three days."""
    roster = planter.book.roster
    count = max(2, round(_BURSTS_A_YEAR * roster.horizon.years * roster.n_companies))
    for _ in range(count):
        firm, *partners = planter.firms(planter.whole(8, 15))
        day = planter.day()
        places = [
            planter.pay(firm, other, planter.amount(), day + planter.whole(0, 2))
            for other in partners
        ]
        planter.book.excuse("trade_burst", Drawn([firm, *partners], places))


def plant_trade(book: Book, lent: Lent) -> None:
    """Honest flows that meet the test of a pattern."""
    count = max(2, round(book.roster.n_companies * _FLOWS_A_FIRM))
    for name, draw in _TRADE.items():
        planter = Planter(book, f"honest {name}")
        for _ in range(count):
            _excuse(planter, name, partial(draw, planter, None))
    planter = Planter(book, "honest loans")
    for _ in range(count):
        _excuse(planter, "entrusted_payment", partial(_entrusted, planter, lent))
        _excuse(planter, "group_lending", partial(_lent_on, planter, lent))
    planter = Planter(book, "honest pay-days")
    for _ in range(count):
        _pay_days(planter)
    for _ in range(max(2, round(book.roster.n_companies * _TAX_DAYS_A_FIRM))):
        _tax_day(planter)


def _excuse(planter: Planter, name: str, draw: Callable[[], Drawn]) -> None:
    try:
        drawn = draw()
    except CrowdedError:
        return
    planter.book.excuse(name, drawn)
    planter.book.alone.append(drawn)


def _entrusted(planter: Planter, lent: Lent) -> Drawn:
    """A loan that its lender has the borrower pay to the seller of what he buys."""
    loan = lent.draw(planter, "parted")
    borrower, day = int(lent.loans.borrower[loan]), lent.loans.begun[loan]
    (seller,) = planter.quiet(1, day, without=[borrower])
    amount = float(lent.loans.principal[loan]) * planter.keep()
    place = planter.pay(borrower, seller, amount, day + planter.whole(1, 3))
    return Drawn([borrower, seller], [place], loan)


def _lent_on(planter: Planter, lent: Lent) -> Drawn:
    """A loan that its borrower passes on to a firm that he holds shares in."""
    loan = lent.draw(planter, "owned")
    borrower, day = int(lent.loans.borrower[loan]), lent.loans.begun[loan]
    firm = lent.one_of(planter, borrower, "owned")
    amount = float(lent.loans.principal[loan]) * planter.keep()
    place = planter.pay(borrower, firm, amount, day + planter.whole(1, 3))
    return Drawn([borrower, firm], [place], loan)


def _pay_days(planter: Planter) -> None:
    """Wages of the same persons, and taxes, on a day of some months."""
    book, roster = planter.book, planter.book.roster
    (firm,) = planter.firms(1)
    staff = roster.first_person + planter.random.choice(
        roster.n_persons, planter.whole(8, 14), replace=False
    )
    payees = [*staff.tolist(), _tax_office(planter, firm)]
    wages = [planter.random.uniform(*_WAGES) for _ in staff]
    first = planter.day()
    for month in range(_PAY_DAYS):
        day = first + 30 * month
        if day > roster.horizon.day:
            break
        places = [
            planter.pay(firm, book.account(payee), amount, day)
            for payee, amount in zip(payees, [*wages, planter.amount()], strict=True)
        ]
        book.excuse("payroll", Drawn([firm, *payees], places))


def _tax_day(planter: Planter) -> None:
    """Firms of a city that pay their taxes within two days."""
    firms, day = planter.firms(planter.whole(5, 12)), planter.day()
    office = _tax_office(planter, firms[0])
    account = planter.book.account(office)
    places = [
        planter.pay(firm, account, planter.amount(), day + planter.whole(0, 1))
        for firm in firms
    ]
    planter.book.excuse("tax_day", Drawn([*firms, office], places))


def _tax_office(planter: Planter, firm: int) -> int:
    roster = planter.book.roster
    return roster.first_organ + int(roster.city[firm]) % roster.n_organs
