import { useRings } from "../api/queries";
import type { MoneyRingOrder } from "../api/types";
import { useWords } from "../i18n";
import { BehindBanner } from "../parts/BehindBanner";
import { Segmented } from "../parts/controls";
import { TableActions } from "../parts/DataTable";
import { Failure, Skeleton } from "../parts/states";
import { href, navigate, setParams, useRoute } from "../shell/route";
import { useTitle } from "../shell/title";
import { EverydayRings, RingsTable } from "./RingsTable";
import { ringColumns } from "./ringColumns";

const PAGE = 50;
const ORDERS = [
  "score",
  "first_amount",
  "retention",
  "length",
  "days",
  "begins",
] as const satisfies MoneyRingOrder[];

/** Money that came back to where it started. */
export function RingsPage() {
  const words = useWords();
  const { t } = words;
  const { query } = useRoute();
  const order = ORDERS.find((known) => known === query.get("order")) ?? ORDERS[0];
  const cursor = query.get("cursor") ?? "";
  const answer = useRings({ order, limit: PAGE, cursor, everyday: false });
  const everyday = useRings({ order, limit: PAGE, everyday: true });
  const page = answer.data;
  const apart = everyday.data?.items ?? [];
  useTitle(t("rings.title"));
  const sub = page?.total.relation === "gte" ? "rings.sub_more" : "rings.sub";
  return (
    <div className="page">
      <header className="context-bar">
        <div>
          <h1>{t("rings.title")}</h1>
          <span className="small soft">
            {page && <>{t(sub, { n: words.count(page.total.value) })} · </>}
            <a href="#/accounts">{t("accounts.title")}</a>
          </span>
        </div>
        <span className="grow" />
        <span className="small soft">{t("rings.order")}</span>
        <Segmented<MoneyRingOrder>
          label={t("rings.order")}
          chosen={order}
          onChoose={(id) => setParams({ order: id, cursor: null })}
          choices={ORDERS.map((id) => ({ id, label: t(`rings.by.${id}`) }))}
        />
        {page && (
          <TableActions
            columns={ringColumns(words, page)}
            rows={[...page.items, ...apart]}
            file="money-rings"
          />
        )}
      </header>
      <BehindBanner />
      <div className="page-body">
        {answer.isPending && <Skeleton rows={10} />}
        {answer.error && (
          <Failure error={answer.error} onRetry={() => void answer.refetch()} />
        )}
        {page && <RingsTable page={page} />}
        {page?.next && (
          <button
            type="button"
            className="button more-rows"
            onClick={() => navigate(href(["rings"], { order, cursor: page.next }))}
          >
            {t("table.more")}
          </button>
        )}
        {everyday.data && <EverydayRings page={everyday.data} rings={apart} />}
      </div>
    </div>
  );
}
