"""Draws an economy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from ingest.synthetic import people
from ingest.synthetic.contacts import Contacts, build_contacts
from ingest.synthetic.contracts import Contracts, build_contracts
from ingest.synthetic.control import Control, build_control
from ingest.synthetic.demo_case import n_companies
from ingest.synthetic.devices import SignIns, build_sign_ins
from ingest.synthetic.failures import Failures, build_failures
from ingest.synthetic.flows import everyday_transfers
from ingest.synthetic.horizon import Horizon
from ingest.synthetic.loans import Loans, build_loans
from ingest.synthetic.options import LARGEST, SMALLEST, EconomyOptions
from ingest.synthetic.outcomes import Finding, build_outcomes
from ingest.synthetic.ownership import Holdings, build_holdings
from ingest.synthetic.planted_payments import Payments, plant_payments
from ingest.synthetic.promises import Promises, build_promises
from ingest.synthetic.roster import Roster, build_roster
from ingest.synthetic.topology import Topology, build_topology

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
    outcomes: list[Finding]
    payments: Payments
    sign_ins: SignIns


def draw_economy(
    companies: int, seed: int, as_of: date, options: EconomyOptions
) -> Economy:
    """Draw an economy in memory; the demo case's firms count among `companies`."""
    if not SMALLEST <= companies <= LARGEST:
        raise ValueError(
            f"companies is {companies}; expected {SMALLEST} to {LARGEST:,}"
        )
    horizon = Horizon.until(as_of, options.history_years)
    drawn = companies - n_companies()
    topology = build_topology(drawn, seed, options, horizon)
    roster = build_roster(drawn, seed, topology, horizon, options)
    control = build_control(roster, topology, seed)
    holdings = build_holdings(roster, topology, control, seed)
    promises = build_promises(roster, topology, holdings, seed, options)
    owing = np.zeros(drawn, dtype=np.bool_)
    owing[promises.debtor[promises.debtor < drawn]] = True
    loans = build_loans(roster, owing, seed, options)
    contacts = build_contacts(roster, control, seed)
    return Economy(
        seed=seed,
        companies=companies,
        options=options,
        topology=topology,
        roster=roster,
        control=control,
        holdings=holdings,
        people=people.build_people(roster, holdings, control, seed),
        contacts=contacts,
        promises=promises,
        contracts=build_contracts(promises, loans, horizon, seed, options),
        loans=loans,
        failures=build_failures(roster, promises, loans, seed, options),
        outcomes=build_outcomes(roster, topology, seed),
        payments=plant_payments(
            roster,
            topology,
            loans,
            everyday_transfers(roster, seed, options),
            promises=promises,
            holdings=holdings,
            seed=seed,
            options=options,
        ),
        sign_ins=build_sign_ins(roster, topology, contacts, seed),
    )
