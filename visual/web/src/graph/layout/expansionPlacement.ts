import type { GraphNode } from "../../api/types";
import type { Point } from "./geometry";

const FIRST_RADIUS = 150;
const NEXT_RADIUS = 90;
const ROOM = 84;
const WIDEST = Math.PI * 0.9;

function isFree(point: Point, taken: Point[]): boolean {
  return taken.every(
    (other) => Math.hypot(other.x - point.x, other.y - point.y) > ROOM,
  );
}

/** Angles from the middle outwards: 0, +a, -a, +2a, -2a, ... */
function* fan(step: number): Generator<number> {
  yield 0;
  for (let angle = step; angle <= WIDEST; angle += step) {
    yield angle;
    yield -angle;
  }
}

/**
 * Places for nodes that an expansion adds, without moving any that is drawn: on arcs around
 * the expanded node, opening away from the focus, each at the first free place.
 */
export function placeAround(
  drawn: GraphNode[],
  anchorId: string,
  focusId: string | null,
  fresh: GraphNode[],
): Map<string, Point> {
  const anchor = drawn.find((node) => node.id === anchorId) ?? { x: 0, y: 0 };
  const focus = drawn.find((node) => node.id === focusId) ?? { x: 0, y: 0 };
  const away =
    anchor.x === focus.x && anchor.y === focus.y
      ? -Math.PI / 2
      : Math.atan2(anchor.y - focus.y, anchor.x - focus.x);
  const taken: Point[] = drawn.map(({ x, y }) => ({ x, y }));
  const places = new Map<string, Point>();
  let radius = FIRST_RADIUS;
  let rest = [...fresh];
  while (rest.length > 0) {
    for (const angle of fan(ROOM / radius)) {
      const node = rest[0];
      if (!node) break;
      const direction = away + angle;
      const point = {
        x: anchor.x + radius * Math.cos(direction),
        y: anchor.y + radius * Math.sin(direction),
      };
      if (!isFree(point, taken)) continue;
      taken.push(point);
      places.set(node.id, point);
      rest = rest.slice(1);
    }
    radius += NEXT_RADIUS;
  }
  return places;
}
