import type {
  AccountSummary,
  Counterparty,
  PartyRef,
  PatternOfAccount,
} from "../api/types";
import { formatDay } from "../format/date";
import { formatTotal } from "../format/total";
import type { Words } from "../i18n";
import type { Column } from "../parts/DataTable";
import { PartyName } from "../parts/marks";
import { toAccount } from "../shell/route";
import { moneyColumn } from "./ringColumns";

type Held = { account_id: string; holders: PartyRef[] };
type Moved = Held & {
  sent_transfers: number;
  received_transfers: number;
  sent: string | null;
  received: string | null;
  first_day: string | null;
  last_day: string | null;
};

function heldColumns<Row extends Held>({ t, brief, list }: Words): Column<Row>[] {
  return [
    {
      id: "account",
      head: t("col.account"),
      value: (row) => row.account_id,
      show: (row) => (
        <a className="strong num" href={toAccount(row.account_id)}>
          {row.account_id}
        </a>
      ),
    },
    {
      id: "holders",
      head: t("col.holders"),
      value: (row) => list(row.holders.map(brief)) || null,
      show: (row) =>
        row.holders.length === 0 ? (
          <span className="quiet">{t("account.unheld")}</span>
        ) : (
          row.holders.map((party) => (
            <PartyName key={party.party_id} party={party} link />
          ))
        ),
    },
  ];
}

function movedColumns<Row extends Moved>(
  words: Words,
  currency: string,
): Column<Row>[] {
  const { t, count } = words;
  const number = (
    id: string,
    head: "col.out" | "col.in",
    of: (row: Row) => number,
  ): Column<Row> => ({
    id,
    head: t(head),
    right: true,
    value: of,
    show: (row) => count(of(row)),
  });
  return [
    number("out", "col.out", (row) => row.sent_transfers),
    moneyColumn(words, "sent", t("col.sent"), currency, (row) => row.sent),
    number("in", "col.in", (row) => row.received_transfers),
    moneyColumn(words, "received", t("col.received"), currency, (row) => row.received),
    {
      id: "currency",
      head: t("col.currency"),
      exportOnly: true,
      value: () => currency,
    },
  ];
}

function dayColumns<Row extends Moved>({ t }: Words): Column<Row>[] {
  const day = (
    id: string,
    head: "col.first_day" | "col.last_day",
    of: (row: Row) => string | null,
  ): Column<Row> => ({
    id,
    head: t(head),
    value: of,
    show: (row) => <span className="num">{formatDay(of(row)) ?? "–"}</span>,
  });
  return [
    day("first_day", "col.first_day", (row) => row.first_day),
    day("last_day", "col.last_day", (row) => row.last_day),
  ];
}

/** How the list of accounts looks. */
export function accountColumns(
  words: Words,
  currency: string,
): Column<AccountSummary>[] {
  const { t, count } = words;
  return [
    ...heldColumns<AccountSummary>(words),
    ...movedColumns<AccountSummary>(words, currency),
    {
      id: "counterparties",
      head: t("col.counterparties"),
      right: true,
      value: (row) => row.counterparties,
      show: (row) => count(row.counterparties),
    },
    {
      id: "rings",
      head: t("col.rings"),
      right: true,
      value: (row) => row.rings?.value ?? null,
      show: (row) => (row.rings === null ? "–" : formatTotal(row.rings, count)),
    },
    ...dayColumns<AccountSummary>(words),
  ];
}

/** The other accounts of one, seen from it. */
export const counterpartyColumns = (
  words: Words,
  currency: string,
): Column<Counterparty>[] => [
  ...heldColumns<Counterparty>(words),
  ...movedColumns<Counterparty>(words, currency),
  ...dayColumns<Counterparty>(words),
];

/** Hits of patterns that an account is part of. */
export function hitColumns(words: Words, currency: string): Column<PatternOfAccount>[] {
  const { t, text, count } = words;
  return [
    { id: "pattern", head: t("col.pattern"), value: (row) => text(row.title) },
    moneyColumn(words, "amount", t("col.amount"), currency, (row) => row.amount),
    {
      id: "unknown_amounts",
      head: t("col.unknown_amounts"),
      right: true,
      value: (row) => row.unknown_amounts,
      show: (row) => count(row.unknown_amounts),
    },
    {
      id: "evidence",
      head: t("col.evidence"),
      right: true,
      value: (row) => row.transfers,
      show: (row) => count(row.transfers),
    },
    {
      id: "accounts",
      head: t("col.accounts"),
      right: true,
      value: (row) => row.accounts,
      show: (row) => count(row.accounts),
    },
    {
      id: "days",
      head: t("col.days"),
      right: true,
      value: (row) => row.days.toFixed(1),
    },
    {
      id: "begins",
      head: t("col.begins"),
      value: (row) => row.begins,
      show: (row) => <span className="num">{formatDay(row.begins)}</span>,
    },
    { id: "hit", head: t("col.hit"), value: (row) => row.hit_id },
  ];
}
