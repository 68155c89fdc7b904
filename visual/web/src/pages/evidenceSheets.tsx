import type { Evidence, EvidenceEdge, ModelScore } from "../api/types";
import { fileName } from "../format/csv";
import { formatDay } from "../format/date";
import { formatSigned } from "../format/probability";
import { pictureId } from "../graph/nodeIds";
import { type Sheet, sheetOf } from "../graph/TablePanel";
import { capitalised, type Words } from "../i18n/words";
import { amountColumn } from "../parts/amountColumn";
import type { Column } from "../parts/DataTable";
import { PartyName, Tag } from "../parts/marks";
import { Pennant } from "../parts/Pennant";
import type { Vocabulary } from "../vocabulary/vocabulary";
import { isRest, reasonKey, shownReasons } from "./flagRows";
import { factsBehind, GROUPS, isGroup } from "./whatIf";

export type Selection = {
  selected: string | null;
  onSelect: (id: string | null) => void;
  onOpen: (id: string) => void;
};

/** A node of the evidence: a firm with its score, or what two firms share. */
export type EvidenceRow = {
  id: string;
  name: string;
  name_en: string | null;
  why: string;
  kind: string;
  rank: number | null;
  chance: number | null;
  band: number | null;
};

/** Firms as the service lists them, then the persons and contacts that they share. */
export function evidenceRows(evidence: Evidence, words: Words): EvidenceRow[] {
  const unscored = { rank: null, chance: null, band: null };
  return [
    ...evidence.companies.map((firm) => ({
      ...firm,
      kind: words.partyType("company"),
    })),
    ...evidence.persons.map((person) => ({
      ...person,
      ...unscored,
      why: "person",
      kind: words.partyType("natural_person"),
    })),
    ...evidence.contacts.map(({ id, name, label }) => ({
      id: pictureId("contact", id),
      name,
      name_en: null,
      ...unscored,
      why: "contact",
      kind:
        capitalised(words.text(label)) ||
        words.nodeKind({ node_kind: "contact", party_type: null }),
    })),
  ];
}

/** Facts by group and, within it, by day. */
export function factsInOrder({ edges }: Evidence): EvidenceEdge[] {
  const rank = (edge: EvidenceEdge) =>
    isGroup(edge.group) ? GROUPS.indexOf(edge.group) : GROUPS.length;
  return edges.toSorted(
    (a, b) => rank(a) - rank(b) || (a.date ?? "").localeCompare(b.date ?? ""),
  );
}

/** What a fact is: which tie, or the relation where that says nothing more. */
export function factWords(
  edge: EvidenceEdge,
  words: Words,
  vocabulary: Vocabulary,
): string {
  const { named_by } = vocabulary.relation(edge.relation);
  if (named_by && edge.role) return words.text(edge.label);
  return words.relation(edge.relation);
}

/** Columns of the table of facts. */
export function factColumns(
  evidence: Evidence,
  words: Words,
  vocabulary: Vocabulary,
): Column<EvidenceEdge>[] {
  const { t } = words;
  const rows = new Map(evidenceRows(evidence, words).map((row) => [row.id, row]));
  const name = (id: string) => {
    const row = rows.get(id);
    return row ? words.short(row) : id;
  };
  return [
    {
      id: "group",
      head: t("col.group"),
      value: ({ group }) => words.code("evidence.group", group),
    },
    {
      id: "from",
      head: t("col.from"),
      value: ({ source }) => name(source),
      show: ({ source }) => <b title={name(source)}>{name(source)}</b>,
    },
    {
      id: "to",
      head: t("col.to"),
      value: ({ target }) => name(target),
      show: ({ target }) => <b title={name(target)}>{name(target)}</b>,
    },
    {
      id: "what",
      head: t("col.what"),
      value: (edge) => capitalised(factWords(edge, words, vocabulary)),
    },
    amountColumn(words, {
      id: "amount",
      head: "col.amount",
      rows: evidence.edges,
      of: (edge) => edge,
      blank: () => "–",
    }),
    {
      id: "share",
      head: t("col.share_of"),
      right: true,
      value: ({ share }) => (share === null ? null : words.share(share)),
      show: ({ share }) => (share === null ? "–" : words.share(share)),
    },
    {
      id: "since",
      head: t("col.since"),
      value: ({ date }) => formatDay(date),
      show: ({ date }) => <span className="num">{formatDay(date) ?? "–"}</span>,
    },
    {
      id: "last",
      head: t("col.last_day_of"),
      exportOnly: true,
      value: ({ last }) => formatDay(last),
    },
    {
      id: "count",
      head: t("col.records_n"),
      exportOnly: true,
      value: ({ count }) => count,
    },
    {
      id: "record",
      head: t("col.record"),
      value: ({ records }) => records.map((record) => record.record_id).join(" "),
      show: ({ records, count }) => (
        <span className="num" title={records.map((r) => r.record_id).join(", ")}>
          {records[0]?.record_id ?? "–"}
          {count > 1 && <span className="quiet"> ×{count}</span>}
        </span>
      ),
    },
    {
      id: "source",
      head: t("col.source"),
      spare: true,
      value: ({ records }) => [...new Set(records.map((r) => r.source))].join(", "),
    },
    {
      id: "from_id",
      head: t("col.from_id"),
      exportOnly: true,
      value: ({ source }) => source,
    },
    {
      id: "to_id",
      head: t("col.to_id"),
      exportOnly: true,
      value: ({ target }) => target,
    },
  ];
}

const nodeColumns = (words: Words): Column<EvidenceRow>[] => [
  {
    id: "band",
    head: words.t("col.band"),
    width: 56,
    value: ({ band }) => band,
    show: ({ band }) => band !== null && <Pennant band={band} />,
  },
  {
    id: "name",
    wide: true,
    head: words.t("col.name"),
    value: (row) => words.name(row),
    show: (row) => <PartyName party={row} />,
  },
  { id: "kind", head: words.t("col.kind"), value: ({ kind }) => kind },
  {
    id: "why",
    head: words.t("col.listed"),
    value: ({ why }) => words.code("evidence.why", why),
  },
  {
    id: "chance",
    head: words.t("col.plain_chance"),
    right: true,
    value: ({ chance }) => (chance === null ? null : words.chance(chance)),
  },
  {
    id: "rank",
    head: words.t("col.rank"),
    right: true,
    value: ({ rank }) => rank,
    show: ({ rank }) => rank !== null && words.count(rank),
  },
  {
    id: "party",
    head: words.t("col.party_id"),
    exportOnly: true,
    value: ({ id }) => id,
  },
];

/** The tables below the evidence: its facts, its nodes, and the reasons. */
export function evidenceSheets(
  evidence: Evidence,
  score: ModelScore | undefined,
  pale: ReadonlySet<string>,
  selection: Selection,
  words: Words,
  vocabulary: Vocabulary,
): Sheet[] {
  const { t } = words;
  const file = fileName(`${evidence.party.party_id}-evidence`);
  const dimmed = ({ id }: { id: string }) => (pale.has(id) ? "row-off" : "");
  const common = {
    keyOf: ({ id }: { id: string }) => id,
    classOf: dimmed,
    ...selection,
  };
  const reasons = score ? shownReasons(score).filter((reason) => !isRest(reason)) : [];
  return [
    sheetOf<EvidenceEdge>({
      id: "links",
      label: t("tables.links"),
      file,
      shortcut: "x",
      columns: factColumns(evidence, words, vocabulary),
      rows: factsInOrder(evidence),
      ...common,
    }),
    sheetOf<EvidenceRow>({
      id: "nodes",
      label: t("tables.nodes"),
      file: `${file}-nodes`,
      shortcut: "x",
      columns: nodeColumns(words),
      rows: evidenceRows(evidence, words),
      ...common,
    }),
    sheetOf({
      id: "reasons",
      label: t("flag.reasons"),
      file: `${file}-reasons`,
      shortcut: "x",
      rows: reasons,
      keyOf: reasonKey,
      columns: [
        {
          id: "reason",
          wide: true,
          flow: true,
          head: t("col.what"),
          value: ({ text }) => capitalised(words.text(text)),
        },
        {
          id: "part",
          head: t("col.raw_score"),
          right: true,
          value: ({ shown }) => formatSigned(shown),
          show: ({ shown }) => <Tag>{formatSigned(shown)}</Tag>,
        },
        {
          id: "facts",
          head: t("flag.facts"),
          right: true,
          value: (reason) => factsBehind(reason, evidence).length,
        },
      ],
    }),
  ];
}
