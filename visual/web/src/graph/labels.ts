import type { GraphNode } from "../api/types";
import { type Box, overlap } from "./box";
import { sizeOf } from "./geometry";
import { type Course, Ground } from "./ground";
import { LINE, type Spot, spotsOf } from "./spots";

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

const NAMES_WHEN_FAR = 20;
/** Two names on one line must not read as one. */
const APART = 6;
/** Losing the second line is better than covering a line, worse than another side. */
const SECOND_COST = 4;

export function boxOf(node: GraphNode, zoom: number): Box {
  const half = (sizeOf(node) / 2) * zoom;
  const wide = node.node_kind === "more" ? half * 3.4 : half;
  const [x, y] = [node.x * zoom, node.y * zoom];
  return { left: x - wide, top: y - half, right: x + wide, bottom: y + half };
}

type Room = { zoom: number; measure: Measure; taken: Box[]; ground: Ground };
type Found = { label: Label; cost: number };

/** The free place that costs least, for one or two lines of text. */
function bestPlace(node: GraphNode, text: LabelText, room: Room): Found | null {
  const { zoom, measure, taken, ground } = room;
  const second = text.second ? measure(text.second, "plain") * 0.93 : 0;
  const width = Math.max(measure(text.first, "bold"), second);
  let best: Found | null = null;
  const consider = (spot: Spot) => {
    if (best && spot.cost >= best.cost) return;
    if (taken.some((box) => overlap(box, spot.box))) return;
    const cost = spot.cost + ground.costOf(spot.box);
    if (best && cost >= best.cost) return;
    const { anchor, x, y, box } = spot;
    best = { cost, label: { ...text, id: node.id, anchor, x, y, box } };
  };
  const height = (text.second ? 2 : 1) * LINE;
  for (const spot of spotsOf(node, zoom, width, height)) consider(spot);
  return best;
}

export type Wanted = { node: GraphNode; text: LabelText; priority: number };

/**
 * Places for all labels, the important first, off the `lines` of the picture where that
 * is possible: another side before a lost second line, that before a covered line. One
 * that finds no room at all loses its name; the digit inside the node always stays.
 */
export function placeLabels(
  wanted: Wanted[],
  nodes: GraphNode[],
  lines: Course[],
  zoom: number,
  measure: Measure,
): Label[] {
  const taken = nodes.map((node) => boxOf(node, zoom));
  const room = { zoom, measure, taken, ground: new Ground(lines, zoom) };
  const ordered = wanted.toSorted((a, b) => b.priority - a.priority);
  const labels: Label[] = [];
  for (const [rank, { node, text }] of ordered.entries()) {
    if (zoom < 0.4 && rank >= NAMES_WHEN_FAR) break;
    const short = { ...text, second: "" };
    const full = zoom < 0.6 ? short : text;
    const best = bestPlace(node, full, room);
    const other =
      full.second && (!best || best.cost > SECOND_COST)
        ? bestPlace(node, short, room)
        : null;
    const keep = best && (!other || best.cost <= other.cost + SECOND_COST);
    const label = keep ? best.label : other?.label;
    if (!label) continue;
    const { left, right, ...rest } = label.box;
    taken.push({ ...rest, left: left - APART, right: right + APART });
    labels.push(label);
  }
  return labels;
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
