import type { GraphNode } from "../api/graph";
import { sizeOf } from "./geometry";
import type { Point } from "./placement";

/** Where the picture stands on the screen: screen = model * zoom + pan. */
export type View = { zoom: number; pan: Point };

export const ZOOM_LIMITS = { min: 0.15, max: 3 };

const LARGEST_FIT = 1.25;
const LABEL_ROOM = { x: 120, y: 44 };

/** The view that shows every node with room for the names around them. */
export function fitted(nodes: GraphNode[], width: number, height: number): View {
  if (nodes.length === 0) return { zoom: 1, pan: { x: width / 2, y: height / 2 } };
  const left = Math.min(...nodes.map((node) => node.x - sizeOf(node) / 2));
  const right = Math.max(...nodes.map((node) => node.x + sizeOf(node) / 2));
  const top = Math.min(...nodes.map((node) => node.y - sizeOf(node) / 2));
  const bottom = Math.max(...nodes.map((node) => node.y + sizeOf(node) / 2));
  const across = (width - 2 * LABEL_ROOM.x) / (right - left);
  const down = (height - 2 * LABEL_ROOM.y) / (bottom - top);
  const zoom = Math.max(ZOOM_LIMITS.min, Math.min(LARGEST_FIT, across, down));
  return {
    zoom,
    pan: {
      x: width / 2 - ((left + right) / 2) * zoom,
      y: height / 2 - ((top + bottom) / 2) * zoom,
    },
  };
}
