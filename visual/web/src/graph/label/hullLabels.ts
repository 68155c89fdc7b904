import type { GraphNode } from "../../api/types";
import type { HullBorder, HullGroup } from "../layout/controllerHulls";
import { type Box, overlap } from "../layout/geometry";
import { coverOf } from "../layout/nodeSize";
import { type LineObstacle, ObstacleIndex } from "./obstacles";
import { measureText } from "./textMeasure";

/** A label on the border of a hull; `x` and `y` are its centre, in screen pixels. */
export type HullLabel = { group: HullGroup; x: number; y: number; width: number };

const HALF_HEIGHT = 9;
const PADDING = 6;
/** A tag stands low on its border: what each pixel higher costs against a covered line. */
const RISE_COST = 0.02;

/** What a hull label covers. */
export const hullLabelBox = ({ x, y, width }: HullLabel): Box => ({
  left: x - width / 2 - PADDING,
  right: x + width / 2 + PADDING,
  top: y - HALF_HEIGHT,
  bottom: y + HALF_HEIGHT,
});

/** A tag on the border of each hull, where it covers few links and none of the `others`. */
export function placeHullLabels(
  borders: HullBorder[],
  nodes: GraphNode[],
  others: Box[],
  links: LineObstacle[],
  zoom: number,
): HullLabel[] {
  const taken = [...nodes.flatMap((node) => coverOf(node, zoom)), ...others];
  const index = new ObstacleIndex(links, zoom);
  return borders.flatMap(({ group, points }) => {
    const width = measureText(group.label, "bold") * 0.92;
    const lowest = Math.max(...points.map((point) => point.y));
    let best: HullLabel | null = null;
    let least = Number.POSITIVE_INFINITY;
    for (const point of points) {
      const tag = { group, x: point.x * zoom, y: point.y * zoom, width };
      const box = hullLabelBox(tag);
      if (taken.some((other) => overlap(other, box))) continue;
      const cost = index.costOf(box) + (lowest - point.y) * RISE_COST;
      if (cost >= least) continue;
      least = cost;
      best = tag;
    }
    if (!best) return [];
    taken.push(hullLabelBox(best));
    return best;
  });
}
