import type { GraphEdge, GraphNode } from "../../api/types";
import { cut, langOf, width } from "../../format/name";
import type { Words } from "../../i18n";
import type { Marks } from "../canvas/elements";
import type { ContagionMark } from "../layout/contagion";
import { type Link, rankOf } from "../layout/links";
import { boxOf, sizeOf } from "../layout/nodeSize";
import { type EdgeLabel, placeEdgeLabels } from "./edgeLabels";
import { type HullLabel, hullLabelBox } from "./hullLabels";
import { type NodeLabel, placeLabels } from "./nodeLabels";
import type { LineObstacle } from "./obstacles";
import { measureText } from "./textMeasure";

type Parts = { nodes: GraphNode[]; words: Words; zoom: number; marks: Marks };

const COLOURS: Record<string, string> = {
  ownership: "var(--ownership)",
  control: "var(--control)",
  transfer: "var(--transfer)",
  event: "var(--litigation)",
};

/** Relations that their shapes say already. */
const SELF_EVIDENT = new Set([
  "guarantee",
  "control",
  "contact",
  "event",
  "loan",
  "account",
  "more",
]);

/** What stands on a link: its amount or share, and why it has no force. */
export function edgeText(edge: GraphEdge, words: Words): string {
  if (edge.relation === "ownership" && edge.share !== null)
    return words.share(edge.share);
  const amount = edge.amount ? words.amount(edge.amount, edge.currency) : "";
  if (edge.force === "lapsed" || edge.force === "released" || edge.force === "called") {
    return `${amount} ${words.code("force", edge.force)}`.trim();
  }
  if (edge.force === "no_effect") {
    const reason = words.text(edge.force_reason) || words.t("force.no_effect");
    const why = reason.replace(/\s*[(（].*$/, "");
    return cut(`${amount} ${why}`.trim(), 30);
  }
  if (amount || SELF_EVIDENT.has(edge.relation)) return amount;
  return words.text(edge.label);
}

/** Below this zoom links carry no text. */
const SMALLEST_ZOOM = 0.45;

/** Labels of the links of a picture, placed. */
export function edgeLabelsOf(
  { nodes, words, zoom, marks }: Parts,
  links: Link[],
  contagion: ContagionMark[],
  labels: NodeLabel[],
  hullLabels: HullLabel[],
  obstacles: ReadonlyMap<string, LineObstacle>,
): EdgeLabel[] {
  if (zoom < SMALLEST_ZOOM) return [];
  const crossed = new Set(contagion.map((mark) => mark.id));
  const ordered = links.toSorted(
    (a, b) => rankOf(a.edge.relation) - rankOf(b.edge.relation),
  );
  const wanted = ordered.map(({ edge, curve, arcHeight }) => ({
    id: edge.id,
    curve,
    arcHeight,
    text: edgeText(edge, words),
    colour:
      edge.force === "called"
        ? "var(--distress)"
        : (COLOURS[edge.relation] ?? "var(--text2)"),
    faded: marks.faded !== null && !marks.faded.has(edge.id),
    optional: !edge.amount && edge.share === null,
    chevrons: crossed.has(edge.id),
  }));
  const taken = [
    ...nodes.map((node) => boxOf(node, zoom)),
    ...labels.map((label) => label.box),
    ...hullLabels.map(hullLabelBox),
  ];
  return placeEdgeLabels(
    wanted,
    zoom,
    taken,
    obstacles,
    (text) => measureText(text, "bold") * 0.92,
  );
}

/** A case leads with what happened; half a case number says nothing, nor "person". */
function nodeText(node: GraphNode, words: Words): { first: string; second: string } {
  const subtitle = words.text(node.subtitle);
  if (node.node_kind === "risk_event") {
    const [what = "", ...rest] = subtitle.split(" · ");
    const number = words.name(node) === what ? [] : [node.name];
    const second = [...rest, ...number].join(" · ");
    return { first: what, second: width(second) > 28 ? rest.join(" · ") : second };
  }
  const chinese =
    words.language === "en" &&
    node.node_kind === "party" &&
    node.name_en &&
    langOf(node.name) === "zh-CN"
      ? cut(words.shortChinese(node), 16)
      : "";
  const said = node.party_type === "person" ? "" : cut(subtitle, 28);
  return {
    first: cut(words.short(node)),
    second: [chinese, said].filter(Boolean).join(" · "),
  };
}

function priorityOf(
  node: GraphNode,
  focus: string | null,
  marks: Marks,
  ring: ReadonlySet<string>,
): number {
  if (node.id === focus) return 1e4;
  if (ring.has(node.id)) return 7e3 + sizeOf(node);
  if (marks.controllers.has(node.id)) return 6e3;
  return sizeOf(node) - 10 * (node.hops ?? 0);
}

/** Labels of the nodes of a picture, placed. */
export function nodeLabelsOf(
  { nodes, words, zoom, marks }: Parts,
  lines: LineObstacle[],
  focus: string | null,
  ring: ReadonlySet<string>,
): NodeLabel[] {
  const wanted = nodes
    .filter((node) => node.node_kind !== "more")
    .map((node) => ({
      node,
      text: nodeText(node, words),
      priority: priorityOf(node, focus, marks, ring),
    }));
  return placeLabels(wanted, nodes, lines, zoom, measureText);
}
