import type { GraphNode } from "../../api/types";
import { FOLDED } from "../../vocabulary/vocabulary";
import { centreOf, type Point } from "./geometry";

/** Centre and half axes, in model units. */
export type Ellipse = { cx: number; cy: number; rx: number; ry: number };

/** The dotted guides: one ellipse for each step, or the ring of the circle. */
export function guidesOf(
  nodes: GraphNode[],
  layout: string,
  focus: string | null,
  ring: ReadonlySet<string>,
): Ellipse[] {
  if (layout === "ring") {
    const members = nodes.filter((node) => ring.has(node.id));
    const found = ellipseThrough(members, centreOf(members));
    return found ? [found] : [];
  }
  const centre = nodes.find((node) => node.id === focus);
  if (layout !== "hops" || !centre) return [];
  return [1, 2, 3].flatMap((hops) => {
    const found = ellipseThrough(
      nodes.filter((node) => node.hops === hops && node.node_kind !== FOLDED),
      centre,
    );
    return found ? [found] : [];
  });
}

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
