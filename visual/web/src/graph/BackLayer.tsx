import type { GraphNode } from "../api/types";
import { type Ellipse, ellipseThrough } from "./geometry";
import { alongBorder, hullsOf, pathOf } from "./hull";
import type { Point } from "./placement";

export type HullGroup = {
  id: string;
  members: string[];
  /** Whether every tie to the controller is a fact; else the hull is dashed. */
  confirmed: boolean;
  label: string;
};

export type HullTag = { group: HullGroup; x: number; y: number; width: number };

const HULL_RADIUS = 38;

/** The dotted guides: one ellipse for each step, or the ring of the circle. */
export function guidesOf(
  nodes: GraphNode[],
  layout: string,
  focus: string | null,
  ring: ReadonlySet<string>,
): Ellipse[] {
  if (layout === "ring") {
    const members = nodes.filter((node) => ring.has(node.id));
    const found = ellipseThrough(members, middleOf(members));
    return found ? [found] : [];
  }
  const centre = nodes.find((node) => node.id === focus);
  if (layout !== "hops" || !centre) return [];
  return [1, 2, 3].flatMap((hops) => {
    const found = ellipseThrough(
      nodes.filter((node) => node.hops === hops && node.node_kind !== "more"),
      centre,
    );
    return found ? [found] : [];
  });
}

export function middleOf(nodes: { x: number; y: number }[]): { x: number; y: number } {
  const [xs, ys] = [nodes.map((node) => node.x), nodes.map((node) => node.y)];
  if (nodes.length === 0) return { x: 0, y: 0 };
  return {
    x: (Math.min(...xs) + Math.max(...xs)) / 2,
    y: (Math.min(...ys) + Math.max(...ys)) / 2,
  };
}

/** The hull of a group, one polygon or several, and points along its border. */
export type Border = { group: HullGroup; polygons: Point[][]; points: Point[] };

export function bordersOf(nodes: GraphNode[], hulls: HullGroup[]): Border[] {
  return hulls.flatMap((group) => {
    const inside = nodes.filter(
      (node) => group.members.includes(node.id) || node.id === group.id,
    );
    const others = nodes.filter((node) => !inside.includes(node));
    if (inside.length < 2) return [];
    const polygons = hullsOf(inside, others, HULL_RADIUS);
    return { group, polygons, points: polygons.flatMap(alongBorder) };
  });
}

type Props = { zoom: number; guides: Ellipse[]; borders: Border[] };

/** Guides and controller hulls, below the canvas. */
export function BackLayer({ zoom, guides, borders }: Props) {
  return (
    <>
      {guides.map((guide) => (
        <ellipse
          key={`${guide.rx} ${guide.ry}`}
          cx={guide.cx * zoom}
          cy={guide.cy * zoom}
          rx={guide.rx * zoom}
          ry={guide.ry * zoom}
          fill="none"
          stroke="var(--line2)"
          strokeDasharray="1.5 3"
        />
      ))}
      {borders.map(({ group, polygons }) =>
        polygons.map((polygon, index) => (
          <path
            // biome-ignore lint/suspicious/noArrayIndexKey: a hull's parts have no other name
            key={`${group.id} ${index}`}
            d={pathOf(polygon, zoom)}
            fill="var(--control)"
            fillOpacity={0.08}
            stroke="var(--control)"
            strokeWidth={1.5}
            strokeDasharray={group.confirmed ? undefined : "6 4"}
            strokeLinejoin="round"
          />
        )),
      )}
    </>
  );
}
