import type { GraphEdge } from "../../api/types";
import { isIdle } from "../force";
import type { Curve } from "./edgeCurves";
import type { Box } from "./geometry";
import type { Link } from "./links";

/** A link that distress crosses; `distress` is 1 along it, -1 against it. */
export type ContagionMark = {
  id: string;
  curve: Curve;
  distress: -1 | 1;
  faded: boolean;
};

function distressOf(edge: GraphEdge): -1 | 0 | 1 {
  if (isIdle(edge)) return 0;
  return edge.loss === "head_to_tail" ? -1 : edge.loss === "tail_to_head" ? 1 : 0;
}

/** The links that distress crosses, inside the ring where there is one. */
export function contagionMarks(
  links: Link[],
  ring: ReadonlySet<string>,
  lit: ReadonlySet<string> | null,
): ContagionMark[] {
  return links.flatMap(({ edge, curve }) => {
    const inside = ring.size === 0 || (ring.has(edge.source) && ring.has(edge.target));
    const distress = inside ? distressOf(edge) : 0;
    if (distress === 0) return [];
    return { id: edge.id, curve, distress, faded: lit !== null && !lit.has(edge.id) };
  });
}

/** Pixels between the chevrons on a link. */
export const CHEVRON_SPACING = 9;

/** What the chevrons on a link cover. */
export function chevronBox({ curve }: ContagionMark, zoom: number): Box {
  const { x, y } = curve.at((curve.start + curve.end) / 2);
  const half = CHEVRON_SPACING * 1.6;
  const [left, top] = [x * zoom - half, y * zoom - half];
  return { left, top, right: left + 2 * half, bottom: top + 2 * half };
}
