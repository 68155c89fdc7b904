import type { StylesheetJson } from "cytoscape";
import type { LineStyle, NodeStyle } from "../../api/types";
import { FOLDED } from "../../vocabulary/vocabulary";
import type { Palette } from "./palette";

type Rule = { selector: string; style: Record<string, unknown> };

/** Cytoscape's names for the closed sets of the vocabulary. */
const SHAPES: Record<NodeStyle["shape"], string> = {
  box: "round-rectangle",
  circle: "ellipse",
  hexagon: "round-hexagon",
  diamond: "round-diamond",
  barrel: "barrel",
  document: "cut-rectangle",
  octagon: "octagon",
};
const ARROWS: Record<LineStyle["arrow"], string> = {
  triangle: "triangle",
  vee: "vee",
  diamond: "diamond",
  dot: "circle",
  chevron: "chevron",
  bar: "none",
  none: "none",
};

function nodeRules(p: Palette): Rule[] {
  const outlined = (colour: string | undefined) => ({
    "border-color": colour,
    "border-width": 1.5,
  });
  return [
    {
      selector: "node",
      style: {
        width: "data(width)",
        height: "data(height)",
        "background-color": p.surface,
        "background-image": "data(image)",
        "background-width": "data(icon)",
        "background-height": "data(icon)",
        ...outlined("data(outline)"),
        "overlay-opacity": 0,
        "z-index": 2,
      },
    },
    ...Object.entries(SHAPES).map(([name, shape]) => ({
      selector: `.${name}`,
      style: { shape },
    })),
    { selector: ".box", style: { "corner-radius": "7px" } },
    { selector: ".unscored", style: { "border-style": "dashed" } },
    {
      selector: `.${FOLDED}`,
      style: {
        shape: "round-rectangle",
        "corner-radius": "13px",
        "border-style": "dashed",
      },
    },
    ...[1, 2, 3, 4, 5].map((band) => ({
      selector: `.band${band}`,
      style: {
        "background-color": p[`band${band}`],
        ...outlined(p[`band${band}L`]),
      },
    })),
    { selector: ".controller", style: outlined(p.control) },
    {
      selector: "node.hovered",
      style: {
        "underlay-color": p.accentW,
        "underlay-opacity": 1,
        "underlay-padding": 8,
        "underlay-shape": "round-rectangle",
      },
    },
    {
      selector: "node.chosen",
      style: {
        "border-color": p.accent,
        "border-width": 2.5,
        "outline-color": p.accent,
        "outline-width": 1.5,
        "outline-offset": 3,
      },
    },
    { selector: "node.faded", style: { opacity: 0.45 } },
    { selector: "node.dim", style: { opacity: 0.45 } },
  ];
}

const DOTTED = { "line-style": "dashed", "line-dash-pattern": [1.5, 3] };
const DASHED = { "line-style": "dashed", "line-dash-pattern": [7, 4] };

function edgeRules(p: Palette): Rule[] {
  const coloured = (colour: string | undefined) => ({
    "line-color": colour,
    "target-arrow-color": colour,
    "source-arrow-color": colour,
  });
  return [
    {
      selector: "edge",
      style: {
        width: "data(width)",
        "curve-style": "straight",
        "arrow-scale": 1.05,
        "target-distance-from-node": 2,
        "overlay-opacity": 0,
        ...coloured("data(colour)"),
        "z-index": 1,
      },
    },
    {
      selector: ".curved",
      style: {
        "curve-style": "unbundled-bezier",
        "control-point-distances": "data(arcHeight)",
        "control-point-weights": 0.5,
        "edge-distances": "node-position",
      },
    },
    { selector: ".stroke-dashed", style: DASHED },
    { selector: ".stroke-dotted", style: DOTTED },
    ...Object.entries(ARROWS).map(([name, shape]) => ({
      selector: `.arrow-${name}`,
      style: { "target-arrow-shape": shape },
    })),
    { selector: ".arrow-dot", style: { "arrow-scale": 0.8 } },
    {
      selector: ".arrow-bar",
      style: { "source-arrow-shape": "tee", "source-distance-from-node": 3 },
    },
    {
      selector: ".idle",
      style: {
        "line-style": "dashed",
        "line-dash-pattern": [6, 5],
        "target-arrow-fill": "hollow",
        ...coloured(p.lineS),
      },
    },
    { selector: ".force-no_effect", style: DOTTED },
    { selector: ".force-called", style: coloured(p.distress) },
    {
      selector: "edge.chosen",
      style: {
        "underlay-color": p.accent,
        "underlay-opacity": 0.22,
        "underlay-padding": 5,
      },
    },
    { selector: "edge.faded", style: { opacity: 0.28 } },
    { selector: "edge.dim", style: { opacity: 0.45 } },
    { selector: ".pale", style: { opacity: 0.36 } },
  ];
}

/** Cytoscape's style sheet in these colours. */
export function stylesheet(palette: Palette): StylesheetJson {
  return [...nodeRules(palette), ...edgeRules(palette)] as StylesheetJson;
}
