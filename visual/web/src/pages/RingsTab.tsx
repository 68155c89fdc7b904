import { type Moment, useRings } from "../api/queries";
import type { Entity } from "../api/types";
import { useWords } from "../i18n";
import { TableActions } from "../parts/DataTable";
import { Failure, Skeleton } from "../parts/states";
import { RingsTable } from "./RingsTable";
import { ringColumns } from "./ringColumns";

const MOST = 200;

/** Money rings that pass an account of the party. */
export function RingsTab({ entity, moment }: { entity: Entity; moment: Moment }) {
  const words = useWords();
  const { t } = words;
  const party = entity.party_id;
  const answer = useRings({ party, limit: MOST, ...moment });
  const page = answer.data;
  if (answer.isPending) return <Skeleton rows={6} />;
  if (answer.error) {
    return <Failure error={answer.error} onRetry={() => void answer.refetch()} />;
  }
  if (!page) return null;
  return (
    <section className="page-body">
      <div className="section-head">
        <h2>{t("rings.title")}</h2>
        <span className="small quiet grow">
          {page.total.value > page.items.length
            ? t("rings.first", { n: page.items.length, all: page.total.value })
            : t("table.rows", { n: page.total.value })}
        </span>
        <TableActions
          columns={ringColumns(words, page)}
          rows={page.items}
          file={`${party}-money-rings`}
        />
      </div>
      <RingsTable page={page} accounts={entity.counts.account ?? 0} />
    </section>
  );
}
