import type { Curve } from "./geometry";
import { type Box, overlap } from "./labels";

export type EdgeText = {
  id: string;
  text: string;
  colour: string;
  faded: boolean;
  x: number;
  y: number;
  width: number;
};

export type EdgeWanted = {
  id: string;
  curve: Curve;
  bow: number;
  text: string;
  colour: string;
  faded: boolean;
  /** Whether chevrons keep the middle of the line. */
  chevrons: boolean;
};

const ALONG = [0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78];
const HEIGHT = 15;
const BESIDE = 13;
const CHEVRON_ROOM = 17;
const WIDE = 70;

function boxAround(x: number, y: number, width: number): Box {
  return {
    left: x - width / 2 - 2,
    right: x + width / 2 + 2,
    top: y - HEIGHT / 2,
    bottom: y + HEIGHT / 2,
  };
}

/** Places to try: on the line where it is free, else beside it, outer side first. */
function* places(wanted: EdgeWanted, zoom: number, width: number) {
  const { curve, bow, chevrons } = wanted;
  const outer = bow >= 0 ? 1 : -1;
  const beside = chevrons || (Math.abs(bow) > 8 && width < WIDE);
  const offsets = beside ? [outer, -outer, 0] : [0, outer, -outer];
  for (const offset of offsets) {
    for (const share of ALONG) {
      const t = curve.start + (curve.end - curve.start) * share;
      const point = curve.at(t);
      const along = curve.along(t);
      const room = chevrons ? CHEVRON_ROOM : BESIDE;
      const reach = offset === 0 ? 0 : room + (Math.abs(along.y) * width) / 2.4;
      yield {
        x: point.x * zoom - along.y * offset * reach,
        y: point.y * zoom + along.x * offset * reach,
      };
    }
  }
}

/** Amounts on the links, none over a node, a name or another amount. */
export function placeEdgeTexts(
  wanted: EdgeWanted[],
  zoom: number,
  taken: Box[],
  measure: (text: string) => number,
): EdgeText[] {
  const boxes = [...taken];
  for (const { chevrons, curve } of wanted) {
    if (!chevrons) continue;
    const { x, y } = curve.at((curve.start + curve.end) / 2);
    boxes.push(boxAround(x * zoom, y * zoom, 18));
  }
  return wanted.flatMap((edge) => {
    if (!edge.text) return [];
    const width = measure(edge.text);
    for (const { x, y } of places(edge, zoom, width)) {
      const box = boxAround(x, y, width);
      if (boxes.some((other) => overlap(other, box))) continue;
      boxes.push(box);
      const { id, text, colour, faded } = edge;
      return { id, text, colour, faded, x, y, width };
    }
    return [];
  });
}
