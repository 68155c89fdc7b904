import { useCircles } from "../api/queries";
import type { CircleKind, CircleOrder } from "../api/types";
import { useWords } from "../i18n";
import { Segmented } from "../parts/controls";
import { DataTable, TableActions } from "../parts/DataTable";
import { Failure, Skeleton, State } from "../parts/states";
import { href, navigate, setParams, toCircle, useRoute } from "../shell/route";
import { useTitle } from "../shell/title";
import { circleColumns } from "./circleColumns";

const PAGE = 50;
const ORDERS = [
  "contagion_exposure",
  "effective_amount",
  "firms",
  "max_pd",
] as const satisfies CircleOrder[];
const KINDS = ["strict", "mutual_pair"] as const satisfies CircleKind[];

export function CirclesPage() {
  const words = useWords();
  const { t } = words;
  const { query } = useRoute();
  const order = ORDERS.find((known) => known === query.get("order")) ?? ORDERS[0];
  const kind = KINDS.find((known) => known === query.get("kind")) ?? KINDS[0];
  const cursor = query.get("cursor") ?? "";
  const answer = useCircles(kind, order, PAGE, cursor);
  const page = answer.data;
  useTitle(t("circles.title"));
  const columns = circleColumns(words, page?.items ?? []);
  return (
    <div className="page">
      <header className="context-bar">
        <div>
          <h1>{t("circles.title")}</h1>
          <span className="small soft">
            {page &&
              t("circles.sub", {
                n: words.count(page.total.value),
                order: t(`order.${order}`),
              })}
          </span>
        </div>
        <span className="grow" />
        <Segmented<CircleKind>
          label={t("col.type")}
          chosen={kind}
          onChoose={(id) => setParams({ kind: id, cursor: null })}
          choices={KINDS.map((id) => ({ id, label: t(`kinds.${id}`) }))}
        />
        <span className="small soft">{t("circles.order")}</span>
        <Segmented<CircleOrder>
          label={t("circles.order")}
          chosen={order}
          onChoose={(id) => setParams({ order: id, cursor: null })}
          choices={ORDERS.map((id) => ({ id, label: t(`order.${id}`) }))}
        />
        {page && <TableActions columns={columns} rows={page.items} file="circles" />}
      </header>
      <div className="page-body">
        {answer.isPending && <Skeleton rows={10} />}
        {answer.error && (
          <Failure error={answer.error} onRetry={() => void answer.refetch()} />
        )}
        {page && page.items.length === 0 && (
          <State icon="circles" title={t("home.no_circles")} />
        )}
        {page && page.items.length > 0 && (
          <DataTable
            tall
            caption={t("circles.title")}
            columns={columns}
            rows={page.items}
            keyOf={(row) => row.circle_id}
            onSelect={(id) => navigate(toCircle(id))}
          />
        )}
        {page?.next && (
          <button
            type="button"
            className="button more-rows"
            onClick={() =>
              navigate(href(["circles"], { kind, order, cursor: page.next }))
            }
          >
            {t("table.more")}
          </button>
        )}
      </div>
    </div>
  );
}
