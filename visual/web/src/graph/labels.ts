import type { GraphNode, LabelSide } from "../api/graph";
import { sizeOf } from "./geometry";

export type Box = { left: number; top: number; right: number; bottom: number };

export type LabelText = { first: string; second: string; tags: string[] };

export type Label = LabelText & {
  id: string;
  anchor: "start" | "middle" | "end";
  /** Where the first base line starts, in screen pixels from the origin of the picture. */
  x: number;
  y: number;
  box: Box;
};

export type Measure = (text: string, weight: "bold" | "plain") => number;

export const LINE = 16;
const GAP = 8;
const NAMES_WHEN_FAR = 20;

export const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

function boxAt(
  node: GraphNode,
  side: LabelSide,
  zoom: number,
  width: number,
  lines: number,
): Omit<Label, keyof LabelText | "id"> {
  const half = (sizeOf(node) / 2) * zoom;
  const [cx, cy] = [node.x * zoom, node.y * zoom];
  const height = lines * LINE;
  const beside = side === "left" || side === "right";
  const top = beside
    ? cy - height / 2
    : side === "below"
      ? cy + half + 3
      : cy - half - 3 - height;
  const x = side === "left" ? cx - half - GAP : side === "right" ? cx + half + GAP : cx;
  const left = side === "left" ? x - width : side === "right" ? x : x - width / 2;
  return {
    anchor: side === "left" ? "end" : side === "right" ? "start" : "middle",
    x,
    y: top + 12,
    box: { left, top, right: left + width, bottom: top + height },
  };
}

const SIDES: LabelSide[] = ["below", "right", "left", "above"];

export type Wanted = { node: GraphNode; text: LabelText; priority: number };

/**
 * Sides for all labels, the important first. One that finds no room on any side loses its
 * second line, then its name; the digit inside the node always stays.
 */
export function placeLabels(wanted: Wanted[], zoom: number, measure: Measure): Label[] {
  const taken: Box[] = wanted.map(({ node }) => {
    const half = (sizeOf(node) / 2) * zoom;
    const [x, y] = [node.x * zoom, node.y * zoom];
    return { left: x - half, top: y - half, right: x + half, bottom: y + half };
  });
  const ordered = wanted.toSorted((a, b) => b.priority - a.priority);
  const labels: Label[] = [];
  for (const [rank, { node, text }] of ordered.entries()) {
    if (zoom < 0.4 && rank >= NAMES_WHEN_FAR) break;
    const full = { ...text, second: zoom < 0.6 ? "" : text.second };
    const label = firstFree(node, full, zoom, measure, taken);
    if (!label) continue;
    taken.push(label.box);
    labels.push(label);
  }
  return labels;
}

function firstFree(
  node: GraphNode,
  text: LabelText,
  zoom: number,
  measure: Measure,
  taken: Box[],
): Label | null {
  const own = node.label_side ?? "below";
  const sides = [own, ...SIDES.filter((side) => side !== own)];
  const shorter: LabelText[] = [text];
  if (text.second) shorter.push({ ...text, second: "" });
  for (const form of shorter) {
    const tags = form.tags.length > 0 ? measure(form.tags.join("  "), "bold") + 16 : 0;
    const width = Math.max(
      measure(form.first, "bold"),
      form.second ? measure(form.second, "plain") : 0,
      tags,
    );
    const lines = 1 + (form.second ? 1 : 0) + (form.tags.length > 0 ? 1.2 : 0);
    for (const side of sides) {
      const place = boxAt(node, side, zoom, width, lines);
      if (!taken.some((box) => overlap(box, place.box))) {
        return { ...form, id: node.id, ...place };
      }
    }
  }
  return null;
}

let context: CanvasRenderingContext2D | null = null;

/** Width of a text in pixels at 12 px, by the browser's own fonts. */
export function measureText(text: string, weight: "bold" | "plain"): number {
  context ??= document.createElement("canvas").getContext("2d");
  if (!context) return text.length * 7;
  context.font = `${weight === "bold" ? 600 : 400} 12px ${getComputedStyle(document.body).fontFamily}`;
  return context.measureText(text).width;
}
