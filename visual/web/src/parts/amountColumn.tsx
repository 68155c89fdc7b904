import type { ReactNode } from "react";
import { exactAmount, type Money, sharedCurrency } from "../format/amount";
import type { Key, Words } from "../i18n";
import type { Column } from "./DataTable";
import { NotCollected } from "./marks";

type Options<Row> = {
  id: string;
  head: Key;
  rows: Row[];
  of: (row: Row) => Money;
  /** What stands where a row has no amount. */
  blank?: (row: Row) => ReactNode;
};

/**
 * A column of amounts: in one unit that its head names where the rows share a currency,
 * else each with its own.
 */
export function amountColumn<Row>(words: Words, options: Options<Row>): Column<Row> {
  const { id, head, rows, of, blank = () => <NotCollected /> } = options;
  const shared = sharedCurrency(rows.map(of));
  const text = ({ amount, currency }: Money) =>
    amount === null || shared !== null
      ? words.cell(amount)
      : words.amount(amount, currency);
  return {
    id,
    head: words.headIn(head, shared),
    right: true,
    value: (row) => text(of(row)),
    show: (row) => {
      const { amount, currency } = of(row);
      if (amount === null) return blank(row);
      return <span title={exactAmount(amount, currency)}>{text(of(row))}</span>;
    },
  };
}
