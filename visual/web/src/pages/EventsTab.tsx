import { useState } from "react";
import { usePartyTimeline } from "../api/queries";
import type { CaseOutcome, Entity, RiskEvent } from "../api/types";
import { formatDay } from "../format/date";
import { useWords, type Words } from "../i18n";
import { amountColumn } from "../parts/amountColumn";
import type { Column } from "../parts/DataTable";
import { Chip } from "../parts/marks";
import { OutcomeTag } from "../parts/OutcomeTag";
import { Banner } from "../parts/states";
import { useMoment } from "../parts/TimeControl";
import { useRoute } from "../shell/route";
import { MonthStrip } from "./MonthStrip";
import { monthSheet } from "./monthSheet";
import { TablePage } from "./TablePage";

type Row = RiskEvent | CaseOutcome;

const isOutcome = (row: Row): row is CaseOutcome => "task" in row;

function detailsOf(row: Row, { t }: Words): string {
  const said = isOutcome(row)
    ? [
        row.case_no,
        row.scheme_ref && t("outcome.scheme", { ref: row.scheme_ref }),
        row.began_on && t("outcome.began", { day: row.began_on }),
      ]
    : [row.case_no, row.court, row.status];
  return said.filter(Boolean).join(" · ");
}

/** What began around the party and was found of it, as a strip, and as a table on demand. */
function Past({ entity }: { entity: Entity }) {
  const words = useWords();
  const moment = useMoment();
  const [asTable, setAsTable] = useState(false);
  const timeline = usePartyTimeline(entity.party_id, moment);
  const sheet = monthSheet(entity.party_id, timeline.data, words);
  return (
    <>
      <MonthStrip
        title={words.t("strip.title_party")}
        timeline={timeline.data}
        failed={timeline.isError}
        onTable={() => setAsTable(!asTable)}
      />
      {asTable && (
        <section className="past-table">
          <div className="section-head">
            <h2>{sheet.label}</h2>
            <span className="grow small">{sheet.note}</span>
            {sheet.actions}
          </div>
          {sheet.body}
        </section>
      )}
    </>
  );
}

/** What courts and ledgers say of a party and what cases found, the latest first. */
export function EventsTab({ entity }: { entity: Entity }) {
  const words = useWords();
  const { query } = useRoute();
  const { t, percent } = words;
  const rows: Row[] = [...entity.events, ...(entity.outcomes ?? [])].toSorted((a, b) =>
    (b.occurred_at ?? "").localeCompare(a.occurred_at ?? ""),
  );
  const columns: Column<Row>[] = [
    {
      id: "date",
      head: t("col.date"),
      value: (row) => formatDay(row.occurred_at),
      show: (row) => <span className="num">{formatDay(row.occurred_at)}</span>,
    },
    {
      id: "event",
      head: t("col.event"),
      value: (row) =>
        isOutcome(row) ? words.outcome(row) : words.event(row.event_type),
      show: (row) =>
        isOutcome(row) ? <OutcomeTag outcome={row} /> : words.event(row.event_type),
    },
    amountColumn(words, {
      id: "amount",
      head: "col.amount",
      rows,
      of: (row) => (isOutcome(row) ? { amount: null, currency: null } : row),
      blank: () => "",
    }),
    {
      id: "weight",
      head: t("col.weight"),
      right: true,
      value: (row) => (!isOutcome(row) && row.weight > 0 ? percent(row.weight) : null),
    },
    {
      id: "details",
      head: t("col.details"),
      value: (row) => detailsOf(row, words),
    },
    {
      id: "source",
      head: t("col.source"),
      value: (row) => row.source,
      show: (row) => row.source && <Chip chip={{ kind: "fact", text: row.source }} />,
    },
    { id: "record", head: t("col.record"), value: (row) => row.record_id },
  ];
  return (
    <>
      {entity.outcomes === null && (
        <Banner tone="quiet" icon="lock">
          {t("outcome.hidden")}
        </Banner>
      )}
      <Past entity={entity} />
      <TablePage
        columns={columns}
        rows={rows}
        keyOf={(row) =>
          `${isOutcome(row) ? "outcome " : ""}${row.source} ${row.record_id}`
        }
        caption={t("tab.events")}
        file={`${entity.party_id}-events`}
        selected={query.get("record")}
      />
    </>
  );
}
