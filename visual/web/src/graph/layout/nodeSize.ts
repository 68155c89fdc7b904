import type { GraphNode, NodeStyle } from "../../api/types";
import { FOLDED, type Vocabulary } from "../../vocabulary/vocabulary";
import type { Box } from "./geometry";

const FOCUS_SIZE = 52;
const FOLDED_SIZE = 34;
/** The other shapes grow with what the service says. */
const FIXED_SIZES: Partial<Record<NodeStyle["shape"], number>> = {
  circle: 32,
  diamond: 34,
  barrel: 36,
  document: 30,
  octagon: 34,
};

/** Diameter in pixels at 100 % zoom, within the limits of the visual key. */
export function diameterOf(
  node: GraphNode,
  focus: string | null,
  vocabulary: Vocabulary,
): number {
  if (node.id === focus) return FOCUS_SIZE;
  if (node.node_kind === FOLDED) return FOLDED_SIZE;
  const { shape } = vocabulary.nodeStyle(node);
  return FIXED_SIZES[shape] ?? Math.min(FOCUS_SIZE, Math.max(28, node.size));
}

/** What a node covers, in screen pixels. */
export function boxOf(node: GraphNode, zoom: number): Box {
  const half = (node.size / 2) * zoom;
  const wide = node.node_kind === FOLDED ? half * 3.4 : half;
  const [x, y] = [node.x * zoom, node.y * zoom];
  return { left: x - wide, top: y - half, right: x + wide, bottom: y + half };
}

/** A pennant, and how far it reaches over the corner of its node, in screen pixels. */
const PENNANT = { width: 22, height: 16, over: 5 };

/** What the pennant of a firm that a model flags covers; null for all others. */
export function pennantBox(node: GraphNode, zoom: number): Box | null {
  if (!node.flag?.band) return null;
  const { right, top } = boxOf(node, zoom);
  const [left, bottom] = [right - PENNANT.over, top + PENNANT.over];
  return { left, top: bottom - PENNANT.height, right: left + PENNANT.width, bottom };
}

/** What a node covers with what is drawn on its corner. */
export function coverOf(node: GraphNode, zoom: number): Box[] {
  const pennant = pennantBox(node, zoom);
  return pennant ? [boxOf(node, zoom), pennant] : [boxOf(node, zoom)];
}
