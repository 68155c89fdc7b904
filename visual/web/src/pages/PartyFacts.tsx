import type { Entity, RiskEvent, SourceRecord } from "../api/types";
import { formatDay } from "../format/date";
import { useWords } from "../i18n";
import { amountColumn } from "../parts/amountColumn";
import { type Column, DataTable, TableActions } from "../parts/DataTable";
import { Chip } from "../parts/marks";
import { State } from "../parts/states";

/** A whole tab that is one table. */
export function TablePage<Row>({
  columns,
  rows,
  keyOf,
  caption,
  file,
}: {
  columns: Column<Row>[];
  rows: Row[];
  keyOf: (row: Row) => string;
  caption: string;
  file: string;
}) {
  const { t } = useWords();
  if (rows.length === 0) return <State icon="store" title={t("table.empty")} />;
  return (
    <section className="page-body">
      <div className="section-head">
        <h2>{caption}</h2>
        <span className="small quiet grow">
          {rows.length === 1 ? t("table.row") : t("table.rows", { n: rows.length })}
        </span>
        <TableActions columns={columns} rows={rows} file={file} />
      </div>
      <DataTable caption={caption} columns={columns} rows={rows} keyOf={keyOf} />
    </section>
  );
}

export function EventsTab({ entity }: { entity: Entity }) {
  const words = useWords();
  const { t } = words;
  const columns: Column<RiskEvent>[] = [
    {
      id: "date",
      head: t("col.date"),
      value: (event) => formatDay(event.occurred_at),
      show: (event) => <span className="num">{formatDay(event.occurred_at)}</span>,
    },
    {
      id: "event",
      head: t("col.event"),
      value: (event) => words.event(event.event_type),
    },
    amountColumn(words, {
      id: "amount",
      head: "col.amount",
      rows: entity.events,
      of: (event) => event,
      blank: () => "",
    }),
    {
      id: "details",
      head: t("col.details"),
      value: (event) =>
        [event.case_no, event.court, event.status].filter(Boolean).join(" · "),
    },
    {
      id: "source",
      head: t("col.source"),
      value: (event) => event.source,
      show: (event) =>
        event.source && <Chip chip={{ kind: "fact", text: event.source }} />,
    },
    { id: "record", head: t("col.record"), value: (event) => event.record_id },
  ];
  return (
    <TablePage
      columns={columns}
      rows={entity.events}
      keyOf={(event) => `${event.source} ${event.record_id}`}
      caption={t("tab.events")}
      file={`${entity.party_id}-events`}
    />
  );
}

export function SourcesTab({ entity }: { entity: Entity }) {
  const { t } = useWords();
  const columns: Column<SourceRecord>[] = [
    {
      id: "source",
      head: t("col.source"),
      value: (row) => row.source,
      show: (row) => <Chip chip={{ kind: "fact", text: row.source }} />,
    },
    {
      id: "record",
      head: t("col.record"),
      value: (row) => row.record_id,
      show: (row) => <span className="num">{row.record_id}</span>,
    },
    { id: "file", head: t("col.file"), value: (row) => row.file },
    { id: "row", head: t("col.row"), right: true, value: (row) => row.row },
    {
      id: "collected",
      head: t("col.collected"),
      value: (row) => formatDay(row.collected_at),
      show: (row) => <span className="num">{formatDay(row.collected_at)}</span>,
    },
  ];
  return (
    <TablePage
      columns={columns}
      rows={entity.sources}
      keyOf={(row) => `${row.source} ${row.record_id} ${row.file} ${row.row}`}
      caption={t("tab.sources")}
      file={`${entity.party_id}-sources`}
    />
  );
}
