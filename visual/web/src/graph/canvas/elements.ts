import type { ElementDefinition } from "cytoscape";
import type { GraphEdge, GraphNode } from "../../api/types";
import { toNumber } from "../../format/amount";
import { measureText } from "../label/textMeasure";
import { sizeOf } from "../layout/nodeSize";
import { iconImage, iconOf, type NodeIcon } from "./nodeIcons";
import type { Palette } from "./palette";

/** Width by amount: 1.25 px at one million, 1.75 px more for each power of ten. */
export function edgeWidth(amount: string | null): number {
  const value = toNumber(amount);
  if (value === null || value <= 0) return 1.25;
  return Math.min(7, Math.max(1.25, 1.25 + 1.75 * Math.log10(value / 1e6)));
}

function glyphColour(glyph: NodeIcon, controller: boolean, palette: Palette): string {
  if (controller) return palette.control ?? "";
  if (glyph === "bank") return palette.ownership ?? "";
  if (glyph === "case") return palette.litigation ?? "";
  return palette.text2 ?? "";
}

function shapeOf(node: GraphNode): string {
  switch (node.node_kind) {
    case "contact":
      return "contact";
    case "risk_event":
      return "case";
    case "account":
      return "account";
    case "guarantee":
    case "loan":
      return "contract";
    case "more":
      return "more";
    default:
      break;
  }
  if (node.party_type === "person") return "person";
  return node.party_type === "company" || !node.party_type ? "company" : "bank";
}

export type Marks = {
  selected: string | null;
  pinned: ReadonlySet<string>;
  controllers: ReadonlySet<string>;
  faded: ReadonlySet<string> | null;
};

export function nodeElement(
  node: GraphNode,
  marks: Marks,
  palette: Palette,
): ElementDefinition {
  const shape = shapeOf(node);
  const glyph = iconOf(node.node_kind, node.party_type);
  const controller = marks.controllers.has(node.id);
  const size = sizeOf(node);
  const band = shape === "company" ? node.band : null;
  const pill = shape === "more";
  const classes = [
    shape,
    band ? `band${band}` : shape === "company" ? "unscored" : "",
    controller ? "controller" : "",
    marks.selected === node.id ? "chosen" : "",
    marks.faded && !marks.faded.has(node.id) ? "faded" : "",
  ];
  return {
    group: "nodes",
    data: {
      id: node.id,
      width: pill
        ? measureText(node.subtitle?.en ?? "", "plain") * 1.1 + 28
        : shape === "account"
          ? size + 4
          : size,
      height: pill ? 26 : shape === "account" ? 24 : size,
      ...(glyph
        ? { image: iconImage(glyph, glyphColour(glyph, controller, palette)) }
        : {}),
    },
    position: { x: node.x, y: node.y },
    classes: classes.filter(Boolean).join(" "),
  };
}

export function edgeElement(
  edge: GraphEdge,
  arcHeight: number,
  marks: Marks,
): ElementDefinition {
  const idle =
    edge.force === "lapsed" || edge.force === "released" || edge.force === "no_effect";
  const classes = [
    edge.relation,
    edge.force ? `force-${edge.force}` : "",
    idle ? "idle" : "",
    Math.abs(arcHeight) > 0.5 ? "curved" : "",
    marks.selected === edge.id ? "chosen" : "",
    marks.faded && !marks.faded.has(edge.id) ? "faded" : "",
  ];
  return {
    group: "edges",
    data: {
      id: edge.id,
      source: edge.source,
      target: edge.target,
      arcHeight: arcHeight * 2,
      width: edge.relation === "guarantee" && !idle ? edgeWidth(edge.amount) : 1.5,
    },
    classes: classes.filter(Boolean).join(" "),
  };
}
