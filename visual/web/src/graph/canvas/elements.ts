import type { ElementDefinition } from "cytoscape";
import type { GraphEdge, GraphNode, LineStyle } from "../../api/types";
import { toNumber } from "../../format/amount";
import { FOLDED, type Vocabulary } from "../../vocabulary/vocabulary";
import { isIdle } from "../force";
import { measureText } from "../label/textMeasure";
import { iconImage } from "./nodeIcons";
import type { Palette } from "./palette";

/** The smallest at one million, 1.75 px more for each power of ten. */
export function widthOfAmount(amount: string | null, smallest: number): number {
  const value = toNumber(amount);
  if (value === null || value <= 0) return smallest;
  return Math.min(7, Math.max(smallest, smallest + 1.75 * Math.log10(value / 1e6)));
}

/** What the reader and the page single out, by id. */
export type Marks = {
  selected: string | null;
  pinned: ReadonlySet<string>;
  controllers: ReadonlySet<string>;
  faded: ReadonlySet<string> | null;
  /** What is there but not counted. */
  pale: ReadonlySet<string>;
};

/** Pixels of an icon, in nodes up to this size and in larger ones. */
const ICON = { small: 17, large: 26, upTo: 44 };
const FOLDED_HEIGHT = 26;
/** A barrel lies; the other shapes are as high as they are wide. */
const BARREL = { wider: 4, height: 2 / 3 };

function extentOf(node: GraphNode, shape: string): { width: number; height: number } {
  const { size } = node;
  if (shape === "barrel")
    return { width: size + BARREL.wider, height: size * BARREL.height };
  if (shape !== FOLDED) return { width: size, height: size };
  const text = measureText(node.subtitle?.en ?? "", "plain");
  return { width: text * 1.1 + 28, height: FOLDED_HEIGHT };
}

/** A node as Cytoscape draws it; what the style sheet does not know is in its data. */
export function nodeElement(
  node: GraphNode,
  marks: Marks,
  palette: Palette,
  vocabulary: Vocabulary,
): ElementDefinition {
  const { icon, colour, shape: outline } = vocabulary.nodeStyle(node);
  const shape = node.node_kind === FOLDED ? FOLDED : outline;
  const controller = marks.controllers.has(node.id);
  const banded = vocabulary.showsBand(node);
  const iconColour = controller ? "control" : colour === "lineS" ? "text2" : colour;
  const classes = [
    shape,
    banded ? (node.band ? `band${node.band}` : "unscored") : "",
    controller ? "controller" : "",
    marks.selected === node.id ? "chosen" : "",
    marks.faded && !marks.faded.has(node.id) ? "faded" : "",
    marks.pale.has(node.id) ? "pale" : "",
  ];
  return {
    group: "nodes",
    data: {
      id: node.id,
      ...extentOf(node, shape),
      icon: node.size > ICON.upTo ? ICON.large : ICON.small,
      outline: palette[colour] ?? "",
      image: icon ? iconImage(icon, palette[iconColour] ?? "") : "none",
    },
    position: { x: node.x, y: node.y },
    classes: classes.filter(Boolean).join(" "),
  };
}

const IDLE_WIDTH = 1.5;

function lineWidth(edge: GraphEdge, { by_amount, width }: LineStyle): number {
  if (!by_amount) return width;
  return isIdle(edge) ? IDLE_WIDTH : widthOfAmount(edge.amount, width);
}

/** An edge as Cytoscape draws it; what the style sheet does not know is in its data. */
export function edgeElement(
  edge: GraphEdge,
  arcHeight: number,
  marks: Marks,
  palette: Palette,
  vocabulary: Vocabulary,
): ElementDefinition {
  const { style } = vocabulary.relation(edge.relation);
  const classes = [
    `stroke-${style.stroke}`,
    `arrow-${style.arrow}`,
    edge.force ? `force-${edge.force}` : "",
    isIdle(edge) ? "idle" : "",
    Math.abs(arcHeight) > 0.5 ? "curved" : "",
    marks.selected === edge.id ? "chosen" : "",
    marks.faded && !marks.faded.has(edge.id) ? "faded" : "",
    marks.pale.has(edge.id) ? "pale" : "",
  ];
  return {
    group: "edges",
    data: {
      id: edge.id,
      source: edge.source,
      target: edge.target,
      arcHeight: arcHeight * 2,
      colour: palette[style.colour] ?? "",
      width: lineWidth(edge, style),
    },
    classes: classes.filter(Boolean).join(" "),
  };
}
