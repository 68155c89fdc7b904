"""Nodes of any kind: accounts, loans, contracts, contact points, parties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path

from api.deps import AtDep, ExtentDep, Layout, NodeId, ServiceDep, resolved
from api.node_page import node_page, surroundings_page
from api.schemas.nodes import NodePage
from api.schemas.pictures import GraphOut
from api.security import Caller
from graph.analysis.node import node_kind, node_of

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


@router.get("/{kind}/{node_id}")
def read_node(
    kind: NodeKind, node_id: NodeId, service: ServiceDep, caller: Caller, at: AtDep
) -> NodePage:
    """One node of any kind: properties, the nodes it names, its links, its sources.

    Personal properties are masked without the scope `read:personal`. The id of a party
    that was merged answers 308.
    """
    return node_page(
        node_of(service.store, at, _key(service, kind, node_id, at)),
        service.settings.hub_cap,
        sees_personal=caller.sees_personal,
    )


@router.get("/{kind}/{node_id}/neighbours")
def read_node_neighbours(
    kind: NodeKind,
    node_id: NodeId,
    service: ServiceDep,
    caller: Caller,
    at: AtDep,
    *,
    extent: ExtentDep,
    layout: Layout = "hops",
) -> GraphOut:
    """The surroundings of a node of any kind, as those of a party.

    A contract in the middle stands between its guarantors and its debtor.
    """
    return surroundings_page(
        service,
        at,
        _key(service, kind, node_id, at),
        extent,
        layout=layout,
        sees_personal=caller.sees_personal,
    )


def _key(service: Service, kind: str, node_id: str, at: At) -> NodeKey:
    name = node_kind(kind).name
    return name, resolved(service, node_id, at) if name == "party" else node_id
