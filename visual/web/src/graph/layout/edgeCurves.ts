import type { GraphEdge, GraphNode } from "../../api/types";
import type { Point } from "./geometry";

/** A quadratic curve from the rim of one node to the rim of another. */
export type Curve = {
  at: (t: number) => Point;
  /** Unit tangent, in the direction of the edge. */
  along: (t: number) => Point;
  /** The part of it outside both nodes. */
  start: number;
  end: number;
};

const FAN = 22;
const RING_ARC = 22;
const CLEARANCE = 14;
const CHORD = 0.45;

function distanceToSegment(p: Point, a: Point, b: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const t = length ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / length : 0;
  const s = Math.min(1, Math.max(0, t));
  return Math.hypot(p.x - a.x - s * dx, p.y - a.y - s * dy);
}

/** Unit normal that a positive arcHeight follows. */
function normal(a: Point, b: Point): Point {
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  return { x: -(b.y - a.y) / length, y: (b.x - a.x) / length };
}

function isClear(
  a: GraphNode,
  b: GraphNode,
  arcHeight: number,
  nodes: GraphNode[],
): boolean {
  const n = normal(a, b);
  const middle = {
    x: (a.x + b.x) / 2 + n.x * arcHeight,
    y: (a.y + b.y) / 2 + n.y * arcHeight,
  };
  return nodes.every((node) => {
    if (node.id === a.id || node.id === b.id) return true;
    const room = node.size / 2 + CLEARANCE;
    return (
      distanceToSegment(node, a, middle) > room &&
      distanceToSegment(node, middle, b) > room
    );
  });
}

function detour(a: GraphNode, b: GraphNode, nodes: GraphNode[]): number {
  const tries = [0, 20, -20, 36, -36, 56, -56, 80, -80];
  return tries.find((arcHeight) => isClear(a, b, arcHeight, nodes)) ?? 20;
}

/** Links along the ring arcHeight away from its middle; chords across it do not. */
function outwardArc(a: GraphNode, b: GraphNode, centre: Point): number {
  const [x, y] = [(a.x + b.x) / 2 - centre.x, (a.y + b.y) / 2 - centre.y];
  const reach = Math.hypot(a.x - centre.x, a.y - centre.y);
  if (Math.hypot(x, y) < reach * CHORD) return 0;
  const n = normal(a, b);
  return n.x * x + n.y * y >= 0 ? RING_ARC : -RING_ARC;
}

/**
 * How far the middle of each edge stands off the straight line, in pixels: parallel edges
 * fan, ring edges arcHeight outward, and no edge runs through a third node.
 */
export function arcHeights(
  nodes: GraphNode[],
  edges: GraphEdge[],
  centre: Point | null,
  ring: ReadonlySet<string>,
): Map<string, number> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const groups = new Map<string, GraphEdge[]>();
  for (const edge of edges) {
    const key = [edge.source, edge.target].sort().join("\u0000");
    groups.set(key, [...(groups.get(key) ?? []), edge]);
  }
  const result = new Map<string, number>();
  for (const group of groups.values()) {
    const first = group[0];
    const a = first && byId.get(first.source);
    const b = first && byId.get(first.target);
    if (!first || !a || !b) continue;
    const both = ring.has(a.id) && ring.has(b.id);
    const outward = both && centre && group.length === 1 ? outwardArc(a, b, centre) : 0;
    const base =
      outward && isClear(a, b, outward, nodes) ? outward : detour(a, b, nodes);
    group.forEach((edge, index) => {
      const offset = base + (index - (group.length - 1) / 2) * FAN * 1.6;
      result.set(edge.id, edge.source === first.source ? offset : -offset);
    });
  }
  return result;
}

/** The curve between two nodes whose middle stands `arcHeight` off the straight line. */
export function curveOf(a: GraphNode, b: GraphNode, arcHeight: number): Curve {
  const n = normal(a, b);
  const c = {
    x: (a.x + b.x) / 2 + n.x * arcHeight * 2,
    y: (a.y + b.y) / 2 + n.y * arcHeight * 2,
  };
  const at = (t: number) => {
    const s = 1 - t;
    return {
      x: s * s * a.x + 2 * s * t * c.x + t * t * b.x,
      y: s * s * a.y + 2 * s * t * c.y + t * t * b.y,
    };
  };
  const along = (t: number) => {
    const x = (1 - t) * (c.x - a.x) + t * (b.x - c.x);
    const y = (1 - t) * (c.y - a.y) + t * (b.y - c.y);
    const length = Math.hypot(x, y) || 1;
    return { x: x / length, y: y / length };
  };
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const start = Math.min(0.45, a.size / 2 / length);
  const end = Math.max(0.55, 1 - b.size / 2 / length);
  return { at, along, start, end };
}

const STEP = 6;

/** Points of a curve outside its nodes, close enough that no name slips between two. */
export function pointsOf({ at, start, end }: Curve): Point[] {
  const [a, b] = [at(start), at(end)];
  const count = Math.ceil(Math.hypot(b.x - a.x, b.y - a.y) / STEP) + 2;
  return Array.from({ length: count }, (_, k) =>
    at(start + ((end - start) * (k + 0.5)) / count),
  );
}
