import type { GraphNode } from "../../api/types";
import { borderPoints, hullPolygons } from "./convexHull";
import type { Point } from "./geometry";

/** Parties that one controller ties together. */
export type HullGroup = {
  id: string;
  members: string[];
  /** Whether every tie to the controller is a fact; else the hull is dashed. */
  confirmed: boolean;
  label: string;
  /** Whether it rests on what is not counted. */
  pale?: boolean;
};

const HULL_RADIUS = 38;

/** The hull of a group, one polygon or several, and points along its border. */
export type HullBorder = { group: HullGroup; polygons: Point[][]; points: Point[] };

/** The hulls of groups of which at least two nodes are drawn. */
export function hullBorders(nodes: GraphNode[], hulls: HullGroup[]): HullBorder[] {
  return hulls.flatMap((group) => {
    const inside = nodes.filter(
      (node) => group.members.includes(node.id) || node.id === group.id,
    );
    const others = nodes.filter((node) => !inside.includes(node));
    if (inside.length < 2) return [];
    const polygons = hullPolygons(inside, others, HULL_RADIUS);
    return { group, polygons, points: polygons.flatMap(borderPoints) };
  });
}
