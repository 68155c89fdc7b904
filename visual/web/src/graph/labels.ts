import type { GraphNode } from "../api/types";
import { type Curve, sizeOf } from "./geometry";
import type { Point } from "./placement";

type LabelSide = "left" | "right" | "above" | "below";

export type Box = { left: number; top: number; right: number; bottom: number };

export type LabelText = { first: string; second: string };

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
const OTHER_SIDE = 4;
const SHIFTS = [0, 15, -15];
const SIDES: LabelSide[] = ["below", "right", "left", "above"];

export const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

const holds = (box: Box, point: Point): boolean =>
  box.left < point.x &&
  point.x < box.right &&
  box.top < point.y &&
  point.y < box.bottom;

export function boxOf(node: GraphNode, zoom: number): Box {
  const half = (sizeOf(node) / 2) * zoom;
  const wide = node.node_kind === "more" ? half * 3.4 : half;
  const [x, y] = [node.x * zoom, node.y * zoom];
  return { left: x - wide, top: y - half, right: x + wide, bottom: y + half };
}

function placeAt(
  node: GraphNode,
  side: LabelSide,
  zoom: number,
  width: number,
  lines: number,
  shift: number,
): Omit<Label, keyof LabelText | "id"> {
  const half = (sizeOf(node) / 2) * zoom;
  const [cx, cy] = [node.x * zoom, node.y * zoom];
  const height = lines * LINE;
  const beside = side === "left" || side === "right";
  const above = cy - half - 3 - height;
  const top = beside
    ? cy - height / 2 + shift
    : side === "below"
      ? cy + half + 3
      : above;
  const x = side === "left" ? cx - half - GAP : side === "right" ? cx + half + GAP : cx;
  const left = side === "left" ? x - width : side === "right" ? x : x - width / 2;
  return {
    anchor: side === "left" ? "end" : side === "right" ? "start" : "middle",
    x,
    y: top + 12,
    box: { left, top, right: left + width, bottom: top + height },
  };
}

/** The free side that covers the least of the links; the service's own side first. */
function bestSide(
  node: GraphNode,
  text: LabelText,
  zoom: number,
  measure: Measure,
  taken: Box[],
  links: Point[],
): Label | null {
  const own = SIDES.find((side) => side === node.label_side) ?? "below";
  const second = text.second ? measure(text.second, "plain") * 0.93 : 0;
  const width = Math.max(measure(text.first, "bold"), second);
  let best: Label | null = null;
  let least = Number.POSITIVE_INFINITY;
  const lines = text.second ? 2 : 1;
  for (const side of [own, ...SIDES.filter((other) => other !== own)]) {
    const beside = side === "left" || side === "right";
    for (const shift of beside ? SHIFTS : [0]) {
      const place = placeAt(node, side, zoom, width, lines, shift);
      if (taken.some((box) => overlap(box, place.box))) continue;
      const covered = links.filter((point) => holds(place.box, point)).length;
      const cost = covered + (side === own ? 0 : OTHER_SIDE) + (shift === 0 ? 0 : 1);
      if (cost >= least) continue;
      least = cost;
      best = { ...text, id: node.id, ...place };
    }
  }
  return best;
}

export type Wanted = { node: GraphNode; text: LabelText; priority: number };

/**
 * Sides for all labels, the important first. One that finds no room on any side loses its
 * second line, then its name; the digit inside the node always stays.
 */
export function placeLabels(
  wanted: Wanted[],
  nodes: GraphNode[],
  curves: Curve[],
  tags: Box[],
  zoom: number,
  measure: Measure,
): Label[] {
  const taken = [...tags, ...nodes.map((node) => boxOf(node, zoom))];
  const links = curves.flatMap((curve) => samples(curve, zoom));
  const ordered = wanted.toSorted((a, b) => b.priority - a.priority);
  const labels: Label[] = [];
  for (const [rank, { node, text }] of ordered.entries()) {
    if (zoom < 0.4 && rank >= NAMES_WHEN_FAR) break;
    const short = { ...text, second: "" };
    const full = zoom < 0.6 ? short : text;
    const label =
      bestSide(node, full, zoom, measure, taken, links) ??
      bestSide(node, short, zoom, measure, taken, links);
    if (!label) continue;
    taken.push(label.box);
    labels.push(label);
  }
  return labels;
}

const SAMPLES = 14;

function samples(curve: Curve, zoom: number): Point[] {
  return Array.from({ length: SAMPLES }, (_, k) => {
    const t = curve.start + ((curve.end - curve.start) * (k + 0.5)) / SAMPLES;
    const { x, y } = curve.at(t);
    return { x: x * zoom, y: y * zoom };
  });
}

let context: CanvasRenderingContext2D | null = null;

/** Width of a text in pixels at 12 px, by the browser's own fonts. */
export function measureText(text: string, weight: "bold" | "plain"): number {
  context ??= document.createElement("canvas").getContext("2d");
  if (!context) return text.length * 7;
  const { fontFamily } = getComputedStyle(document.body);
  context.font = `${weight === "bold" ? 600 : 400} 12px ${fontFamily}`;
  return context.measureText(text).width;
}
