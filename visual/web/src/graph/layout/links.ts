import type { GraphEdge, GraphNode, Relation } from "../../api/types";
import type { Vocabulary } from "../../vocabulary/vocabulary";
import { type Curve, curveOf } from "./edgeCurves";

/** A drawn edge. */
export type Link = {
  edge: GraphEdge;
  relation: Relation;
  curve: Curve;
  arcHeight: number;
};

/** The edges whose two nodes are drawn, with their curves and relations. */
export function linksOf(
  nodes: GraphNode[],
  edges: GraphEdge[],
  arcHeightOf: ReadonlyMap<string, number>,
  vocabulary: Vocabulary,
): Link[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return edges.flatMap((edge) => {
    const [a, b] = [byId.get(edge.source), byId.get(edge.target)];
    if (!a || !b) return [];
    const arcHeight = arcHeightOf.get(edge.id) ?? 0;
    const relation = vocabulary.relation(edge.relation);
    return { edge, relation, arcHeight, curve: curveOf(a, b, arcHeight) };
  });
}

/** In the order of relations, then by amount. */
export function linksInOrder(edges: GraphEdge[], vocabulary: Vocabulary): GraphEdge[] {
  return edges.toSorted(
    (a, b) =>
      vocabulary.rank(a.relation) - vocabulary.rank(b.relation) ||
      Number(b.amount ?? 0) - Number(a.amount ?? 0),
  );
}
