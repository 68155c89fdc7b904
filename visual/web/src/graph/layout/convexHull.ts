import type { Point } from "./geometry";

const SAMPLES = 20;

function cross(o: Point, a: Point, b: Point): number {
  return (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);
}

function half(points: Point[]): Point[] {
  const chain: Point[] = [];
  for (const point of points) {
    while (chain.length > 1) {
      const [before, last] = chain.slice(-2) as [Point, Point];
      if (cross(before, last, point) > 0) break;
      chain.pop();
    }
    chain.push(point);
  }
  return chain.slice(0, -1);
}

/** Convex hull of discs about the points (Andrew's monotone chain). O(n log n). */
export function convexHull(points: Point[], radius: number): Point[] {
  const rim = points.flatMap(({ x, y }) =>
    Array.from({ length: SAMPLES }, (_, k) => {
      const angle = (2 * Math.PI * k) / SAMPLES;
      return { x: x + radius * Math.cos(angle), y: y + radius * Math.sin(angle) };
    }),
  );
  rim.sort((a, b) => a.x - b.x || a.y - b.y);
  return [...half(rim), ...half(rim.toReversed())];
}

/** Whether a point is inside a convex polygon, given counter-clockwise. */
export function contains(polygon: Point[], point: Point): boolean {
  return polygon.every((a, k) => {
    const b = polygon[(k + 1) % polygon.length] as Point;
    return cross(a, b, point) >= 0;
  });
}

/** Hulls that join members and swallow nobody else: one, else one for each member. */
export function hullPolygons(
  members: Point[],
  others: Point[],
  radius: number,
): Point[][] {
  const whole = convexHull(members, radius);
  if (!others.some((other) => contains(whole, other))) return [whole];
  return members.map((member) => convexHull([member], radius));
}

const STEP = 6;

/** Points along a hull's border, close to each other. */
export function borderPoints(polygon: Point[]): Point[] {
  return polygon.flatMap((a, k) => {
    const b = polygon[(k + 1) % polygon.length] as Point;
    const count = Math.ceil(Math.hypot(b.x - a.x, b.y - a.y) / STEP);
    return Array.from({ length: count }, (_, i) => ({
      x: a.x + ((b.x - a.x) * i) / count,
      y: a.y + ((b.y - a.y) * i) / count,
    }));
  });
}

/** Path data of a closed polygon, for SVG. */
export function polygonPath(polygon: Point[], scale: number): string {
  const points = polygon.map(
    ({ x, y }) => `${(x * scale).toFixed(1)} ${(y * scale).toFixed(1)}`,
  );
  return `M${points.join("L")}Z`;
}
