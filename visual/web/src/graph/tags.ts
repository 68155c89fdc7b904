import type { GraphNode } from "../api/types";
import type { Border, HullTag } from "./BackLayer";
import { type Box, overlap } from "./box";
import { type Course, Ground } from "./ground";
import { boxOf, measureText } from "./labels";

const HALF_HEIGHT = 9;
const PADDING = 6;
/** A tag stands low on its border: what each pixel higher costs against a covered line. */
const RISE_COST = 0.02;

export const tagBox = ({ x, y, width }: HullTag): Box => ({
  left: x - width / 2 - PADDING,
  right: x + width / 2 + PADDING,
  top: y - HALF_HEIGHT,
  bottom: y + HALF_HEIGHT,
});

/** A tag on the border of each hull, where it covers few links and none of the `others`. */
export function placeTags(
  borders: Border[],
  nodes: GraphNode[],
  others: Box[],
  links: Course[],
  zoom: number,
): HullTag[] {
  const taken = [...nodes.map((node) => boxOf(node, zoom)), ...others];
  const ground = new Ground(links, zoom);
  return borders.flatMap(({ group, points }) => {
    const width = measureText(group.label, "bold") * 0.92;
    const lowest = Math.max(...points.map((point) => point.y));
    let best: HullTag | null = null;
    let least = Number.POSITIVE_INFINITY;
    for (const point of points) {
      const tag = { group, x: point.x * zoom, y: point.y * zoom, width };
      const box = tagBox(tag);
      if (taken.some((other) => overlap(other, box))) continue;
      const cost = ground.costOf(box) + (lowest - point.y) * RISE_COST;
      if (cost >= least) continue;
      least = cost;
      best = tag;
    }
    if (!best) return [];
    taken.push(tagBox(best));
    return best;
  });
}
