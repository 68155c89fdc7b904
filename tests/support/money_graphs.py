"""Small graphs of transfers, hand-made and random."""

from __future__ import annotations

from hypothesis import strategies as st

from graph.algorithms.money_graph import MoneyGraph

AMOUNTS = (100.0, 95.0, 90.0, 89.0, 60.0, 40.0, 0.0, float("nan"))


def graph_of(transfers, keys=None):
    """The graph of (payer, payee, time, amount), and which transfer each edge is.

    `keys` are batch and step of each transfer.
    """
    keys = keys or [(-1, -1)] * len(transfers)
    order = sorted(range(len(transfers)), key=lambda e: (transfers[e][2], keys[e]))
    names = sorted({end for transfer in transfers for end in transfer[:2]})
    rows = [transfers[e] for e in order]
    graph = MoneyGraph.build(
        len(names),
        tuple([names.index(row[end]) for row in rows] for end in (0, 1)),
        [row[2] for row in rows],
        [row[3] for row in rows],
        sequence=tuple([keys[e][part] for e in order] for part in (0, 1)),
        rank=rank_of(transfers, order),
    )
    return graph, order


def rank_of(transfers, order):
    """Earliest first, ties by place among the transfers."""
    by_time = sorted(order, key=lambda e: (transfers[e][2], e))
    return [by_time.index(e) for e in order]


def came_before(transfers, keys, one, other):
    if transfers[one][2] != transfers[other][2]:
        return transfers[one][2] < transfers[other][2]
    return keys[one][0] == keys[other][0] >= 0 and keys[one][1] < keys[other][1]


@st.composite
def transfers_of(draw, *, accounts=6, most=14, moments=8, amounts=AMOUNTS):
    """Few accounts, moments and amounts, so that much meets; and their order keys."""
    account = st.sampled_from("abcdefgh"[: draw(st.integers(2, accounts))])
    transfer = st.tuples(
        account, account, st.integers(0, moments), st.sampled_from(amounts)
    )
    transfers = draw(st.lists(transfer, max_size=most))
    batches = draw(
        st.lists(st.integers(-1, 1), min_size=len(transfers), max_size=len(transfers))
    )
    keys = [
        (-1, -1) if batch < 0 else (2 * transfer[2] + batch, draw(st.integers(0, 2)))
        for batch, transfer in zip(batches, transfers, strict=True)
    ]
    return transfers, keys
