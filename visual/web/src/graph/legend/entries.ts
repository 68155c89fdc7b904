import type { NodeStyle, Relation } from "../../api/types";
import type { Words } from "../../i18n";
import { uncapitalised } from "../../i18n/words";
import { FOLDED, type Vocabulary } from "../../vocabulary/vocabulary";
import type { Picture } from "../workspace";
import type { LineSample } from "./samples";

/** What is drawn, and what it means. */
export type Entry<Sample> = { sample: Sample; text: string };

/** One entry for each way of drawing, with the words of all that is drawn so. */
function grouped<Item, Sample>(
  items: Item[],
  sampleOf: (item: Item) => Sample,
  textOf: (item: Item) => string,
  words: Words,
): Entry<Sample>[] {
  const groups = new Map<string, { sample: Sample; texts: Set<string> }>();
  for (const item of items) {
    const sample = sampleOf(item);
    const key = JSON.stringify(sample);
    const group = groups.get(key) ?? { sample, texts: new Set() };
    groups.set(key, group);
    group.texts.add(uncapitalised(textOf(item)));
  }
  return [...groups.values()].map(({ sample, texts }) => ({
    sample,
    text: words.list([...texts]),
  }));
}

const BOLD = 2.4;
const CALLED: LineSample = {
  colour: "distress",
  stroke: "solid",
  arrow: "triangle",
  width: BOLD,
};
const isPromise = (relation: Relation): boolean => relation.loss !== "none";

function sampleOf({ style }: Relation): LineSample {
  const { colour, stroke, arrow, by_amount } = style;
  return { colour, stroke, arrow, ...(by_amount ? { width: BOLD } : {}) };
}

/** The relations of a picture, those that can be lost first and with their distress. */
export function relationEntries(
  { edges }: Picture,
  contagion: boolean,
  words: Words,
  vocabulary: Vocabulary,
): Entry<LineSample>[] {
  const names = new Set(edges.map((edge) => edge.relation));
  const drawn = vocabulary.relations.filter(({ name }) => names.has(name));
  const textOf = ({ legend, style }: Relation) =>
    contagion && style.by_amount
      ? words.t("legend.by_amount", { legend: words.text(legend) })
      : words.text(legend);
  const entries = (relations: Relation[]) =>
    grouped(relations, sampleOf, textOf, words);
  const promises = drawn.filter(isPromise);
  const distress = promises.slice(0, contagion ? 1 : 0).map(({ style }) => ({
    sample: { colour: style.colour, stroke: style.stroke, arrow: "waves" as const },
    text: words.t("legend.distress"),
  }));
  const others = drawn.filter((relation) => !isPromise(relation));
  return [...entries(promises), ...distress, ...entries(others)];
}

/** The states of legal force that a picture shows, but for being in force. */
export function forceEntries({ edges }: Picture, words: Words): Entry<LineSample>[] {
  const forces = new Set(edges.map((edge) => edge.force));
  const idle = { colour: "lineS", arrow: "hollow" } as const;
  const entries: [boolean, Entry<LineSample>][] = [
    [
      forces.has("lapsed") || forces.has("released"),
      { sample: { ...idle, stroke: "dashed" }, text: words.t("legend.lapsed") },
    ],
    [
      forces.has("no_effect"),
      { sample: { ...idle, stroke: "dotted" }, text: words.t("legend.no_effect") },
    ],
    [forces.has("called"), { sample: CALLED, text: words.t("legend.called") }],
  ];
  return entries.flatMap(([shown, entry]) => (shown ? [entry] : []));
}

/** Nodes without a risk band, unless the line that leads to them says what they are. */
export function nodeEntries(
  { nodes, edges }: Picture,
  words: Words,
  vocabulary: Vocabulary,
): Entry<NodeStyle>[] {
  const relations = [...new Set(edges.map((edge) => edge.relation))].map((name) =>
    vocabulary.relation(name),
  );
  const isSaid = (kind: string) =>
    relations.some(
      ({ head_kind, tail_kind, self_evident }) =>
        self_evident && head_kind === kind && tail_kind !== kind,
    );
  const shown = nodes.filter(
    (node) =>
      node.node_kind !== FOLDED &&
      !vocabulary.showsBand(node) &&
      !isSaid(node.node_kind),
  );
  return grouped(
    shown,
    (node) => vocabulary.nodeStyle(node),
    (node) => words.nodeKind(node),
    words,
  );
}
