"""Who is secretly, or openly, behind several firms.

The firms of a scheme answer to one person by way of a small stake, a common holding, a
spouse, a nominee, votes without shares, or only shared contacts. The firms of a group
answer to one person by way of its parent, for everybody to see. What is drawn here are
the days and the ends of ties; everything else about them is drawn with all others.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest.synthetic.horizon import NEVER
from ingest.synthetic.schemes import SETTING_UP
from ingest.synthetic.streams import stream

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ingest.synthetic.roster import Roster
    from ingest.synthetic.schemes import Scheme
    from ingest.synthetic.topology import Topology

    Integers = NDArray[np.int64]

WHOLE = 10_000
"""Shares are whole numbers of 1/10,000 here, so that they add up."""
_WAYS = {
    "stake": 0.15,
    "holding": 0.25,
    "spouse": 0.15,
    "nominee": 0.15,
    "votes": 0.1,
    "contacts": 0.2,
}
_BOUND = 0.6
"""Share of the firms of a scheme that its controller is tied to."""
_SHARED = {"address": 0.55, "phone": 0.4, "officer": 0.35}
"""How often firms of one hand share each; groups as well, whose parent is known."""
_RESTRUCTURED = 0.2
"""Share of the groups whose owners changed in one burst of filings."""

Shared = tuple[list[int], list[np.datetime64]]
"""Companies that use the first one's, and since when."""


@dataclass(slots=True)
class Control:
    """Explicit holdings and ties, and the truth about them.

    `holdings` are (owner, asset, share, voting share or -1, first day or NaT where it
    is drawn), `spouses` pairs of persons. `shared` has, for each sort of contact, the
    firms that share one. `taken` marks companies whose owners are given here, and
    `representatives` who fronts for a company. `schemes` and `groups` are truth records
    that still hold party numbers; schemes are in the order of the topology's.
    """

    taken: NDArray[np.bool_]
    holdings: list[tuple[int, int, int, int, np.datetime64]] = field(
        default_factory=list
    )
    spouses: list[tuple[int, int]] = field(default_factory=list)
    shared: dict[str, list[Shared]] = field(
        default_factory=lambda: {name: [] for name in _SHARED}
    )
    representatives: dict[int, tuple[int, np.datetime64]] = field(default_factory=dict)
    schemes: list[dict[str, Any]] = field(default_factory=list)
    groups: list[dict[str, Any]] = field(default_factory=list)


class _Builder:
    """Draws ties one by one; persons are anybody, holdings firms that nobody uses."""

    def __init__(self, roster: Roster, topology: Topology, seed: int) -> None:
        self.random = stream(seed, "control")
        self.roster = roster
        self.control = Control(np.zeros(roster.n_companies, dtype=np.bool_))
        used = [firms for _, firms in topology.schemes]
        outside = np.setdiff1d(roster.steady(), np.concatenate([topology.firms, *used]))
        self.spare = self.random.permutation(outside).tolist()

    def person(self) -> int:
        """Anybody."""
        number = self.random.integers(0, self.roster.n_persons)
        return self.roster.first_person + int(number)

    def own(
        self,
        owner: int,
        asset: int,
        share: int,
        since: np.datetime64 = NEVER,
        votes: int = -1,
    ) -> None:
        """Give a share of a company since a day; what is left is somebody's."""
        control = self.control
        control.holdings.append((owner, asset, share, votes, since))
        if share < WHOLE:
            left = -1 if votes < 0 else WHOLE - votes
            control.holdings.append((self.person(), asset, WHOLE - share, left, NEVER))
        control.taken[asset] = True

    def holding(self, controller: int, since: np.datetime64) -> int:
        """A company outside the network that the controller owns."""
        company = int(self.spare.pop())
        self.own(controller, company, int(self.random.integers(5100, 9001)), since)
        self.control.representatives[company] = controller, since
        return company

    def share(
        self, firms: list[int], since: list[np.datetime64], *, needed: bool = False
    ) -> None:
        """Let firms of one hand share what such firms often do; all, where `needed`."""
        random = self.random
        must = ("address", "phone")[int(random.integers(0, 2))] if needed else ""
        for name, chance in _SHARED.items():
            if name == must or random.random() < chance:
                fewest = len(firms) if name == must else 2
                count = int(random.integers(fewest, len(firms) + 1))
                places = random.permutation(len(firms))[:count].tolist()
                # the first was there before: the others move in with it
                moved = [NEVER, *(since[place] for place in places[1:])]
                self.control.shared[name].append(
                    ([firms[place] for place in places], moved)
                )


def build_control(roster: Roster, topology: Topology, seed: int) -> Control:
    """Draw the hands behind schemes and groups."""
    builder = _Builder(roster, topology, seed)
    for scheme, firms in topology.schemes:
        _scheme(builder, scheme, firms.tolist())
    for item, firms in zip(topology.structures, topology.members, strict=True):
        if item.role == "group":
            _group(builder, firms.tolist(), item.begin.min())
    return builder.control


def _scheme(builder: _Builder, scheme: Scheme, firms: list[int]) -> None:
    """Tie most firms to one person, each on a day around the start of the scheme."""
    random, today = builder.random, builder.roster.horizon.day
    controller, partner, nominee = (builder.person() for _ in range(3))
    ends = [firms[0], firms[-1]] if scheme.pattern == "open_guarantee_chain" else []
    bound = [firm for firm in firms if firm in ends or random.random() < _BOUND]
    ways = random.choice(list(_WAYS), len(bound), p=list(_WAYS.values())).tolist()
    company, controlled, days = -1, [], []
    for firm, way in zip(bound, ways, strict=True):
        (since,) = scheme.acts(random, 1)
        if since > today:
            continue  # it is still to come
        days.append(since)
        via: list[int] = []
        if way == "holding":
            if company < 0:
                company = builder.holding(controller, scheme.started - SETTING_UP)
            via = [company]
            builder.own(company, firm, int(random.integers(5100, 7501)), since)
        elif way == "spouse":
            via = [partner]
            builder.own(partner, firm, int(random.integers(5100, WHOLE + 1)), since)
        elif way == "nominee":
            via = [nominee]
            builder.own(nominee, firm, int(random.integers(5100, WHOLE + 1)), since)
            builder.control.representatives[firm] = nominee, since
        elif way == "stake":
            builder.own(controller, firm, int(random.integers(500, 3000)), since)
        elif way == "votes":
            builder.own(controller, firm, 3500, since, votes=5500)
        controlled.append({"party": firm, "how": way, "via": via})
    if any(item["how"] == "spouse" for item in controlled):
        builder.control.spouses.append((controller, partner))
    tied = [item["party"] for item in controlled]
    if len(tied) > 1:
        needed = any(item["how"] == "contacts" for item in controlled)
        builder.share(tied, days, needed=needed)
    builder.control.schemes.append(
        {"members": firms, "controller": controller, "controlled": controlled}
    )


def _group(builder: _Builder, firms: list[int], started: np.datetime64) -> None:
    """A parent that owns most of each of its subsidiaries.

    It bought them about when it first stood behind one, or rearranged all in a burst.
    """
    random, horizon = builder.random, builder.roster.horizon
    controller, parent = builder.person(), firms[0]
    burst = horizon.day - int(random.integers(1, horizon.days))
    at_once = random.random() < _RESTRUCTURED
    days = [
        burst + int(random.integers(0, 20))
        if at_once
        else started + int(random.integers(0, 2 * SETTING_UP))
        for firm in firms
    ]
    days = [NEVER if day > horizon.day else day for day in days]
    builder.own(controller, parent, int(random.integers(5100, WHOLE + 1)))
    builder.control.representatives[parent] = controller, NEVER
    for firm, since in zip(firms[1:], days[1:], strict=True):
        builder.own(parent, firm, int(random.integers(6000, WHOLE + 1)), since)
    builder.share(firms, days)
    builder.control.groups.append({"members": firms, "controller": controller})
