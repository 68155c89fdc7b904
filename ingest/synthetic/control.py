"""Who is secretly, or openly, behind several firms of one circle.

A scheme is a circle some of whose firms answer to one person by way of a holding, a
spouse, votes without shares, or only shared premises. The benign look-alikes are
circles inside an openly owned group, and circles of strangers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.kernels.sorted_search import sorted_positions
from ingest.synthetic.streams import stream

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ingest.synthetic.roster import Roster
    from ingest.synthetic.topology import Topology

    Integers = NDArray[np.int64]

WHOLE = 10_000
"""Shares are whole numbers of 1/10,000 here, so that they add up."""
ORDINARY_PERSONS = 0.94
"""Share of the persons that ordinary firms draw from; schemes have the others."""
_WAYS = ("holding", "spouse", "contacts", "votes")


@dataclass(slots=True)
class Control:
    """Explicit holdings and ties, and the truth about them.

    `holdings` are (owner, asset, share, voting share or -1), `spouses` are pairs of
    persons, `premises` sets of companies with one address, telephone and finance
    officer. `taken` marks companies whose owners are given here. `schemes`, `groups`,
    `hidden` and `payments` are truth records that still hold party numbers.
    """

    taken: NDArray[np.bool_]
    holdings: list[tuple[int, int, int, int]] = field(default_factory=list)
    spouses: list[tuple[int, int]] = field(default_factory=list)
    premises: list[list[int]] = field(default_factory=list)
    representatives: dict[int, int] = field(default_factory=dict)
    schemes: list[dict[str, Any]] = field(default_factory=list)
    groups: list[dict[str, Any]] = field(default_factory=list)
    strangers: list[int] = field(default_factory=list)
    hidden: list[dict[str, Any]] = field(default_factory=list)
    payments: list[dict[str, Any]] = field(default_factory=list)


class _Builder:
    """Draws schemes one by one from firms and persons that nobody uses yet."""

    def __init__(self, roster: Roster, topology: Topology, seed: int) -> None:
        self.random = stream(seed, "control")
        self.roster = roster
        self.control = Control(np.zeros(roster.n_companies, dtype=np.bool_))
        outside = np.setdiff1d(roster.steady(), topology.firms)
        self.spare = self.random.permutation(outside).tolist()
        self.next_person = roster.first_person + int(
            roster.n_persons * ORDINARY_PERSONS
        )

    def person(self) -> int:
        """Someone with no other part in the economy."""
        self.next_person += 1
        return self.next_person - 1

    def own(self, owner: int, asset: int, share: int, votes: int = -1) -> None:
        """Give a share of a company, and what is left to a person of straw."""
        control = self.control
        control.holdings.append((owner, asset, share, votes))
        if share < WHOLE:
            rest = WHOLE - share
            left = -1 if votes < 0 else WHOLE - votes
            control.holdings.append((self.person(), asset, rest, left))
        control.taken[asset] = True

    def holding(self, controller: int) -> int:
        """A company outside the network that the controller owns."""
        company = int(self.spare.pop())
        self.own(controller, company, int(self.random.integers(5100, 9001)))
        self.control.representatives[company] = controller
        return company

    def bind(self, controller: int, firm: int, way: str) -> dict[str, Any]:
        """Put a firm under a controller; tell how."""
        share = int(self.random.integers(5100, 7501))
        if way == "holding":
            company = self.holding(controller)
            self.own(company, firm, share)
            return {"party": firm, "how": way, "via": [company]}
        if way == "spouse":
            spouse = self.person()
            self.control.spouses.append((controller, spouse))
            self.own(spouse, firm, share)
            return {"party": firm, "how": way, "via": [spouse]}
        if way == "votes":
            self.own(controller, firm, 3500, 5500)
            return {"party": firm, "how": way, "via": []}
        return {"party": firm, "how": "contacts", "via": []}

    def bind_some(self, firms: list[int], *, fewest: int = 2) -> dict[str, Any]:
        """Bind two to four of the firms to a new controller."""
        controller = self.person()
        most = min(4, len(firms))
        count = int(self.random.integers(fewest, most + 1)) if most > fewest else most
        chosen = self.random.permutation(firms)[:count].tolist()
        start = int(self.random.integers(0, 2))
        ways = [_WAYS[(start + place) % 2] for place in range(min(2, count))]
        ways += [_WAYS[2 + place % 2] for place in range(count - len(ways))]
        bound = [
            self.bind(controller, int(firm), way)
            for firm, way in zip(chosen, ways, strict=True)
        ]
        if self.random.random() < 0.55 or "contacts" in ways:
            self.control.premises.append([int(firm) for firm in chosen])
        return {"controller": controller, "controlled": bound}


def build_control(roster: Roster, topology: Topology, seed: int) -> Control:
    """Draw the controllers of circles, hidden circles and payment rings."""
    builder = _Builder(roster, topology, seed)
    _circles(builder, topology)
    _hidden_circles(builder, topology)
    _payment_rings(builder)
    return builder.control


def _circles(builder: _Builder, topology: Topology) -> None:
    control = builder.control
    for number, (block, members) in enumerate(
        zip(topology.blocks, topology.members, strict=True)
    ):
        if not block.circles or block.shape == "dense_core":
            continue
        firms = [int(firm) for firm in members[list(block.circles[0])]]
        chance = builder.random.random()
        if chance < 0.35:
            bound = builder.bind_some(firms)
            control.schemes.append({"block": number, "members": firms, **bound})
        elif chance < 0.55:
            controller = builder.person()
            parent = builder.holding(controller)
            for firm in firms:
                builder.own(parent, firm, int(builder.random.integers(6000, 10001)))
            control.groups.append(
                {
                    "block": number,
                    "members": firms,
                    "parent": parent,
                    "controller": controller,
                }
            )
        else:
            control.strangers.append(number)


def _hidden_circles(builder: _Builder, topology: Topology) -> None:
    """Bind the two ends of an open chain u -> v -> w to one controller."""
    planted = np.zeros(builder.roster.n_companies, dtype=np.bool_)
    for members in topology.members:
        planted[members] = True
    free = ~planted[topology.tail] & ~planted[topology.head]
    tail, head = topology.tail[free], topology.head[free]
    order = np.argsort(tail, kind="stable")
    tail, head = tail[order], head[order]
    follow = sorted_positions(tail, head)
    chained = np.flatnonzero(follow >= 0)
    wanted = max(2, builder.roster.n_companies // 1_000)
    found = 0
    for arc in builder.random.permutation(chained).tolist():
        chain = [int(tail[arc]), int(head[arc]), int(head[follow[arc]])]
        if found == wanted or builder.control.taken[chain].any():
            continue
        bound = builder.bind_some([chain[0], chain[2]])
        builder.control.taken[chain] = True
        builder.control.hidden.append({"members": chain, **bound})
        found += 1


def _payment_rings(builder: _Builder) -> None:
    """Firms outside the network, of one hidden controller, that pay in circles."""
    for _ in range(max(2, builder.roster.n_companies // 1_000)):
        count = int(builder.random.integers(3, 7))
        firms = [int(builder.spare.pop()) for _ in range(count)]
        bound = builder.bind_some(firms, fewest=3)
        builder.control.payments.append({"members": firms, **bound})
