import type { GraphEdge, GraphNode } from "../api/types";
import type { Point } from "./placement";

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
const RING_BOW = 22;
const CLEARANCE = 14;
const CHORD = 0.45;

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

function distanceToSegment(p: Point, a: Point, b: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const t = length ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / length : 0;
  const s = Math.min(1, Math.max(0, t));
  return Math.hypot(p.x - a.x - s * dx, p.y - a.y - s * dy);
}

/** Unit normal that a positive bow follows. */
function normal(a: Point, b: Point): Point {
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  return { x: -(b.y - a.y) / length, y: (b.x - a.x) / length };
}

function clearOf(a: GraphNode, b: GraphNode, bow: number, nodes: GraphNode[]): boolean {
  const n = normal(a, b);
  const middle = { x: (a.x + b.x) / 2 + n.x * bow, y: (a.y + b.y) / 2 + n.y * bow };
  return nodes.every((node) => {
    if (node.id === a.id || node.id === b.id) return true;
    const room = radiusOf(node) + CLEARANCE;
    return (
      distanceToSegment(node, a, middle) > room &&
      distanceToSegment(node, middle, b) > room
    );
  });
}

function around(a: GraphNode, b: GraphNode, nodes: GraphNode[]): number {
  const tries = [0, 20, -20, 36, -36, 56, -56, 80, -80];
  return tries.find((bow) => clearOf(a, b, bow, nodes)) ?? 20;
}

/** Links along the ring bow away from its middle; chords across it do not. */
function outwardBow(a: GraphNode, b: GraphNode, centre: Point): number {
  const [x, y] = [(a.x + b.x) / 2 - centre.x, (a.y + b.y) / 2 - centre.y];
  const reach = Math.hypot(a.x - centre.x, a.y - centre.y);
  if (Math.hypot(x, y) < reach * CHORD) return 0;
  const n = normal(a, b);
  return n.x * x + n.y * y >= 0 ? RING_BOW : -RING_BOW;
}

/**
 * How far the middle of each edge stands off the straight line, in pixels: parallel edges
 * fan, ring edges bow outward, and no edge runs through a third node.
 */
export function bows(
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
    const outward = both && centre && group.length === 1 ? outwardBow(a, b, centre) : 0;
    const base =
      outward && clearOf(a, b, outward, nodes) ? outward : around(a, b, nodes);
    group.forEach((edge, index) => {
      const offset = base + (index - (group.length - 1) / 2) * FAN * 1.6;
      result.set(edge.id, edge.source === first.source ? offset : -offset);
    });
  }
  return result;
}

export function curveOf(a: GraphNode, b: GraphNode, bow: number): Curve {
  const n = normal(a, b);
  const c = {
    x: (a.x + b.x) / 2 + n.x * bow * 2,
    y: (a.y + b.y) / 2 + n.y * bow * 2,
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
  const start = Math.min(0.45, radiusOf(a) / length);
  const end = Math.max(0.55, 1 - radiusOf(b) / length);
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

export type Ellipse = { cx: number; cy: number; rx: number; ry: number };

/** The axis-parallel ellipse about a centre through these points, if there is one. */
export function ellipseThrough(points: Point[], centre: Point): Ellipse | null {
  if (points.length < 3) return null;
  let [xx, xy, yy, x1, y1] = [0, 0, 0, 0, 0];
  for (const point of points) {
    const x = (point.x - centre.x) ** 2;
    const y = (point.y - centre.y) ** 2;
    xx += x * x;
    xy += x * y;
    yy += y * y;
    x1 += x;
    y1 += y;
  }
  const determinant = xx * yy - xy * xy;
  if (Math.abs(determinant) < 1e-6 * xx * yy) return null;
  const a = (x1 * yy - y1 * xy) / determinant;
  const b = (y1 * xx - x1 * xy) / determinant;
  if (a <= 0 || b <= 0) return null;
  const [rx, ry] = [1 / Math.sqrt(a), 1 / Math.sqrt(b)];
  const fits = points.every((point) => {
    const r = ((point.x - centre.x) / rx) ** 2 + ((point.y - centre.y) / ry) ** 2;
    return Math.abs(r - 1) < 0.12;
  });
  return fits && rx / ry < 4 && ry / rx < 4
    ? { cx: centre.x, cy: centre.y, rx, ry }
    : null;
}
