import type { GraphEdge, GraphNode } from "../api/types";
import type { Link } from "./layers";
import type { Point } from "./placement";

/** More guarantees than this inside a ring cannot all carry an amount and chevrons. */
const MOST = 16;

const isInside = (edge: GraphEdge, ring: ReadonlySet<string>): boolean =>
  edge.relation === "guarantee" && ring.has(edge.source) && ring.has(edge.target);

export const isDense = (edges: GraphEdge[], ring: ReadonlySet<string>): boolean =>
  edges.filter((edge) => isInside(edge, ring)).length > MOST;

/** Place of each member along the ring. */
function placesOf(
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
 * The links that speak: all, or in a dense ring those along it or, where a firm is pointed
 * at or selected, its own.
 */
export function spokenLinks(
  links: Link[],
  nodes: GraphNode[],
  ring: ReadonlySet<string>,
  centre: Point | null,
  near: string | null,
): Link[] {
  const edges = links.map((link) => link.edge);
  if (!centre || !isDense(edges, ring)) return links;
  const places = placesOf(nodes, ring, centre);
  const isAlong = ({ source, target }: GraphEdge) => {
    const steps = Math.abs((places.get(source) ?? 0) - (places.get(target) ?? 0));
    return steps === 1 || steps === places.size - 1;
  };
  const isOwn = (edge: GraphEdge) => edge.source === near || edge.target === near;
  const speaks = near !== null && ring.has(near) ? isOwn : isAlong;
  return links.filter(
    ({ edge }) => !isInside(edge, ring) || edge.id === near || speaks(edge),
  );
}
