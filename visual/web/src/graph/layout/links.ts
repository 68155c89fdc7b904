import type { GraphEdge, GraphNode } from "../../api/types";
import { type Curve, curveOf } from "./edgeCurves";

/** A drawn edge. */
export type Link = { edge: GraphEdge; curve: Curve; arcHeight: number };

export function linksOf(
  nodes: GraphNode[],
  edges: GraphEdge[],
  arcHeightOf: ReadonlyMap<string, number>,
): Link[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return edges.flatMap((edge) => {
    const [a, b] = [byId.get(edge.source), byId.get(edge.target)];
    if (!a || !b) return [];
    const arcHeight = arcHeightOf.get(edge.id) ?? 0;
    return { edge, arcHeight, curve: curveOf(a, b, arcHeight) };
  });
}

/** Relations by importance: tables list them so, and labels of the first win. */
const RANKS = ["guarantee", "control", "ownership", "event", "transfer", "family"];

export const rankOf = (relation: string): number => {
  const rank = RANKS.indexOf(relation);
  return rank < 0 ? RANKS.length : rank;
};

/** By importance of the relation, then by amount. */
export function linksInOrder(edges: GraphEdge[]): GraphEdge[] {
  return edges.toSorted(
    (a, b) =>
      rankOf(a.relation) - rankOf(b.relation) ||
      Number(b.amount ?? 0) - Number(a.amount ?? 0),
  );
}
