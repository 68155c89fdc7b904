"""Small facts of every relation, and the graphs that networks see of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from feature_rows import DAY, NOW, companies
from gnn.features import build_features
from gnn.features.firms import Firms
from gnn.torch.graph import build_graph, hetero
from gnn.torch.inputs import GROUPS
from gnn.torch.relation import Relation
from gnn.torch.samples import Part
from gnn.torch.scaling import Scaling
from gnn.torch.training import fit_network
from graph.testing.facts import guarantee_rows, snapshot_of

if TYPE_CHECKING:
    from torch_geometric.data import HeteroData

    from gnn.torch.training import Fitted
    from graph.testing.facts import Rows

FIRM, MAN = "company", "person"


def paid(*payments: tuple[str, str, int, int]) -> Rows:
    """Transfers from firm to firm: payer, payee, amount, and days ago."""
    firms = sorted({firm for payment in payments for firm in payment[:2]})
    return {
        "account": [{"account_id": f"acc-{firm}"} for firm in firms],
        "account_holder": [
            {"account_id": f"acc-{firm}", "holder_id": firm} for firm in firms
        ],
        "transfer": [
            {
                "payer_id": f"acc-{one}",
                "payee_id": f"acc-{other}",
                "amount": amount,
                "currency": "CNY",
                "valid_from": NOW - days * DAY,
            }
            for one, other, amount, days in payments
        ],
    }


def every_relation() -> Rows:
    """Four firms and two persons with at least one edge of each kind."""
    return {
        **guarantee_rows(("a", "b"), ("b", "c"), ("c", "a"), ("p", "c")),
        **paid(("a", "b", 100, 30), ("a", "b", 50, 10), ("c", "d", 7, 40),
               ("a", "d", 9, 400)),
        "party": [
            *companies(*"abcd"),
            *({"party_id": name, "party_type": "person"} for name in "pq"),
        ],
        "ownership": [
            {"owner_id": "p", "asset_id": "a", "share": 60_000_000, "valid_from": 0},
            {"owner_id": "a", "asset_id": "d", "share": 100_000_000},
        ],
        "role": [
            {"person_id": "p", "company_id": "b", "role_type": "director"},
            {"person_id": "q", "company_id": "b", "role_type": "supervisor"},
        ],
        "family": [{"person_id": "p", "relative_id": "q"}],
        "contact": [{"contact_id": "tel-1"}],
        "contact_use": [
            {"party_id": "c", "contact_id": "tel-1"},
            {"party_id": "q", "contact_id": "tel-1"},
        ],
        "risk_event": [
            {"party_id": "d", "counterparty_id": "a", "amount": 5, "currency": "CNY"}
            | {"valid_from": NOW - 20 * DAY},
        ],
    }  # fmt: skip


def graph_of(rows: Rows, at: int = NOW, since: int | None = None) -> HeteroData:
    """The raw graph of these facts."""
    firms = Firms(snapshot_of(rows, at))
    return build_graph(firms, build_features(firms, GROUPS), since)


def plain_graph(
    edges: Any,
    *,
    inputs: Any,
    values: Any = None,
    keys: Any = None,
    kind: tuple[str, str, str] = (FIRM, "pays", FIRM),
) -> HeteroData:
    """Firms with one relation among them, whose edges have the columns of `values`."""
    pairs = np.array(edges, np.int64).reshape(-1, 2)
    m = len(pairs)
    told = np.zeros((m, 0)) if values is None else np.array(values).reshape(m, -1)
    x = np.array(inputs, np.float32)
    names = np.arange(len(x)) if keys is None else np.array(keys)
    relation = Relation(
        source=kind[0], name=kind[1], target=kind[2], facts="transfer",
        tail=pairs[:, 0], head=pairs[:, 1], time=np.zeros(m, np.int64),
        values=told.astype(np.float32), names=(), record=np.arange(m),
    )  # fmt: skip
    party_keys = {FIRM: names.astype(np.uint64)}
    return hetero({FIRM: x}, party_keys, [relation.ordered(party_keys)])


def random_graph(seed: int, n: int = 60, m: int = 240, columns: int = 3) -> HeteroData:
    """Firms with random inputs and payments."""
    random = np.random.default_rng(seed)
    return plain_graph(
        random.integers(0, n, (m, 2)),
        inputs=random.normal(size=(n, 4)),
        values=random.normal(size=(m, columns)),
        keys=random.permutation(10 * n)[:n],
    )


def moment(seed: int, keys: Any = None, n: int = 200) -> Part:
    """Firms of which those are positive that are paid by firms of a large input."""
    random = np.random.default_rng(seed)
    edges = random.integers(0, n, (n, 2))
    inputs = random.normal(size=(n, 2))
    told = np.full(n, -9.0)
    np.maximum.at(told, edges[:, 1], inputs[edges[:, 0], 0])
    graph = plain_graph(edges, inputs=inputs, keys=keys)
    return Part(graph, told > 0.8, random.random(n) < 0.9)


CPU = torch.device("cpu")


def scaled(*parts: Part) -> tuple[list[Part], Scaling]:
    """The same parts in units of the first, and these."""
    scaling = Scaling.of(parts[0].graph)
    return [replace(part, graph=scaling.applied(part.graph)) for part in parts], scaling


def learned(first: Part, second: Part, known: Part, **options: Any) -> Fitted:
    """A network from raw parts, on the CPU."""
    parts, scaling = scaled(first, second, known)
    return fit_network(*parts, FIRM, scaling=scaling, seed=1, device=CPU, **options)
