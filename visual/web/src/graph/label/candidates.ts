import type { GraphNode } from "../../api/types";
import type { Box } from "../layout/geometry";

/** A position for the label of a node, in screen pixels, and its cost on empty ground. */
export type LabelCandidate = {
  anchor: "start" | "middle" | "end";
  x: number;
  y: number;
  box: Box;
  cost: number;
};

/** Pixels from one line of a label to the next. */
export const LINE_HEIGHT = 16;
const BASE = 12;
const GAP = { beside: 8, above: 3 };
/** How far a name at a corner reaches back along the side of its node. */
const CORNER = 7;
const SHIFT = 15;
/** Farther off, beyond the hull that stands around a controlled firm. */
const FAR = 20;
const MIDDLE = 40;

const COST = { far: 1.5, shift: 1, corner: 1, side: 1, inward: 2.5 };

type Direction = { x: -1 | 0 | 1; y: -1 | 0 | 1; side: string };

const DIRECTIONS: Direction[] = [
  { x: 0, y: 1, side: "below" },
  { x: 1, y: 0, side: "right" },
  { x: -1, y: 0, side: "left" },
  { x: 0, y: -1, side: "above" },
  { x: 1, y: 1, side: "" },
  { x: -1, y: 1, side: "" },
  { x: 1, y: -1, side: "" },
  { x: -1, y: -1, side: "" },
];

/** What a direction costs: little outwards, more towards the middle of the picture. */
function costOf(node: GraphNode, { x, y, side }: Direction): number {
  const reach = Math.hypot(node.x, node.y);
  const cosine = (node.x * x + node.y * y) / (reach * Math.hypot(x, y));
  const inward = reach < MIDDLE ? 0 : (1 - cosine) * COST.inward;
  const other = side === node.label_side ? 0 : COST.side;
  return inward + other + (x !== 0 && y !== 0 ? COST.corner : 0);
}

/** Positions beside, above, below and at the corners of a node, each near and farther. */
export function* labelCandidates(
  node: GraphNode,
  zoom: number,
  width: number,
  height: number,
): Generator<LabelCandidate> {
  const half = (node.size / 2) * zoom;
  const [cx, cy] = [node.x * zoom, node.y * zoom];
  for (const direction of DIRECTIONS) {
    const { x: dx, y: dy } = direction;
    const cost = costOf(node, direction);
    const shifts = dx !== 0 && dy === 0 ? [0, SHIFT, -SHIFT] : [0];
    for (const far of [0, FAR * zoom]) {
      const x = cx + dx * (half + GAP.beside + far);
      const left = x - (width * (1 - dx)) / 2;
      const off = half + GAP.above + (dx === 0 ? far : -CORNER);
      for (const shift of shifts) {
        const top = cy + dy * off - (height * (1 - dy)) / 2 + shift;
        yield {
          anchor: dx === 0 ? "middle" : dx > 0 ? "start" : "end",
          x,
          y: top + BASE,
          box: { left, top, right: left + width, bottom: top + height },
          cost: cost + (far ? COST.far : 0) + (shift ? COST.shift : 0),
        };
      }
    }
  }
}
