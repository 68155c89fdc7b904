import type { GraphNode } from "../../api/types";
import type { Box, Point } from "../layout/geometry";
import { coverOf } from "../layout/nodeSize";

/** Where the picture stands on the screen: screen = model * zoom + pan. */
export type Viewport = { zoom: number; pan: Point };

/** How far the view zooms out and in. */
export const ZOOM_LIMITS = { min: 0.15, max: 3 };

const LARGEST_FIT = { usual: 1.1, wide: 1.5 };
const WIDE = 1500;
const ROOM = { x: 60, y: 40 };

/** The view that shows every node with room for the names around them. */
export function fitted(nodes: GraphNode[], width: number, height: number): Viewport {
  if (nodes.length === 0) return { zoom: 1, pan: { x: width / 2, y: height / 2 } };
  const left = Math.min(...nodes.map((node) => node.x - node.size / 2));
  const right = Math.max(...nodes.map((node) => node.x + node.size / 2));
  const top = Math.min(...nodes.map((node) => node.y - node.size / 2));
  const bottom = Math.max(...nodes.map((node) => node.y + node.size / 2));
  const largest = width < WIDE ? LARGEST_FIT.usual : LARGEST_FIT.wide;
  const across = (width - 2 * ROOM.x) / (right - left);
  const down = (height - 2 * ROOM.y) / (bottom - top);
  const zoom = Math.max(ZOOM_LIMITS.min, Math.min(largest, across, down));
  return {
    zoom,
    pan: {
      x: width / 2 - ((left + right) / 2) * zoom,
      y: height / 2 - ((top + bottom) / 2) * zoom,
    },
  };
}

const MARGIN = 14;

/** The view moved, and shrunk where it must be, so that no name is cut at the edge. */
export function withLabels(
  view: Viewport,
  nodes: GraphNode[],
  names: Box[],
  { width, height }: { width: number; height: number },
): Viewport {
  const boxes = [...nodes.flatMap((node) => coverOf(node, view.zoom)), ...names];
  if (boxes.length === 0) return view;
  const left = Math.min(...boxes.map((box) => box.left));
  const right = Math.max(...boxes.map((box) => box.right));
  const top = Math.min(...boxes.map((box) => box.top));
  const bottom = Math.max(...boxes.map((box) => box.bottom));
  const shrink = Math.min(
    1,
    (width - 2 * MARGIN) / (right - left),
    (height - 2 * MARGIN) / (bottom - top),
  );
  return {
    zoom: Math.max(ZOOM_LIMITS.min, view.zoom * shrink),
    pan: {
      x: width / 2 - ((left + right) / 2) * shrink,
      y: height / 2 - ((top + bottom) / 2) * shrink,
    },
  };
}

/** Whether a node lies beyond the frame. */
export function isOutside(
  { zoom, pan }: Viewport,
  node: GraphNode,
  { width, height }: { width: number; height: number },
): boolean {
  const [x, y] = [node.x * zoom + pan.x, node.y * zoom + pan.y];
  const half = (node.size / 2) * zoom;
  return x < half || y < half || x > width - half || y > height - half;
}
