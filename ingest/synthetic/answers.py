"""Turns what was drawn, by number, into the truth, by id."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest.synthetic.blocks import strict_circles
from ingest.synthetic.contracts import contract_ids
from ingest.synthetic.demo_case import demo_case, demo_controlled, demo_payers
from ingest.synthetic.outcomes import case_names, scheme_id
from ingest.synthetic.planted_records import planted_record
from ingest.synthetic.promises import State
from ingest.synthetic.truth import VERSION, Truth

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from ingest.synthetic.economy import Economy
    from ingest.synthetic.truth import Record

    Integers = NDArray[np.int64]

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
    payments, sign_ins = economy.payments, economy.sign_ins
    return Truth(
        version=VERSION,
        seed=economy.seed,
        as_of=as_of.isoformat(),
        companies=economy.companies,
        options=asdict(economy.options),
        circles=[_case_circle(case), *_circles(economy)],
        mutual_pairs=[sorted(case["mutual_pair"]), *_mutual_pairs(economy)],
        decoys=_decoys(economy),
        hidden_circles=[
            {name: item[name] for name in ("members", "controller", "controlled")}
            for item in schemes
            if item["pattern"] == "open_guarantee_chain" and not item["missing"]
        ],
        controllers=[
            {"party_id": case["controller"], "controlled": demo_controlled()},
            *_controllers(schemes),
        ],
        schemes=schemes,
        accusations=_accusations(economy),
        lookalikes=_lookalikes(economy),
        transfer_rings=[
            {
                "pattern": "cycle",
                "members": demo_payers(),
                "transfers": case["transfers"],
            },
            *(
                planted_record(economy, item)
                for item in (*payments.patterns, *sign_ins.patterns)
            ),
        ],
        near_misses=[
            planted_record(economy, item) | {"fails": item["fails"]}
            for item in (*payments.near_misses, *sign_ins.near_misses)
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
    """Every strict circle outside the demo case, in order of its first member."""
    topology, roster = economy.topology, economy.roster
    block = np.full(roster.n_companies, -1)
    for number, members in enumerate(topology.members):
        block[members] = number
    behind: dict[int, int] = {
        record["members"][0]: record["controller"]
        for record in economy.control.schemes + economy.control.groups
    }
    rows: list[Record] = []
    for circle in strict_circles(_collected(economy)):
        number = int(block[circle[0]])
        item = topology.structures[number]
        controller = behind.get(int(topology.members[number][0]))
        rows.append(
            {
                "id": f"circle-{len(rows) + 1:06d}",
                "shape": item.block.shape,
                "members": sorted(roster.ids_of(np.array(circle))),
                "label": item.role,
                "controller": None if controller is None else roster.id_of(controller),
            }
        )
    return rows


def _collected(economy: Economy) -> Integers:
    """Guarantees between companies in force on the day that the files hold."""
    promises, count = economy.promises, economy.roster.n_companies
    chosen = (promises.state == State.IN_FORCE) & (promises.guarantor < count)
    pairs = np.stack([promises.guarantor[chosen], promises.debtor[chosen]], 1)
    unique: Integers = np.unique(pairs, axis=0)
    return unique


def _mutual_pairs(economy: Economy) -> list[list[str]]:
    pairs, count = _collected(economy), economy.roster.n_companies
    tail, head = pairs[:, 0], pairs[:, 1]
    once = np.isin(head * count + tail, tail * count + head) & (tail < head)
    left = economy.roster.ids_of(tail[once])
    right = economy.roster.ids_of(head[once])
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
    missing = _not_collected(economy)
    return [
        {
            "id": scheme_id(number),
            "pattern": scheme.pattern,
            "task": scheme.task,
            "started_on": str(scheme.started),
            "discovered_on": str(scheme.discovered),
            "confirmed_on": str(scheme.confirmed),
            "joined_on": [str(day) for day in scheme.joined],
            "missing": [
                economy.roster.ids_of(np.array(pair))
                for pair in missing.get(number, [])
            ],
        }
        | _controlled(economy, record)
        for number, ((scheme, _), record) in enumerate(
            zip(economy.topology.schemes, economy.control.schemes, strict=True)
        )
    ]


def _not_collected(economy: Economy) -> dict[int, list[tuple[int, int]]]:
    """Guarantees in force inside a scheme that the files lack, by its number."""
    scheme = np.full(economy.roster.n_companies, -1)
    for number, (_, firms) in enumerate(economy.topology.schemes):
        scheme[firms] = number
    found: dict[int, list[tuple[int, int]]] = {}
    for tail, head in economy.promises.missing.tolist():
        if scheme[tail] == scheme[head] >= 0:
            found.setdefault(int(scheme[tail]), []).append((tail, head))
    return found


def _accusations(economy: Economy) -> list[Record]:
    roster, names = economy.roster, case_names(economy.outcomes)
    guilty = {
        int(firm): scheme_id(number)
        for number, (_, firms) in enumerate(economy.topology.schemes)
        for firm in firms
    }
    return [
        {
            "party_id": roster.id_of(case.firm),
            "case_no": name,
            "task": case.task,
            "opened_on": str(case.opened),
            "dismissed_on": str(case.settled),
            "scheme": guilty.get(case.firm),
        }
        for case, name in zip(economy.outcomes, names, strict=True)
        if not case.confirmed
    ]


def _controllers(schemes: list[Record]) -> list[Record]:
    return [
        {"party_id": item["controller"], "controlled": item["controlled"]}
        for item in schemes
    ]


def _lookalikes(economy: Economy) -> list[Record]:
    topology, contacts = economy.topology, economy.contacts
    hubs = np.bincount(
        economy.promises.guarantor[
            (economy.promises.state == 0)
            & (economy.promises.guarantor >= economy.roster.first_guarantee_company)
            & (economy.promises.guarantor < economy.roster.first_bank)
        ]
    )
    by_role: dict[str, list[Any]] = {"group": [], "strangers": [], "chain": []}
    for item, members in zip(topology.structures, topology.members, strict=True):
        by_role.setdefault(item.role, []).append(members)
    groups: list[tuple[str, Any]] = [
        ("group", by_role["group"]),
        ("circle_of_strangers", by_role["strangers"]),
        ("chain_of_mutual_pairs", by_role["chain"]),
        ("virtual_office", contacts.offices),
        ("shared_premises", contacts.premises),
        ("shared_bookkeeper", contacts.bookkeepers),
        ("nominee", (item["members"] for item in economy.people.nominees)),
        ("professional_guarantor", ([n] for n in np.flatnonzero(hubs > 5))),
    ]
    rows = [
        {"pattern": pattern, "members": economy.roster.ids_of(np.array(members))}
        for pattern, sets in groups
        for members in sets
    ]
    honest = economy.payments.honest + economy.sign_ins.honest
    return rows + [planted_record(economy, item) for item in honest]


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
