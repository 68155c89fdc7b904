"""Nodes of any kind: accounts, loans, contracts, contact points, parties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path, Response

from api.answers import answer
from api.deps import AtDep, ExtentDep, Layout, NodeId, ServiceDep, resolved
from api.pictures import neighbours
from api.schemas.records import GraphOut, NodePageOut
from api.security import Caller
from api.turns import heavy
from graph.analysis.node import node_kind, node_record

if TYPE_CHECKING:
    from api.service import Service
    from graph.analysis.neighbourhood import NodeKey
    from graph.instant import At

router = APIRouter(prefix="/v1/nodes", tags=["nodes"])

NodeKind = Annotated[
    str,
    Path(
        pattern=r"^[a-z_]{1,60}$",
        description="Kind of node, as `/v1/ontology` lists it.",
        examples=["guarantee"],
    ),
]


@router.get("/{kind}/{node_id:id}", response_model=NodePageOut)
def read_node(
    kind: NodeKind, node_id: NodeId, service: ServiceDep, caller: Caller, at: AtDep
) -> Response:
    """One node of any kind: properties, the nodes it names, its links, its sources.

    Personal properties are masked without the scope `read:personal`. The id of a party
    that was merged answers 308.
    """
    found = node_record(
        service.store.view(at),
        _key(service, kind, node_id, at),
        sees_personal=caller.sees_personal,
        shown_cap=service.settings.hub_cap,
    )
    return answer(found)


@router.get("/{kind}/{node_id:id}/neighbours", response_model=GraphOut)
@heavy
def read_node_neighbours(
    kind: NodeKind,
    node_id: NodeId,
    service: ServiceDep,
    caller: Caller,
    at: AtDep,
    *,
    extent: ExtentDep,
    layout: Layout = "hops",
) -> Response:
    """The surroundings of a node of any kind, as those of a party.

    A contract in the middle stands between its guarantors and its debtor.
    """
    key = _key(service, kind, node_id, at)
    return neighbours(service, caller, at, key, extent=extent, layout=layout)


def _key(service: Service, kind: str, node_id: str, at: At) -> NodeKey:
    name = node_kind(kind).name
    return name, resolved(service, node_id, at) if name == "party" else node_id
