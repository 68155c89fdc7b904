"""Turns what was drawn, by number, into the truth, by id."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest.synthetic.contracts import contract_ids
from ingest.synthetic.demo_case import demo_case, demo_controlled, demo_payers
from ingest.synthetic.flows import transfer_ids
from ingest.synthetic.loans import loan_ids
from ingest.synthetic.promises import State
from ingest.synthetic.truth import Truth

if TYPE_CHECKING:
    from datetime import date

    from ingest.synthetic.economy import Economy
    from ingest.synthetic.truth import Record

_REASONS = {
    State.ENDED: "validity ended",
    State.LAPSED: "guarantee period over",
    State.RELEASED: "released",
    State.TO_COME: "not yet in force",
}


def build_truth(economy: Economy, as_of: date) -> Truth:
    """The truth of an economy, the demo case included."""
    case = demo_case(as_of)
    schemes = _schemes(economy)
    return Truth(
        seed=economy.seed,
        as_of=as_of.isoformat(),
        companies=economy.companies,
        options=asdict(economy.options),
        circles=[_case_circle(case), *_circles(economy)],
        mutual_pairs=[sorted(case["mutual_pair"]), *_mutual_pairs(economy)],
        decoys=_decoys(economy),
        hidden_circles=[
            _controlled(economy, record) for record in economy.control.hidden
        ],
        controllers=[
            {"party_id": case["controller"], "controlled": demo_controlled()},
            *_controllers(schemes),
        ],
        schemes=schemes,
        lookalikes=_lookalikes(economy),
        transfer_rings=[
            {
                "pattern": "cycle",
                "members": demo_payers(),
                "transfers": case["transfers"],
            },
            *(_payment(economy, item) for item in economy.patterns),
        ],
        defaults=_defaults(economy),
        demo_case=case,
    )


def _case_circle(case: Record) -> Record:
    return {
        "id": "circle-demo",
        "shape": "ring_with_chord",
        "members": case["members"],
        "label": "scheme",
        "controller": case["controller"],
    }


def _circles(economy: Economy) -> list[Record]:
    """Every strict circle outside the demo case; order as planted."""
    control, roster = economy.control, economy.roster
    behind = {record["block"]: record for record in control.schemes + control.groups}
    schemes = {record["block"] for record in control.schemes}
    rows: list[Record] = []
    for number, block in enumerate(economy.topology.blocks):
        for place, circle in enumerate(block.circles):
            members = economy.topology.members[number][list(circle)]
            record = behind.get(number) if place == 0 else None
            label = "strangers"
            if block.shape == "dense_core":
                label = "tangle"
            elif record:
                label = "scheme" if number in schemes else "group"
            rows.append(
                {
                    "id": f"circle-{len(rows) + 1:06d}",
                    "shape": block.shape,
                    "members": sorted(roster.ids_of(members)),
                    "label": label,
                    "controller": roster.id_of(record["controller"])
                    if record
                    else None,
                }
            )
    return rows


def _mutual_pairs(economy: Economy) -> list[list[str]]:
    topology, count = economy.topology, economy.roster.n_companies
    code = topology.tail * count + topology.head
    back = np.isin(topology.head * count + topology.tail, code)
    once = back & (topology.tail < topology.head)
    left = economy.roster.ids_of(topology.tail[once])
    right = economy.roster.ids_of(topology.head[once])
    return [sorted(pair) for pair in zip(left, right, strict=True)]


def _decoys(economy: Economy) -> list[Record]:
    promises, contracts = economy.promises, economy.contracts
    places = np.flatnonzero(promises.decoy >= 0)
    of_promise = np.empty(len(promises.debtor), dtype=np.int64)
    of_promise[contracts.promise] = contracts.contract  # each decoy was signed once
    names = contract_ids(of_promise[places]).to_pylist()
    return [
        {
            "guarantee_id": name,
            "path": economy.roster.ids_of(
                np.array(promises.chains[promises.decoy[place]])
            ),
            "reason": _REASONS[State(int(promises.state[place]))],
        }
        for name, place in zip(names, places, strict=True)
    ]


def _controlled(economy: Economy, record: Record) -> Record:
    roster = economy.roster
    return {
        "members": roster.ids_of(np.array(record["members"])),
        "controller": roster.id_of(record["controller"]),
        "controlled": [
            {
                "party": roster.id_of(item["party"]),
                "how": item["how"],
                "via": [roster.id_of(party) for party in item["via"]],
            }
            for item in record["controlled"]
        ],
    }


def _schemes(economy: Economy) -> list[Record]:
    control = economy.control
    return [
        {"id": f"scheme-{place + 1:06d}", "pattern": pattern}
        | _controlled(economy, record)
        for place, (pattern, record) in enumerate(
            (pattern, record)
            for pattern, records in (
                ("guarantee_circle", control.schemes),
                ("open_guarantee_chain", control.hidden),
                ("circular_payments", control.payments),
            )
            for record in records
        )
    ]


def _controllers(schemes: list[Record]) -> list[Record]:
    return [
        {"party_id": item["controller"], "controlled": item["controlled"]}
        for item in schemes
    ]


def _lookalikes(economy: Economy) -> list[Record]:
    topology, control, contacts = economy.topology, economy.control, economy.contacts
    hubs = np.bincount(
        economy.promises.guarantor[
            (economy.promises.state == 0)
            & (economy.promises.guarantor >= economy.roster.first_guarantee_company)
            & (economy.promises.guarantor < economy.roster.first_bank)
        ]
    )
    groups: list[tuple[str, Any]] = [
        ("intra_group_circle", (item["members"] for item in control.groups)),
        ("circle_of_strangers", (topology.members[n] for n in control.strangers)),
        (
            "chain_of_mutual_pairs",
            (
                members
                for block, members in zip(
                    topology.blocks, topology.members, strict=True
                )
                if block.shape == "mutual_chain"
            ),
        ),
        ("virtual_office", contacts.offices),
        ("shared_bookkeeper", contacts.bookkeepers),
        ("nominee", (item["members"] for item in economy.people.nominees)),
        ("professional_guarantor", ([n] for n in np.flatnonzero(hubs > 5))),
    ]
    rows = [
        {"pattern": pattern, "members": economy.roster.ids_of(np.array(members))}
        for pattern, sets in groups
        for members in sets
    ]
    return rows + [_payment(economy, item) for item in economy.honest]


def _payment(economy: Economy, item: Record) -> Record:
    row = {
        "pattern": item["pattern"],
        "members": economy.roster.ids_of(np.array(item["members"])),
        "transfers": transfer_ids(np.array(item["transfers"])).to_pylist(),
    }
    if "loan" in item:
        row["loan_id"] = loan_ids(np.array([item["loan"]]))[0].as_py()
    return row


def _defaults(economy: Economy) -> list[Record]:
    failures, roster = economy.failures, economy.roster
    causes = roster.take(failures.cause).to_pylist()
    days = failures.days[failures.company].tolist()
    return [
        {"party_id": party, "days_ago": ago, "cause": cause}
        for party, ago, cause in zip(
            roster.ids_of(failures.company), days, causes, strict=True
        )
    ]
