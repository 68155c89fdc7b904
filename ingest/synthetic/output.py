"""Writes an invented economy as a native bundle with its truth."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from graph.vocabulary import KINDS
from ingest.files.native import atomic_folder, write_file
from ingest.synthetic import contract_rows, flows, people, statements
from ingest.synthetic.answers import build_truth
from ingest.synthetic.collection import collected
from ingest.synthetic.contacts import contact_tables, contact_use_tables
from ingest.synthetic.demo_case import demo_tables
from ingest.synthetic.devices import device_tables, sign_in_tables
from ingest.synthetic.economy import DAY, draw_economy
from ingest.synthetic.events import event_tables
from ingest.synthetic.loans import loan_tables
from ingest.synthetic.options import EconomyOptions
from ingest.synthetic.outcomes import outcome_tables
from ingest.synthetic.ownership import ownership_tables
from ingest.synthetic.parties import party_tables, registered_capital
from ingest.synthetic.tables import file_schema

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    import pyarrow as pa

    from graph.progress import Progress
    from ingest.synthetic.economy import Economy
    from ingest.synthetic.truth import Truth


def generate(
    directory: Path | str,
    *,
    companies: int = 20_000,
    seed: int = 7,
    as_of: date = DAY,
    options: EconomyOptions | None = None,
    progress: Progress | None = None,
) -> Truth:
    """Write the bundle of an invented economy and its truth; return the truth.

    The same arguments give the same bytes with the same numpy and pyarrow. The
    folder appears whole: files are written beside it and renamed together.

    Parameters
    ----------
    directory
        New or empty folder for one CSV file per kind and truth.json.
    companies
        1,000 to 1,000,000, the demo case's included; persons, banks, licensed
        guarantee companies, state organs and funds come on top.
    seed
        Any integer of 0 or more.
    as_of
        Day on which the truth holds.
    options
        Shape of the economy; the defaults are realistic.
    progress
        Called with a file's kind, files done and files in all.

    Raises
    ------
    OptionError
        The folder has something in it.
    ValueError
        `companies` is out of range.
    """
    target = Path(directory)
    with atomic_folder(target) as draft:
        economy = draw_economy(companies, seed, as_of, options or EconomyOptions())
        roster = economy.roster
        banks = [roster.id_of(roster.first_bank + place) for place in range(3)]
        extra = demo_tables(as_of, banks)
        files = _files(economy)
        for done, (name, tables) in enumerate(files.items()):
            if progress:
                progress(name, done, len(files))
            kind = KINDS[name]
            drawn = _collected(tables, name, economy)
            rows = _chained(drawn, extra.get(name))
            write_file(draft, kind, file_schema(kind).names, rows)
        truth = build_truth(economy, as_of)
        truth.write(draft)
    if progress:
        progress("truth", len(files), len(files))
    return truth


REGISTERED = {
    "ownership": "demo-registry",
    "role": "demo-registry",
    "contact_use": "demo-registry",
    "family": "demo-civil-affairs",
}
"""Files from which rows are left out, with their source; others miss what they miss
from the start, since more depends on it.
"""


def _collected(
    tables: Iterable[pa.Table], name: str, economy: Economy
) -> Iterable[pa.Table]:
    """The rows that their source has."""
    if name not in REGISTERED:
        yield from tables
        return
    for number, table in enumerate(tables):
        kept = collected(
            economy.seed,
            REGISTERED[name],
            f"{name} {number}",
            table.num_rows,
            economy.options,
        )
        yield table.filter(kept)


def _chained(tables: Iterable[pa.Table], extra: pa.Table | None) -> Iterable[pa.Table]:
    """The drawn rows, then those of the demo case."""
    yield from tables
    if extra is not None:
        yield extra


def _files(economy: Economy) -> dict[str, Iterable[pa.Table]]:
    """Rows of each kind's file, made when they are asked for."""
    seed, roster, loans = economy.seed, economy.roster, economy.loans
    payments, sign_ins = economy.payments, economy.sign_ins
    holders = flows.account_holders(roster, payments.holders)
    promises, contracts = economy.promises, economy.contracts
    horizon = roster.horizon
    capital = registered_capital(roster, seed)
    return {
        "party": party_tables(roster, capital, seed),
        "contact": chain(
            contact_tables(roster, economy.contacts, seed), device_tables(sign_ins)
        ),
        "account": flows.account_tables(roster, holders),
        "loan": loan_tables(roster, loans, economy.failures.days, seed),
        "guarantee": contract_rows.contract_tables(
            roster, contracts, loans, horizon, seed
        ),
        "guarantor": contract_rows.guarantor_tables(
            roster, promises, contracts, horizon, seed
        ),
        "ownership": ownership_tables(roster, economy.holdings, capital, seed),
        "role": people.role_tables(roster, economy.people, seed),
        "family": people.family_tables(roster, economy.people, seed),
        "contact_use": contact_use_tables(roster, economy.contacts, seed),
        "risk_event": event_tables(roster, economy.failures, loans, seed),
        "case_outcome": outcome_tables(roster, economy.outcomes, seed),
        "financials": statements.financials_tables(roster, seed),
        "rating": statements.rating_tables(roster, seed),
        "exchange_rate": statements.exchange_rate_tables(horizon, seed),
        "account_holder": flows.account_holder_tables(roster, holders),
        "sign_in": sign_in_tables(sign_ins),
        "transfer": flows.transfer_tables(payments.transfers, seed),
        "deposit": flows.deposit_tables(loans),
        "repayment": flows.repayment_tables(loans, horizon, seed),
    }
