import type { ListedHit, PatternEvidence } from "../api/types";
import { formatDay, formatMinute } from "../format/date";
import type { Words } from "../i18n";
import type { Column } from "../parts/DataTable";
import { toAccount } from "../shell/route";
import { moneyColumn } from "./ringColumns";

/** How a list of the hits of a pattern looks. */
export function hitColumns(words: Words, currency: string): Column<ListedHit>[] {
  const { t, count } = words;
  return [
    {
      id: "begins",
      head: t("col.begins"),
      value: (hit) => hit.begins,
      show: (hit) => <span className="num">{formatDay(hit.begins)}</span>,
    },
    {
      id: "days",
      head: t("col.days"),
      right: true,
      value: (hit) => hit.days.toFixed(1),
    },
    moneyColumn(words, "amount", t("col.amount"), currency, (hit) => hit.amount),
    {
      id: "currency",
      head: t("col.currency"),
      exportOnly: true,
      value: () => currency,
    },
    {
      id: "accounts",
      head: t("col.accounts"),
      right: true,
      value: (hit) => hit.accounts,
      show: (hit) => count(hit.accounts),
    },
    {
      id: "evidence",
      head: t("pattern.evidence"),
      right: true,
      value: (hit) => hit.transfers,
      show: (hit) => count(hit.transfers),
    },
    {
      id: "parties",
      head: t("col.parties"),
      flow: true,
      value: (hit) => words.list(hit.parties.map(words.brief)),
      show: (hit) => {
        const shown = hit.parties.slice(0, 2).map(words.brief);
        const more = hit.parties.length - shown.length;
        if (shown.length === 0)
          return <span className="not-collected">{t("rings.unknown_holder")}</span>;
        return words.list([
          ...shown,
          ...(more > 0 ? [t("rings.more", { n: more })] : []),
        ]);
      },
    },
    {
      id: "ids",
      head: "account_ids",
      exportOnly: true,
      value: (hit) => hit.account_ids.join(" "),
    },
    {
      id: "hit",
      head: t("pattern.hit"),
      exportOnly: true,
      value: (hit) => hit.hit_id,
    },
  ];
}

/** The facts of a hit, each by its record. */
export function evidenceColumns(
  words: Words,
  currency: string,
): Column<PatternEvidence>[] {
  const { t } = words;
  return [
    {
      id: "time",
      head: `${t("col.time")} · ${t("col.record")}`,
      value: (fact) => fact.at,
      show: (fact) => (
        <>
          <span className="num">{formatMinute(fact.at)}</span>
          <br />
          <span className="small soft">{fact.record_id}</span>
        </>
      ),
    },
    {
      id: "ends",
      head: `${t("col.from")} → ${t("col.to")}`,
      value: (fact) => `${fact.from_id} → ${fact.to_id}`,
      show: (fact) => (
        <>
          {fact.kind === "transfer" ? (
            <a className="num" href={toAccount(fact.from_id)}>
              {fact.from_id}
            </a>
          ) : (
            <span className="num">{fact.from_id}</span>
          )}
          <br />→{" "}
          <a className="num" href={toAccount(fact.to_id)}>
            {fact.to_id}
          </a>
        </>
      ),
    },
    moneyColumn(words, "amount", t("col.amount"), currency, (fact) => fact.amount),
    {
      id: "source",
      head: t("col.source"),
      exportOnly: true,
      value: (fact) => fact.source,
    },
    {
      id: "record",
      head: t("col.record"),
      exportOnly: true,
      value: (fact) => fact.record_id,
    },
  ];
}
