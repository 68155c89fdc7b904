"""P: money rings and hits of payment patterns that a firm's accounts take part in.

The searches are those that are published, over the last days only, and within caps. A
search that a cap cut has no counts, since what it missed is not known.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from gnn.features.counting import DAY
from gnn.features.parts import Parts
from gnn.features.schema import Feature, Group, Unit
from graph.analysis.pattern_grounds import Grounds
from graph.analysis.pattern_parameters import shipped_questions
from graph.analysis.ring_parameters import RingParameters
from graph.analysis.rings import find_rings
from graph.instant import BEGINNING, format_instant, parse_instant
from graph.kernels.evidence import Caps
from graph.patterns import patterns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from gnn.features.firms import Firms
    from graph.algorithms.pattern_hits import Hits
    from graph.analysis.pattern_grounds import Ground

    Columns = dict[str, NDArray[np.float64]]

RING_DAYS = (91, 365, 1095)
HIT_DAYS = (91, 365)
SHORT_RING = 14
"""Days within which the money of a ring is back that hardly bought anything."""
CAPS = {
    "rings": 20_000,
    "ring_transfers_read": 200_000_000,
    "hits_of_a_pattern": 20_000,
    "evidence_of_a_pattern": 1_000_000,
    "pattern_transfers_read": 100_000_000,
}
_HUBS = frozenset({"fan", "gather_scatter"})
_RINGS = {
    "rings": (Unit.COUNT, "money rings", "资金回流环数"),
    "rings_related": (
        Unit.COUNT,
        "money rings with a hop between related parties",
        "含关联方环节的资金回流环数",
    ),
    "rings_everyday": (
        Unit.COUNT,
        "money rings with an everyday reading",
        "可作日常解释的资金回流环数",
    ),
    "rings_short": (
        Unit.COUNT,
        f"money rings that close within {SHORT_RING} days",
        f"{SHORT_RING}天内闭合的资金回流环数",
    ),
    "rings_begun": (
        Unit.COUNT,
        "money rings in which it pays first",
        "由其首先付款的资金回流环数",
    ),
    "rings_amount": (
        Unit.LOG_AMOUNT,
        "amount that money rings brought back",
        "资金回流环的回流金额",
    ),
}


def _has_hub(question: Mapping[str, Any]) -> bool:
    """Whether every transfer of a hit has an end at one account."""
    return question["test"] in _HUBS and question.get("of") != "sign_ins"


def _features() -> Iterator[Feature]:
    for days in RING_DAYS:
        for name, (unit, en, zh) in _RINGS.items():
            yield Feature(
                name=f"{name}_{days}",
                group=Group.PAYMENTS,
                unit=unit,
                kinds=("transfer",),
                en=f"{en} in {days:,} days",
                zh=f"近{days}天{zh}",
            )
    for question in shipped_questions():
        title = patterns()[question["pattern"]].title
        for days in HIT_DAYS:
            for part in ("hits", "hub") if _has_hub(question) else ("hits",):
                centre = part == "hub"
                yield Feature(
                    name=f"{part}_{question['pattern']}_{days}",
                    group=Group.PAYMENTS,
                    unit=Unit.COUNT,
                    kinds=(question.get("of", "transfers").removesuffix("s"),),
                    en=f"hits of the pattern {title.en.lower()} "
                    f"{'around it ' if centre else ''}in {days} days",
                    zh=f"近{days}天{'以其为中心的' if centre else ''}“{title.zh}”次数",
                )
    yield Feature(
        name="searches_cut",
        group=Group.PAYMENTS,
        unit=Unit.COUNT,
        kinds=("transfer",),
        en="searches for payment patterns that were cut short",
        zh="被截断的支付模式搜索数",
    )


FEATURES = tuple(_features())


def columns(firms: Firms) -> Columns:
    """A column for each of `FEATURES`, shape (n,); NaN where a search was cut.

    All are NaN where nobody knows whose accounts they are.

    Raises
    ------
    MissingRateError
        An amount is in a currency without a rate.

    Notes
    -----
    Patterns are sought among transfers of the last year, rings among those of three.
    """
    if not len(firms.snapshot.flows.holder):
        unknown = np.full(len(firms), np.nan)
        return {feature.name: unknown for feature in FEATURES}
    rings, rings_cut = _rings(firms)
    hits, hits_cut = _hits(firms)
    cut = np.full(len(firms), float(rings_cut + hits_cut))
    return {**rings, **hits, "searches_cut": cut}


def _rings(firms: Firms) -> tuple[Columns, int]:
    """Counts of rings by their last transfer, and how many searches were cut."""
    chosen = RingParameters(
        max_rings=CAPS["rings"], max_work=CAPS["ring_transfers_read"]
    )
    begin = firms.at - round((RING_DAYS[-1] + chosen.window) * DAY)
    chosen = replace(chosen, since=format_instant(max(begin, BEGINNING + 1)))
    found = find_rings(firms.snapshot, chosen)
    flows, rings = firms.snapshot.flows, found.rings
    payers = [hop.payer_id for ring in rings for hop in ring.transfers]
    account = firms.snapshot.numbers("account", payers)
    sizes = np.array([ring.length for ring in rings], np.int64)
    last = np.array([parse_instant(ring.transfers[-1].moved_at) for ring in rings])
    last = last.astype(np.int64)
    number = np.arange(len(rings))
    members = Parts.of(flows, np.repeat(number, sizes), account, last)
    first = Parts.of(flows, number, account[np.cumsum(sizes) - sizes], last)
    odd = np.array([not ring.everyday for ring in rings], np.float64)
    related = np.array([ring.related for ring in rings], np.float64)
    brief = np.array([ring.days <= SHORT_RING for ring in rings], np.float64)
    back = np.array([ring.last_amount or 0.0 for ring in rings])
    columns: Columns = {}
    for days in RING_DAYS:
        for name, part, weights in (
            ("rings", members, odd),
            ("rings_related", members, odd * related),
            ("rings_everyday", members, 1.0 - odd),
            ("rings_short", members, odd * brief),
            ("rings_begun", first, odd),
        ):
            columns[f"{name}_{days}"] = part.total(firms, days, weights)
        amounts = members.total(firms, days, odd * back)
        columns[f"rings_amount_{days}"] = np.log1p(amounts)
    if found.completeness.complete:
        return columns, 0
    return {name: np.full(len(firms), np.nan) for name in columns}, 1


def _hits(firms: Firms) -> tuple[Columns, int]:
    """Counts of hits by their last evidence, and how many searches were cut.

    A pattern whose limits are in a currency without a rate was not sought.
    """
    grounds = Grounds(firms.snapshot, (firms.at - HIT_DAYS[-1] * DAY + 1, None))
    columns = {
        feature.name: np.full(len(firms), np.nan)
        for feature in FEATURES
        if feature.name.startswith(("hits_", "hub_"))
    }
    caps = Caps(
        CAPS["hits_of_a_pattern"],
        CAPS["evidence_of_a_pattern"],
        CAPS["pattern_transfers_read"],
    )
    cut = 0
    for question in grounds.askable(shipped_questions())[0]:
        ground, hits = grounds.search(question, caps)
        if hits.truncated_by:
            cut += 1
            continue
        for part, parts in _parts(firms, ground, hits).items():
            for days in HIT_DAYS:
                name = f"{part}_{question['pattern']}_{days}"
                if name in columns:
                    columns[name] = parts.total(firms, days)
    return columns, cut


def _parts(firms: Firms, ground: Ground, hits: Hits) -> dict[str, Parts]:
    """Who takes part in hits, and who is at every transfer of one."""
    flows, edges = firms.snapshot.flows, ground.graph.edges
    sizes = np.diff(hits.starts)
    last = edges.time[hits.edges[hits.starts[1:] - 1]]
    hit = np.repeat(np.arange(sizes.size), sizes)
    tail, head = edges.tail[hits.edges], edges.head[hits.edges]
    distinct = tail != head
    ends = np.concatenate((tail, head[distinct]))
    named = np.concatenate((hit, hit[distinct]))
    couple, times = np.unique(named << 32 | ends, return_counts=True)
    named, ends = couple >> 32, couple & 0xFFFFFFFF
    hub = times == sizes[named]
    return {
        "hits": Parts.of(flows, named, ends, last),
        "hub": Parts.of(flows, named[hub], ends[hub], last),
    }
