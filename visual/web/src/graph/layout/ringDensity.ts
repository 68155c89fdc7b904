import type { GraphEdge, GraphNode } from "../../api/types";
import type { Point } from "./geometry";
import type { Link } from "./links";

/** More promises than this inside a ring cannot all carry an amount and chevrons. */
const MOST = 16;

const isInsideRing = (edge: GraphEdge, ring: ReadonlySet<string>): boolean =>
  edge.loss !== "none" && ring.has(edge.source) && ring.has(edge.target);

/** Whether a ring has more promises than can be labelled. */
export const isDenseRing = (edges: GraphEdge[], ring: ReadonlySet<string>): boolean =>
  edges.filter((edge) => isInsideRing(edge, ring)).length > MOST;

/** Position of each member in the order of angles. */
function ringPositions(
  nodes: GraphNode[],
  ring: ReadonlySet<string>,
  centre: Point,
): Map<string, number> {
  const angle = ({ x, y }: Point) => Math.atan2(y - centre.y, x - centre.x);
  const members = nodes.filter((node) => ring.has(node.id));
  members.sort((a, b) => angle(a) - angle(b));
  return new Map(members.map((node, place) => [node.id, place]));
}

/**
 * The links that carry text and chevrons: all; in a dense ring those between neighbours on
 * it or, where a firm is highlighted, its own.
 */
export function labelledLinks(
  links: Link[],
  nodes: GraphNode[],
  ring: ReadonlySet<string>,
  centre: Point | null,
  highlighted: string | null,
): Link[] {
  const edges = links.map((link) => link.edge);
  if (!centre || !isDenseRing(edges, ring)) return links;
  const places = ringPositions(nodes, ring, centre);
  const isAlong = ({ source, target }: GraphEdge) => {
    const steps = Math.abs((places.get(source) ?? 0) - (places.get(target) ?? 0));
    return steps === 1 || steps === places.size - 1;
  };
  const isOwn = (edge: GraphEdge) =>
    edge.source === highlighted || edge.target === highlighted;
  const isLabelled = highlighted !== null && ring.has(highlighted) ? isOwn : isAlong;
  return links.filter(
    ({ edge }) =>
      !isInsideRing(edge, ring) || edge.id === highlighted || isLabelled(edge),
  );
}
