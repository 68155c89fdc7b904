import type { GraphNode } from "../../api/types";
import type { Box } from "./geometry";

export const radiusOf = (node: GraphNode): number => sizeOf(node) / 2;

const SIZES: Record<string, number> = {
  person: 32,
  contact: 34,
  account: 36,
  loan: 30,
  guarantee: 30,
  risk_event: 34,
  more: 34,
};

/** Diameter in pixels at 100 % zoom, within the limits of the visual key. */
export function sizeOf(node: GraphNode): number {
  const kind = node.node_kind === "party" ? (node.party_type ?? "") : node.node_kind;
  const fixed = SIZES[kind];
  if (fixed) return fixed;
  return Math.min(52, Math.max(28, node.size ?? 34));
}

/** What a node covers, in screen pixels. */
export function boxOf(node: GraphNode, zoom: number): Box {
  const half = (sizeOf(node) / 2) * zoom;
  const wide = node.node_kind === "more" ? half * 3.4 : half;
  const [x, y] = [node.x * zoom, node.y * zoom];
  return { left: x - wide, top: y - half, right: x + wide, bottom: y + half };
}
