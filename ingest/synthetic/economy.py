"""Draws an economy and writes it as a native bundle with its truth."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest.synthetic import contract_rows, flows, people, statements
from ingest.synthetic.answers import build_truth
from ingest.synthetic.bundle import write_file
from ingest.synthetic.contacts import (
    Contacts,
    build_contacts,
    contact_tables,
    contact_use_tables,
)
from ingest.synthetic.contracts import Contracts, build_contracts
from ingest.synthetic.control import Control, build_control
from ingest.synthetic.demo_case import demo_tables
from ingest.synthetic.demo_cast import COMPANIES
from ingest.synthetic.events import event_tables
from ingest.synthetic.failures import Failures, build_failures
from ingest.synthetic.loans import Loans, build_loans, loan_tables
from ingest.synthetic.options import LARGEST, SMALLEST, EconomyOptions
from ingest.synthetic.ownership import Holdings, build_holdings, ownership_tables
from ingest.synthetic.parties import party_tables, registered_capital
from ingest.synthetic.promises import Promises, build_promises
from ingest.synthetic.rings import plant_rings
from ingest.synthetic.roster import Roster, build_roster
from ingest.synthetic.topology import Topology, build_topology

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pyarrow as pa

    from ingest.synthetic.truth import Truth

    Progress = Callable[[str, int, int], None]

DAY = date(2026, 9, 30)
"""The day on which an economy's truth holds unless another is asked for."""


@dataclass(frozen=True, slots=True)
class Economy:
    """Everything that was drawn, by number."""

    seed: int
    companies: int
    options: EconomyOptions
    topology: Topology
    roster: Roster
    control: Control
    holdings: Holdings
    people: people.People
    contacts: Contacts
    promises: Promises
    contracts: Contracts
    loans: Loans
    failures: Failures
    transfers: flows.Transfers
    patterns: list[dict[str, Any]]
    honest: list[dict[str, Any]]


def draw_economy(
    companies: int, seed: int, as_of: date, options: EconomyOptions
) -> Economy:
    """Draw an economy in memory; the demo case's firms count among `companies`."""
    if not SMALLEST <= companies <= LARGEST:
        raise ValueError(
            f"companies is {companies}; expected {SMALLEST} to {LARGEST:,}"
        )
    day = np.datetime64(as_of)
    drawn = companies - COMPANIES
    topology = build_topology(drawn, seed, options)
    roster = build_roster(drawn, seed, topology)
    control = build_control(roster, topology, seed)
    holdings = build_holdings(roster, topology, control, seed)
    promises = build_promises(roster, topology, holdings, seed)
    owing = np.zeros(drawn, dtype=np.bool_)
    owing[promises.debtor[promises.debtor < drawn]] = True
    loans = build_loans(roster, owing, day, seed, options)
    everyday = flows.everyday_transfers(roster, day, seed, options)
    transfers, patterns, honest = plant_rings(
        roster, control, loans, everyday, as_of=day, seed=seed
    )
    return Economy(
        seed=seed,
        companies=companies,
        options=options,
        topology=topology,
        roster=roster,
        control=control,
        holdings=holdings,
        people=people.build_people(roster, holdings, control, seed),
        contacts=build_contacts(roster, control, seed),
        promises=promises,
        contracts=build_contracts(promises, loans, day, seed, options),
        loans=loans,
        failures=build_failures(roster, topology, loans, seed, options),
        transfers=transfers,
        patterns=patterns,
        honest=honest,
    )


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
    FileExistsError
        The folder has something in it.
    ValueError
        `companies` is out of range.
    """
    target = Path(directory)
    if target.is_dir() and any(target.iterdir()):
        raise FileExistsError(f"{target} is not empty")
    partial = target.with_name(f"{target.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    economy = draw_economy(companies, seed, as_of, options or EconomyOptions())
    roster = economy.roster
    banks = [roster.id_of(roster.first_bank + place) for place in range(3)]
    extra = demo_tables(as_of, banks)
    files = _files(economy, np.datetime64(as_of))
    for done, (kind, tables) in enumerate(files.items()):
        if progress:
            progress(kind, done, len(files))
        write_file(partial, kind, _chained(tables, extra.get(kind)))
    truth = build_truth(economy, as_of)
    truth.write(partial)
    partial.replace(target)
    if progress:
        progress("truth", len(files), len(files))
    return truth


def _chained(tables: Iterable[pa.Table], extra: pa.Table | None) -> Iterable[pa.Table]:
    """The drawn rows, then those of the demo case."""
    yield from tables
    if extra is not None:
        yield extra


def _files(economy: Economy, day: np.datetime64) -> dict[str, Iterable[pa.Table]]:
    """Rows of each kind's file, made when they are asked for."""
    seed, roster, loans = economy.seed, economy.roster, economy.loans
    promises, contracts = economy.promises, economy.contracts
    capital = registered_capital(roster, seed)
    return {
        "party": party_tables(roster, capital, seed),
        "contact": contact_tables(roster, economy.contacts, seed),
        "account": flows.account_tables(roster),
        "loan": loan_tables(roster, loans, economy.failures.days, seed),
        "guarantee": contract_rows.contract_tables(roster, contracts, loans, day, seed),
        "guarantor": contract_rows.guarantor_tables(
            roster, promises, contracts, day, seed
        ),
        "ownership": ownership_tables(roster, economy.holdings, capital, seed),
        "role": people.role_tables(roster, economy.people, seed),
        "family": people.family_tables(roster, economy.people),
        "contact_use": contact_use_tables(roster, economy.contacts, seed),
        "risk_event": event_tables(roster, economy.failures, loans, day, seed),
        "financials": statements.financials_tables(roster, day, seed),
        "rating": statements.rating_tables(roster, day, seed),
        "exchange_rate": statements.exchange_rate_tables(
            day, economy.options.history_years, seed
        ),
        "account_holder": flows.account_holder_tables(roster),
        "transfer": flows.transfer_tables(economy.transfers),
        "deposit": flows.deposit_tables(loans),
        "repayment": flows.repayment_tables(loans, day, seed),
    }
