import type { Curve } from "../layout/edgeCurves";
import { type Box, overlap } from "../layout/geometry";
import { type LineObstacle, ObstacleIndex } from "./obstacles";

/** A text at its place on a link; `x` and `y` are its centre, in screen pixels. */
export type EdgeLabel = {
  id: string;
  text: string;
  colour: string;
  faded: boolean;
  x: number;
  y: number;
  width: number;
};

/** A text that wants a place on a link. */
export type EdgeLabelRequest = {
  id: string;
  curve: Curve;
  arcHeight: number;
  text: string;
  colour: string;
  faded: boolean;
  /** Whether it would rather be silent than cover another link. */
  optional: boolean;
  /** Whether chevrons keep the middle of the line. */
  chevrons: boolean;
};

const ALONG = [0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78];
const HEIGHT = 15;
const BESIDE = 13;
const CHEVRON_ROOM = 17;
const WIDE = 70;
/** What a place costs for being off the middle, and off the side where it belongs. */
const COST = { along: 0.5, aside: 7 };
const MOST_OPTIONAL_COST = 3.4;

function boxAround(x: number, y: number, width: number): Box {
  return {
    left: x - width / 2 - 2,
    right: x + width / 2 + 2,
    top: y - HEIGHT / 2,
    bottom: y + HEIGHT / 2,
  };
}

/** Places to try: on the line where it is free, else beside it, outer side first. */
function* candidates(wanted: EdgeLabelRequest, zoom: number, width: number) {
  const { curve, arcHeight, chevrons } = wanted;
  const outer = arcHeight >= 0 ? 1 : -1;
  const beside = chevrons || (Math.abs(arcHeight) > 8 && width < WIDE);
  const offsets = beside ? [outer, -outer, 0] : [0, outer, -outer];
  for (const [aside, offset] of offsets.entries()) {
    for (const [step, share] of ALONG.entries()) {
      const t = curve.start + (curve.end - curve.start) * share;
      const point = curve.at(t);
      const along = curve.along(t);
      const room = chevrons ? CHEVRON_ROOM : BESIDE;
      const reach = offset === 0 ? 0 : room + (Math.abs(along.y) * width) / 2.4;
      yield {
        x: point.x * zoom - along.y * offset * reach,
        y: point.y * zoom + along.x * offset * reach,
        cost: aside * COST.aside + step * COST.along,
      };
    }
  }
}

/** Amounts on the links, none over a node, a name or another amount, few over links. */
export function placeEdgeLabels(
  wanted: EdgeLabelRequest[],
  zoom: number,
  taken: Box[],
  obstacles: ReadonlyMap<string, LineObstacle>,
  measure: (text: string) => number,
): EdgeLabel[] {
  const boxes = [...taken];
  const index = new ObstacleIndex(obstacles.values(), zoom);
  for (const { chevrons, curve } of wanted) {
    if (!chevrons) continue;
    const { x, y } = curve.at((curve.start + curve.end) / 2);
    boxes.push(boxAround(x * zoom, y * zoom, 18));
  }
  return wanted.flatMap((edge) => {
    if (!edge.text) return [];
    const { id, text, colour, faded } = edge;
    const width = measure(text);
    let best: EdgeLabel | null = null;
    let least = edge.optional ? MOST_OPTIONAL_COST : Number.POSITIVE_INFINITY;
    for (const { x, y, cost: own } of candidates(edge, zoom, width)) {
      const box = boxAround(x, y, width);
      if (own >= least || boxes.some((other) => overlap(other, box))) continue;
      const cost = own + index.costOf(box, obstacles.get(id));
      if (cost >= least) continue;
      least = cost;
      best = { id, text, colour, faded, x, y, width };
    }
    if (!best) return [];
    boxes.push(boxAround(best.x, best.y, width));
    return best;
  });
}
