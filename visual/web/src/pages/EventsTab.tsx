import type { Entity, RiskEvent } from "../api/types";
import { formatDay } from "../format/date";
import { useWords } from "../i18n";
import { amountColumn } from "../parts/amountColumn";
import type { Column } from "../parts/DataTable";
import { Chip } from "../parts/marks";
import { useRoute } from "../shell/route";
import { TablePage } from "./TablePage";

export function EventsTab({ entity }: { entity: Entity }) {
  const words = useWords();
  const { query } = useRoute();
  const { t, percent } = words;
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
      id: "weight",
      head: t("col.weight"),
      right: true,
      value: (event) => (event.weight > 0 ? percent(event.weight) : null),
    },
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
      selected={query.get("record")}
    />
  );
}
