import type { GraphEdge, GraphNode } from "../api/types";
import { FOLDED } from "../vocabulary/vocabulary";
import type { Picture } from "./workspace";

/** How many links of a node are not drawn. */
export const totalHidden = (node: GraphNode): number =>
  Object.values(node.hidden).reduce((sum, count) => sum + count, 0);

const HUB = 20;

/** Degrees of hubs: what is drawn and what is folded away. */
export function hubDegrees(
  nodes: GraphNode[],
  edges: GraphEdge[],
): Map<string, number> {
  const hubs = nodes.filter(
    (node) => node.node_kind !== FOLDED && totalHidden(node) >= HUB,
  );
  return new Map(
    hubs.map((node) => {
      const drawn = edges.filter(
        (edge) =>
          edge.relation !== FOLDED &&
          (edge.source === node.id || edge.target === node.id),
      );
      return [node.id, drawn.length + totalHidden(node)];
    }),
  );
}

/** How many links of each relation are drawn at a node. */
export function relationDegrees({ edges }: Picture, id: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { relation, source, target } of edges) {
    if (source === id || target === id) {
      counts.set(relation, (counts.get(relation) ?? 0) + 1);
    }
  }
  return counts;
}
