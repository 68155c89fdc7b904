"""A node of any kind as a response model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.presenters import at_out, completeness_out, graph_out
from api.properties import properties_out
from api.schemas.nodes import NodeEndOut, NodePage, NodeRef
from api.schemas.pictures import ExpansionOut, GraphOut, SourceRecord
from graph.analysis.neighbourhood import neighbourhood
from graph.instant import format_instant
from visual.payload import name_of, picture, source_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.service import Service
    from graph.analysis.expansion import Expansion
    from graph.analysis.neighbourhood import Extent, NodeKey
    from graph.analysis.node import Node
    from graph.instant import At
    from graph.model import Fact


def node_page(node: Node, hub_cap: int, *, sees_personal: bool) -> NodePage:
    """The page of a node; of its links up to `hub_cap` are drawn at once."""
    reference = _node_ref(node.key, node.fact, sees_personal=sees_personal)
    return NodePage(
        **reference.model_dump(),
        properties=properties_out(
            node.fact, node.fact.kind.node.named_by[:1], sees_personal=sees_personal
        ),
        ends=[
            NodeEndOut(
                name=end.name,
                label=end.label,
                node=_node_ref(end.key, end.fact, sees_personal=sees_personal),
            )
            for end in node.ends
        ],
        relations=expansions_out(node.expansions, hub_cap),
        valid_from=format_instant(node.fact.valid_from),
        valid_to=format_instant(node.fact.valid_to),
        sources=[SourceRecord.model_validate(source_of(item)) for item in node.records],
        at=at_out(node.at),
        completeness=completeness_out(node.completeness),
    )


def surroundings_page(
    service: Service,
    at: At,
    key: NodeKey,
    extent: Extent,
    *,
    layout: str,
    sees_personal: bool,
) -> GraphOut:
    """The surroundings of a node as a picture.

    Raises
    ------
    NotFoundError
        No such node is visible at that instant.
    """
    found = neighbourhood(service.store, at, key, extent)
    decor = service.held.decor(at, sees_personal=sees_personal)
    return graph_out(picture(found, at, layout=layout, decor=decor))


def expansions_out(found: Iterable[Expansion], hub_cap: int) -> list[ExpansionOut]:
    """The lines of an expand menu."""
    return [
        ExpansionOut(
            relation=item.relation,
            direction=item.direction,
            label=item.label,
            total=item.total,
            shown_cap=hub_cap,
        )
        for item in found
    ]


def _node_ref(key: NodeKey, fact: Fact | None, *, sees_personal: bool) -> NodeRef:
    kind, node_id = key
    name, name_en = name_of(fact, kind, node_id, sees_personal=sees_personal)
    return NodeRef(kind=kind, id=node_id, name=name, name_en=name_en)
