import type { GraphNode } from "../../api/types";
import { type Box, overlap } from "../layout/geometry";
import { coverOf } from "../layout/nodeSize";
import { type LabelCandidate, LINE_HEIGHT, labelCandidates } from "./candidates";
import { type LineObstacle, ObstacleIndex } from "./obstacles";
import type { Measure } from "./textMeasure";

/** A name, and what is said under it where there is room. */
export type LabelText = { first: string; second: string };

/** A label at its place. */
export type NodeLabel = LabelText & {
  id: string;
  anchor: "start" | "middle" | "end";
  /** Where the first base line starts, in screen pixels from the origin of the picture. */
  x: number;
  y: number;
  box: Box;
};

const NAMES_WHEN_FAR = 20;
/** Two names on one line must not read as one. */
const APART = 6;
/** Losing the second line is better than covering a line, worse than another side. */
const SECOND_COST = 4;

type Surroundings = {
  zoom: number;
  measure: Measure;
  taken: Box[];
  index: ObstacleIndex;
};
type Found = { label: NodeLabel; cost: number };

/** The free place that costs least, for one or two lines of text. */
function bestPlace(node: GraphNode, text: LabelText, room: Surroundings): Found | null {
  const { zoom, measure, taken, index } = room;
  const second = text.second ? measure(text.second, "plain") * 0.93 : 0;
  const width = Math.max(measure(text.first, "bold"), second);
  let best: Found | null = null;
  const consider = (candidate: LabelCandidate) => {
    if (best && candidate.cost >= best.cost) return;
    if (taken.some((box) => overlap(box, candidate.box))) return;
    const cost = candidate.cost + index.costOf(candidate.box);
    if (best && cost >= best.cost) return;
    const { anchor, x, y, box } = candidate;
    best = { cost, label: { ...text, id: node.id, anchor, x, y, box } };
  };
  const height = (text.second ? 2 : 1) * LINE_HEIGHT;
  for (const candidate of labelCandidates(node, zoom, width, height))
    consider(candidate);
  return best;
}

/** A label that wants a place; the highest `priority` chooses first. */
export type LabelRequest = { node: GraphNode; text: LabelText; priority: number };

/**
 * Places for all labels, the important first, off the `lines` of the picture where that
 * is possible: another side before a lost second line, that before a covered line. One
 * that finds no room at all loses its name; the digit inside the node always stays.
 */
export function placeLabels(
  wanted: LabelRequest[],
  nodes: GraphNode[],
  lines: LineObstacle[],
  zoom: number,
  measure: Measure,
): NodeLabel[] {
  const taken = nodes.flatMap((node) => coverOf(node, zoom));
  const room = { zoom, measure, taken, index: new ObstacleIndex(lines, zoom) };
  const ordered = wanted.toSorted((a, b) => b.priority - a.priority);
  const labels: NodeLabel[] = [];
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
