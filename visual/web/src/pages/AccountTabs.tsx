import { type Moment, useRings } from "../api/queries";
import type { Account } from "../api/types";
import { formatTotal } from "../format/total";
import { useWords } from "../i18n";
import { DataTable, TableActions } from "../parts/DataTable";
import { CompletenessLine, Failure, Skeleton, State } from "../parts/states";
import { navigate, toAccount } from "../shell/route";
import { counterpartyColumns, hitColumns } from "./accountColumns";
import { ReceiptView } from "./ReceiptView";
import { RingsTable } from "./RingsTable";

const MOST = 200;

/** The other accounts with which money moved, largest sums first. */
export function CounterpartiesTab({ account }: { account: Account }) {
  const words = useWords();
  const { t } = words;
  const rows = account.counterparty_list;
  const columns = counterpartyColumns(words, account.currency);
  if (rows.length === 0) {
    return (
      <State icon="warning" title={t("account.no_transfers")}>
        <p className="soft">{t("account.no_transfers_text")}</p>
      </State>
    );
  }
  return (
    <section className="page-body">
      <div className="section-head">
        <h2>{t("tab.counterparties")}</h2>
        <span className="small quiet grow">
          {account.counterparties > rows.length
            ? t("account.hits_first", { n: rows.length, all: account.counterparties })
            : t("table.rows", { n: rows.length })}
        </span>
        <TableActions
          columns={columns}
          rows={rows}
          file={`${account.account_id}-counterparties`}
        />
      </div>
      <DataTable
        tall
        caption={t("tab.counterparties")}
        columns={columns}
        rows={rows}
        keyOf={(row) => row.account_id}
        onSelect={(id) => navigate(toAccount(id))}
      />
      <p className="page-foot row">
        <CompletenessLine completeness={account.completeness} />
        <ReceiptView receipt={account.receipt} />
      </p>
    </section>
  );
}

/** Money rings that pass the account. */
export function AccountRingsTab({ id, moment }: { id: string; moment: Moment }) {
  const answer = useRings({ account: id, limit: MOST, ...moment });
  if (answer.isPending) return <Skeleton rows={6} />;
  if (answer.error) {
    return <Failure error={answer.error} onRetry={() => void answer.refetch()} />;
  }
  return (
    <section className="page-body">
      <RingsTable page={answer.data} />
    </section>
  );
}

/** Hits of patterns that the account is part of. */
export function HitsTab({ account }: { account: Account }) {
  const words = useWords();
  const { t } = words;
  const { items, total, published } = account.hits;
  if (items.length === 0) {
    const what = published ? "account.no_hits" : "account.hits_unpublished";
    return (
      <State icon={published ? "rings" : "warning"} title={t(what)}>
        <p className="soft">{t(`${what}_text`)}</p>
        {total.relation !== "eq" && (
          <CompletenessLine completeness={account.completeness} />
        )}
      </State>
    );
  }
  const columns = hitColumns(words, account.currency);
  return (
    <section className="page-body">
      <div className="section-head">
        <h2>{t("tab.hits")}</h2>
        <span className="small quiet grow">
          {total.value > items.length
            ? t("account.hits_first", {
                n: items.length,
                all: formatTotal(total, words.count),
              })
            : t("table.rows", { n: formatTotal(total, words.count) })}
        </span>
        <TableActions
          columns={columns}
          rows={items}
          file={`${account.account_id}-patterns`}
        />
      </div>
      <DataTable
        tall
        caption={t("tab.hits")}
        columns={columns}
        rows={items}
        keyOf={(row) => row.hit_id}
      />
      <p className="page-foot row">
        <CompletenessLine completeness={account.completeness} />
        <ReceiptView receipt={account.receipt} />
      </p>
    </section>
  );
}
