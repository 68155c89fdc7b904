import type { GraphEdge, GraphNode } from "../api/types";
import { cut, langOf, width } from "../format/name";
import type { Words } from "../i18n";
import type { HullTag } from "./BackLayer";
import { type EdgeText, placeEdgeTexts } from "./edgeTexts";
import type { Marks } from "./elements";
import type { Wave } from "./FrontLayer";
import { type Curve, curveOf, pointsOf, sizeOf } from "./geometry";
import type { Course } from "./ground";
import { boxOf, type Label, measureText, placeLabels } from "./labels";
import { tagBox } from "./tags";
import type { Picture } from "./workspace";

type Parts = { nodes: GraphNode[]; words: Words; zoom: number; marks: Marks };

const COLOURS: Record<string, string> = {
  ownership: "var(--ownership)",
  control: "var(--control)",
  transfer: "var(--transfer)",
  event: "var(--litigation)",
};

/** Relations that their shapes say already. */
const SILENT = new Set([
  "guarantee",
  "control",
  "contact",
  "event",
  "loan",
  "account",
  "more",
]);

/** What speaks first where there is no room for all. */
const LOUDEST = ["guarantee", "control", "ownership", "event", "transfer", "family"];

const loudness = (relation: string): number => {
  const rank = LOUDEST.indexOf(relation);
  return rank < 0 ? LOUDEST.length : rank;
};

/** Links as tables and amounts take them: by relation, then by amount. */
export function inOrder(edges: GraphEdge[]): GraphEdge[] {
  return edges.toSorted(
    (a, b) =>
      loudness(a.relation) - loudness(b.relation) ||
      Number(b.amount ?? 0) - Number(a.amount ?? 0),
  );
}

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
  if (amount || SILENT.has(edge.relation)) return amount;
  return words.text(edge.label);
}

function distressOf(edge: GraphEdge): -1 | 0 | 1 {
  const carries = edge.force === "in_force" || edge.force === "called";
  if (!carries || edge.relation !== "guarantee") return 0;
  return edge.loss === "head_to_tail" ? -1 : edge.loss === "tail_to_head" ? 1 : 0;
}

const SMALLEST_WITH_AMOUNTS = 0.45;
const HEAVY = 1.6;
const LIGHT = 0.7;

/** The course of a link; a guarantee in force must be seen whole, a role need not be. */
export function courseOf({ edge, curve }: Link): Course {
  const heavy = edge.relation === "guarantee" && edge.force === "in_force";
  const light = edge.relation === "role" || edge.relation === "contact";
  return { points: pointsOf(curve), weight: heavy ? HEAVY : light ? LIGHT : 1 };
}

export type Link = { edge: GraphEdge; curve: Curve; bow: number };

export function linksOf(
  nodes: GraphNode[],
  edges: GraphEdge[],
  bowOf: ReadonlyMap<string, number>,
): Link[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return edges.flatMap((edge) => {
    const [a, b] = [byId.get(edge.source), byId.get(edge.target)];
    if (!a || !b) return [];
    const bow = bowOf.get(edge.id) ?? 0;
    return { edge, bow, curve: curveOf(a, b, bow) };
  });
}

/** Links that distress crosses: inside the circle where there is one. */
export function wavesOf(
  links: Link[],
  ring: ReadonlySet<string>,
  lit: ReadonlySet<string> | null,
): Wave[] {
  return links.flatMap(({ edge, curve }) => {
    const inside = ring.size === 0 || (ring.has(edge.source) && ring.has(edge.target));
    const distress = inside ? distressOf(edge) : 0;
    if (distress === 0) return [];
    return { id: edge.id, curve, distress, faded: lit !== null && !lit.has(edge.id) };
  });
}

export function textsFor(
  { nodes, words, zoom, marks }: Parts,
  links: Link[],
  waves: Wave[],
  labels: Label[],
  tags: HullTag[],
  courses: ReadonlyMap<string, Course>,
): EdgeText[] {
  if (zoom < SMALLEST_WITH_AMOUNTS) return [];
  const crossed = new Set(waves.map((wave) => wave.id));
  const ordered = links.toSorted(
    (a, b) => loudness(a.edge.relation) - loudness(b.edge.relation),
  );
  const wanted = ordered.map(({ edge, curve, bow }) => ({
    id: edge.id,
    curve,
    bow,
    text: edgeText(edge, words),
    colour:
      edge.force === "called"
        ? "var(--distress)"
        : (COLOURS[edge.relation] ?? "var(--text2)"),
    faded: marks.faded !== null && !marks.faded.has(edge.id),
    shy: !edge.amount && edge.share === null,
    chevrons: crossed.has(edge.id),
  }));
  const taken = [
    ...nodes.map((node) => boxOf(node, zoom)),
    ...labels.map((label) => label.box),
    ...tags.map(tagBox),
  ];
  return placeEdgeTexts(
    wanted,
    zoom,
    taken,
    courses,
    (text) => measureText(text, "bold") * 0.92,
  );
}

/** A case leads with what happened; half a case number says nothing, nor "person". */
function textOf(node: GraphNode, words: Words): { first: string; second: string } {
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

export function labelsFor(
  { nodes, words, zoom, marks }: Parts,
  lines: Course[],
  focus: string | null,
  ring: ReadonlySet<string>,
): Label[] {
  const wanted = nodes
    .filter((node) => node.node_kind !== "more")
    .map((node) => ({
      node,
      text: textOf(node, words),
      priority: priorityOf(node, focus, marks, ring),
    }));
  return placeLabels(wanted, nodes, lines, zoom, measureText);
}

export const totalHidden = (node: GraphNode): number =>
  Object.values(node.hidden).reduce((sum, count) => sum + count, 0);

const HUB = 20;

/** Degrees of hubs: what is drawn and what is folded away. */
export function hubsOf(nodes: GraphNode[], edges: GraphEdge[]): Map<string, number> {
  const hubs = nodes.filter(
    (node) => node.node_kind !== "more" && totalHidden(node) >= HUB,
  );
  return new Map(
    hubs.map((node) => {
      const drawn = edges.filter(
        (edge) =>
          edge.relation !== "more" &&
          (edge.source === node.id || edge.target === node.id),
      );
      return [node.id, drawn.length + totalHidden(node)];
    }),
  );
}

/** Most links of one relation that are drawn at a node: what the next page adds to. */
export function widest({ edges }: Picture, id: string): number {
  const counts = new Map<string, number>();
  for (const { relation, source, target } of edges) {
    if (source === id || target === id) {
      counts.set(relation, (counts.get(relation) ?? 0) + 1);
    }
  }
  return Math.max(0, ...counts.values());
}
