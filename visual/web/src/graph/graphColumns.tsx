import type { GraphEdge, GraphNode } from "../api/types";
import { formatDay, formatPeriod } from "../format/date";
import { capitalised, type Words } from "../i18n/words";
import { amountColumn } from "../parts/amountColumn";
import type { Column } from "../parts/DataTable";
import { Band, Chip, NotCollected, PartyName, Tag } from "../parts/marks";
import { Pennant } from "../parts/Pennant";
import type { Vocabulary } from "../vocabulary/vocabulary";
import { totalHidden } from "./degree";
import { isPromise } from "./force";

const FORCE_TONES: Record<string, "better" | "distress"> = {
  in_force: "better",
  called: "distress",
};

function forceWords(edge: GraphEdge, words: Words): string {
  if (!isPromise(edge)) return "";
  const why = words.text(edge.force_reason);
  const word = words.code("force", edge.force);
  return why && why !== word && edge.force !== "in_force" ? `${word}: ${why}` : word;
}

/** The days for which a link holds; of several facts the first and the last start. */
export const periodOf = (edge: GraphEdge): string | null =>
  formatPeriod(edge.valid_from, edge.count > 1 ? edge.last : edge.valid_to);

/** The relation; of roles and kin, which one. */
export function relationWords(
  edge: GraphEdge,
  words: Words,
  vocabulary: Vocabulary,
): string {
  const { named_by } = vocabulary.relation(edge.relation);
  const which = named_by ? words.text(edge.label) : "";
  return which ? capitalised(which) : words.relation(edge.relation);
}

function nodeName(nodes: GraphNode[], words: Words) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return (id: string) => {
    const node = byId.get(id);
    return node ? words.short(node) : id;
  };
}

/** Columns of the table of links. */
export function linkColumns(
  nodes: GraphNode[],
  edges: GraphEdge[],
  words: Words,
  vocabulary: Vocabulary,
): Column<GraphEdge>[] {
  const { t } = words;
  const name = nodeName(nodes, words);
  const known: Column<GraphEdge> = {
    id: "known",
    head: t("col.known_since"),
    value: (edge) => formatDay(edge.recorded_from),
    show: (edge) => <span className="num">{formatDay(edge.recorded_from)}</span>,
  };
  const records: Column<GraphEdge> = {
    id: "records",
    head: t("details.records"),
    right: true,
    value: (edge) => edge.count,
  };
  return [
    {
      id: "relation",
      head: t("col.relation"),
      value: (edge) => relationWords(edge, words, vocabulary),
    },
    { id: "from", head: t("col.from"), value: (edge) => name(edge.source) },
    { id: "to", head: t("col.to"), value: (edge) => name(edge.target) },
    amountColumn(words, {
      id: "amount",
      head: "col.amount",
      rows: edges,
      of: (edge) => edge,
      blank: (edge) => {
        if (edge.sums.length > 0) {
          const sums = edge.sums.map(({ amount, currency }) =>
            words.amount(amount, currency),
          );
          return sums.join(" + ");
        }
        if (edge.share !== null) return words.share(edge.share);
        const { style } = vocabulary.relation(edge.relation);
        return style.by_amount && <NotCollected />;
      },
    }),
    {
      id: "force",
      head: t("col.force"),
      value: (edge) => forceWords(edge, words),
      show: (edge) =>
        isPromise(edge) && (
          <Tag tone={FORCE_TONES[edge.force] ?? "plain"}>{forceWords(edge, words)}</Tag>
        ),
    },
    {
      id: "valid",
      wide: true,
      head: t("col.valid"),
      value: periodOf,
      show: (edge) => <span className="num">{periodOf(edge)}</span>,
    },
    ...(edges.some((edge) => edge.count > 1) ? [records] : []),
    ...(edges.some((edge) => edge.recorded_from !== null) ? [known] : []),
    {
      id: "source",
      head: t("col.source"),
      value: (edge) => edge.source_records.map((record) => record.source).join(", "),
      show: (edge) =>
        edge.derived ? (
          <Chip chip={{ kind: "derived", text: t("tag.derived") }} />
        ) : (
          edge.source_records[0] && (
            <Chip chip={{ kind: "fact", text: edge.source_records[0].source }} />
          )
        ),
    },
  ];
}

/** Columns of the table of nodes. */
export function nodeColumns(
  edges: GraphEdge[],
  words: Words,
  vocabulary: Vocabulary,
): Column<GraphNode>[] {
  const { t } = words;
  const links = new Map<string, number>();
  for (const id of edges.flatMap((edge) => [edge.source, edge.target])) {
    links.set(id, (links.get(id) ?? 0) + 1);
  }
  return [
    {
      id: "band",
      head: t("col.band"),
      width: 56,
      value: (node) => node.band,
      show: (node) =>
        vocabulary.showsBand(node) && (
          <span className="row">
            <Band band={node.band} />
            {node.flag?.band && <Pennant band={node.flag.band} />}
          </span>
        ),
    },
    {
      id: "flag",
      head: t("flag.title"),
      exportOnly: true,
      value: (node) => node.flag?.band ?? (node.flag ? t("flag.rule") : null),
    },
    {
      id: "name",
      wide: true,
      head: t("col.name"),
      value: (node) => words.name(node),
      show: (node) => <PartyName party={node} />,
    },
    { id: "kind", head: t("col.kind"), value: (node) => words.nodeKind(node) },
    {
      id: "pd",
      head: t("col.pd"),
      right: true,
      value: (node) => (node.pd === null ? null : words.percent(node.pd)),
    },
    {
      id: "hops",
      head: t("col.hops"),
      right: true,
      value: (node) => node.hops,
    },
    {
      id: "links",
      head: t("col.links"),
      right: true,
      value: (node) => links.get(node.id) ?? 0,
    },
    {
      id: "hidden",
      head: t("col.hidden"),
      right: true,
      value: (node) => totalHidden(node) || null,
    },
  ];
}
