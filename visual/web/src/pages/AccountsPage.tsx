import { useEffect, useState } from "react";
import { useAccounts } from "../api/queries";
import type { AccountOrder } from "../api/types";
import { formatDay } from "../format/date";
import { useWords } from "../i18n";
import { BehindBanner } from "../parts/BehindBanner";
import { Segmented } from "../parts/controls";
import { DataTable, TableActions } from "../parts/DataTable";
import { Failure, Skeleton, State } from "../parts/states";
import { useSettled } from "../parts/useSettled";
import { href, navigate, setParams, toAccount, useRoute } from "../shell/route";
import { useTitle } from "../shell/title";
import { accountColumns } from "./accountColumns";

const PAGE = 50;
const ORDERS = [
  "volume",
  "sent",
  "received",
  "counterparties",
  "rings",
  "last",
] as const satisfies AccountOrder[];
const WHICH = ["all", "held", "unheld"] as const;
type Which = (typeof WHICH)[number];
const HELD: Record<Which, string | undefined> = {
  all: undefined,
  held: "true",
  unheld: "false",
};

/** What the list holds, and in which order. */
function Filters({ which, order }: { which: Which; order: AccountOrder }) {
  const { t } = useWords();
  const asked = useRoute().query.get("q") ?? "";
  const [text, setText] = useState(asked);
  const settled = useSettled(text.trim());
  useEffect(() => {
    if (settled !== asked) setParams({ q: settled || null, cursor: null });
  }, [settled, asked]);
  return (
    <>
      <input
        className="field"
        aria-label={t("accounts.find")}
        placeholder={t("accounts.find")}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Segmented<Which>
        label={t("accounts.which")}
        chosen={which}
        onChoose={(id) =>
          setParams({ holders: id === "all" ? null : id, cursor: null })
        }
        choices={WHICH.map((id) => ({ id, label: t(`accounts.${id}`) }))}
      />
      <span className="small soft">{t("accounts.order")}</span>
      <Segmented<AccountOrder>
        label={t("accounts.order")}
        chosen={order}
        onChoose={(id) => setParams({ order: id, cursor: null })}
        choices={ORDERS.map((id) => ({ id, label: t(`accounts.by.${id}`) }))}
      />
    </>
  );
}

/** Accounts by the money that moved over them, whoever holds them. */
export function AccountsPage() {
  const words = useWords();
  const { t, count } = words;
  const { query } = useRoute();
  const order = ORDERS.find((known) => known === query.get("order")) ?? ORDERS[0];
  const which = WHICH.find((known) => known === query.get("holders")) ?? WHICH[0];
  const q = query.get("q") ?? undefined;
  const cursor = query.get("cursor") ?? "";
  const answer = useAccounts({ q, held: HELD[which], order, limit: PAGE, cursor });
  const page = answer.data;
  useTitle(t("accounts.title"));
  return (
    <div className="page">
      <header className="context-bar">
        <div>
          <h1>{t("accounts.title")}</h1>
          <span className="small soft">
            <a href="#/rings">{t("rings.title")}</a>
            {page && <> · {t("accounts.sub", { n: count(page.total.value) })}</>}
            {page?.rings_complete_before && (
              <>
                {" · "}
                {t("rings.complete_before", {
                  day: formatDay(page.rings_complete_before) ?? "–",
                })}
              </>
            )}
          </span>
        </div>
        <span className="grow" />
        <Filters which={which} order={order} />
        {page && (
          <TableActions
            columns={accountColumns(words, page.currency)}
            rows={page.items}
            file="accounts"
          />
        )}
      </header>
      <BehindBanner />
      <div className="page-body">
        {answer.isPending && <Skeleton rows={10} />}
        {answer.error && (
          <Failure error={answer.error} onRetry={() => void answer.refetch()} />
        )}
        {page && page.items.length === 0 && (
          <State icon="rings" title={t("accounts.none")}>
            <p className="soft">{t("accounts.none_text")}</p>
          </State>
        )}
        {page && page.items.length > 0 && (
          <DataTable
            tall
            caption={t("accounts.title")}
            columns={accountColumns(words, page.currency)}
            rows={page.items}
            keyOf={(row) => row.account_id}
            onSelect={(id) => navigate(toAccount(id))}
          />
        )}
        {page?.next && (
          <button
            type="button"
            className="button more-rows"
            onClick={() =>
              navigate(
                href(["accounts"], {
                  q,
                  order,
                  holders: which === "all" ? null : which,
                  cursor: page.next,
                }),
              )
            }
          >
            {t("table.more")}
          </button>
        )}
      </div>
    </div>
  );
}
