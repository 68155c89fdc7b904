import type { StylesheetJson } from "cytoscape";
import type { Palette } from "./palette";

type Rule = { selector: string; style: Record<string, unknown> };

function nodeRules(p: Palette): Rule[] {
  const glyph = { "background-image": "data(image)" };
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
        "background-width": "17px",
        "background-height": "17px",
        ...outlined(p.lineS),
        "overlay-opacity": 0,
        "z-index": 2,
      },
    },
    {
      selector: ".company",
      style: { shape: "round-rectangle", "corner-radius": "7px" },
    },
    { selector: ".unscored", style: { "border-style": "dashed" } },
    {
      selector: ".person",
      style: { shape: "ellipse", ...glyph, ...outlined(p.lineS) },
    },
    {
      selector: ".bank",
      style: { shape: "round-hexagon", ...glyph, ...outlined(p.ownership) },
    },
    { selector: "node.contact", style: { shape: "round-diamond", ...glyph } },
    { selector: "node.account", style: { shape: "barrel", ...glyph } },
    { selector: ".contract", style: { shape: "cut-rectangle", ...glyph } },
    {
      selector: ".case",
      style: { shape: "octagon", ...glyph, ...outlined(p.litigation) },
    },
    {
      selector: ".more",
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

function edgeRules(p: Palette): Rule[] {
  const line = (colour: string | undefined, head: string) => ({
    "line-color": colour,
    "target-arrow-color": colour,
    "target-arrow-shape": head,
  });
  const dotted = { "line-style": "dashed", "line-dash-pattern": [1.5, 3] };
  return [
    {
      selector: "edge",
      style: {
        width: 1.5,
        "curve-style": "straight",
        "arrow-scale": 1.05,
        "target-distance-from-node": 2,
        "overlay-opacity": 0,
        ...line(p.role, "circle"),
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
    {
      selector: "edge.guarantee",
      style: { width: "data(width)", ...line(p.guarantee, "triangle") },
    },
    { selector: ".ownership", style: { width: 1.6, ...line(p.ownership, "vee") } },
    {
      selector: "edge.control",
      style: {
        "line-style": "dashed",
        "line-dash-pattern": [7, 4],
        ...line(p.control, "diamond"),
      },
    },
    {
      selector: "edge.role, edge.family, edge.contact",
      style: { ...dotted, ...line(p.role, "circle"), "arrow-scale": 0.8 },
    },
    { selector: ".transfer", style: line(p.transfer, "chevron") },
    {
      selector: ".event",
      style: {
        ...line(p.litigation, "none"),
        "source-arrow-shape": "tee",
        "source-arrow-color": p.litigation,
        "source-distance-from-node": 3,
      },
    },
    { selector: "edge.more", style: line(p.lineS, "none") },
    { selector: "edge.loan, edge.account", style: line(p.role, "vee") },
    {
      selector: ".idle",
      style: {
        "line-style": "dashed",
        "line-dash-pattern": [6, 5],
        "target-arrow-fill": "hollow",
        ...line(p.lineS, "triangle"),
      },
    },
    { selector: ".force-no_effect", style: dotted },
    { selector: ".force-called", style: line(p.distress, "triangle") },
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
  ];
}

export function stylesheet(palette: Palette): StylesheetJson {
  return [...nodeRules(palette), ...edgeRules(palette)] as StylesheetJson;
}
