import type { GraphEdge, GraphNode, LineStyle, Relation } from "../../api/types";
import { cut, langOf, width } from "../../format/name";
import type { Words } from "../../i18n";
import { FOLDED, type Vocabulary } from "../../vocabulary/vocabulary";
import type { Marks } from "../canvas/elements";
import type { ContagionMark } from "../layout/contagion";
import type { Link } from "../layout/links";
import { coverOf } from "../layout/nodeSize";
import { type EdgeLabel, placeEdgeLabels } from "./edgeLabels";
import { type HullLabel, hullLabelBox } from "./hullLabels";
import { type LabelText, type NodeLabel, placeLabels } from "./nodeLabels";
import type { LineObstacle } from "./obstacles";
import { measureText } from "./textMeasure";

type Parts = {
  nodes: GraphNode[];
  words: Words;
  vocabulary: Vocabulary;
  zoom: number;
  marks: Marks;
};

/** Lines of ink: their texts are in that of the page, which reads better. */
const INK = new Set<LineStyle["colour"]>(["guarantee", "role", "lineS"]);

const textColour = ({ colour }: LineStyle): string =>
  `var(--${INK.has(colour) ? "text2" : colour})`;

/** An amount, or the sum of several and how many they are. */
function amountText(edge: GraphEdge, words: Words): string {
  if (edge.count < 2)
    return edge.amount ? words.amount(edge.amount, edge.currency) : "";
  const known = edge.sums.length > 0 || edge.amount === null ? edge.sums : [edge];
  const sums = known.map((sum) => words.amount(sum.amount, sum.currency));
  return `${sums.join(" + ")} ×${edge.count}`.trim();
}

/** What stands on a link: its amount or share, and why it has no force. */
export function edgeText(edge: GraphEdge, relation: Relation, words: Words): string {
  if (relation.measure === "share" && edge.share !== null) {
    return words.share(edge.share);
  }
  const amount = amountText(edge, words);
  if (edge.force === "lapsed" || edge.force === "released" || edge.force === "called") {
    return `${amount} ${words.code("force", edge.force)}`.trim();
  }
  if (edge.force === "no_effect") {
    const reason = words.text(edge.force_reason) || words.t("force.no_effect");
    const why = reason.replace(/\s*[(（].*$/, "");
    return cut(`${amount} ${why}`.trim(), 30);
  }
  if (amount || relation.self_evident) return amount;
  return words.text(edge.label);
}

/** Below this zoom links carry no text. */
const SMALLEST_ZOOM = 0.45;

/** Labels of the links of a picture, placed. */
export function edgeLabelsOf(
  { nodes, words, vocabulary, zoom, marks }: Parts,
  links: Link[],
  contagion: ContagionMark[],
  labels: NodeLabel[],
  hullLabels: HullLabel[],
  obstacles: ReadonlyMap<string, LineObstacle>,
): EdgeLabel[] {
  if (zoom < SMALLEST_ZOOM) return [];
  const crossed = new Set(contagion.map((mark) => mark.id));
  const ordered = links.toSorted(
    (a, b) => vocabulary.rank(a.relation.name) - vocabulary.rank(b.relation.name),
  );
  const wanted = ordered.map(({ edge, relation, curve, arcHeight }) => ({
    id: edge.id,
    curve,
    arcHeight,
    text: edgeText(edge, relation, words),
    colour: edge.force === "called" ? "var(--distress)" : textColour(relation.style),
    faded:
      marks.pale.has(edge.id) || (marks.faded !== null && !marks.faded.has(edge.id)),
    optional: !edge.amount && edge.share === null,
    chevrons: crossed.has(edge.id),
  }));
  const taken = [
    ...nodes.flatMap((node) => coverOf(node, zoom)),
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
function nodeText(node: GraphNode, words: Words, vocabulary: Vocabulary): LabelText {
  const subtitle = words.text(node.subtitle);
  if (vocabulary.isEvent(node.node_kind)) {
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
  const isPerson = vocabulary.nodeStyle(node).icon === "person";
  const said = isPerson ? "" : cut(subtitle, 28);
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
  if (ring.has(node.id)) return 7e3 + node.size;
  if (marks.controllers.has(node.id)) return 6e3;
  return node.size - 10 * (node.hops ?? 0);
}

/** Labels of the nodes of a picture, placed. */
export function nodeLabelsOf(
  { nodes, words, vocabulary, zoom, marks }: Parts,
  lines: LineObstacle[],
  focus: string | null,
  ring: ReadonlySet<string>,
): NodeLabel[] {
  const wanted = nodes
    .filter((node) => node.node_kind !== FOLDED)
    .map((node) => ({
      node,
      text: nodeText(node, words, vocabulary),
      priority: priorityOf(node, focus, marks, ring),
    }));
  return placeLabels(wanted, nodes, lines, zoom, measureText);
}
