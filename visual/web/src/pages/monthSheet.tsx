import type { TimelineMonth } from "../api/types";
import { type Sheet, sheetOf } from "../graph/TablePanel";
import type { Words } from "../i18n";
import type { Column } from "../parts/DataTable";
import { Masked } from "../parts/marks";
import { OutcomeMark } from "../parts/OutcomeTag";
import { CompletenessLine } from "../parts/states";
import type { Timeline } from "./monthLanes";

type Tally = TimelineMonth["payments"];

/** What the facts of a month come to, each currency by itself. */
export function sumsText({ sums }: Tally, words: Words): string {
  return sums.map(({ amount, currency }) => words.amount(amount, currency)).join(" + ");
}

const outcomeText = (item: TimelineMonth["outcomes"][number], words: Words): string =>
  words.t("strip.outcome", {
    party: words.brief(item.party),
    what: words.outcome(item),
    day: item.day,
  });

/** The outcomes of a month as a line. */
export const outcomesText = (month: TimelineMonth, words: Words): string =>
  month.outcomes.map((item) => outcomeText(item, words)).join("; ");

/** The strip as a table: a row for each month in which something began or happened. */
export function monthSheet(
  id: string,
  timeline: Timeline | undefined,
  words: Words,
): Sheet {
  const { t } = words;
  const rows = timeline?.months ?? [];
  const count = (
    name: "guarantees" | "holdings" | "payments",
    of: (month: TimelineMonth) => number,
  ): Column<TimelineMonth> => ({
    id: name,
    head: t(`col.${name}`),
    right: true,
    value: (month) => of(month) || null,
  });
  return sheetOf<TimelineMonth>({
    id: "months",
    label: t("strip.sheet"),
    file: `${id}-months`,
    rows,
    pending: timeline === undefined,
    note: timeline && <CompletenessLine completeness={timeline.completeness} />,
    keyOf: (month) => month.month,
    columns: [
      {
        id: "month",
        head: t("col.month"),
        value: (month) => month.month,
        show: (month) => <span className="num">{month.month}</span>,
      },
      count("guarantees", (month) => month.guarantees.count),
      {
        id: "guaranteed",
        head: t("col.guarantees_sum"),
        right: true,
        value: (month) => sumsText(month.guarantees, words),
      },
      count("holdings", (month) => month.holdings),
      count("payments", (month) => month.payments.count),
      {
        id: "paid",
        head: t("col.paid"),
        right: true,
        value: (month) => sumsText(month.payments, words),
      },
      {
        id: "outcomes",
        flow: true,
        label: t("col.outcomes"),
        head: (
          <>
            {t("col.outcomes")} {timeline?.outcomes_hidden && <Masked />}
          </>
        ),
        value: (month) => outcomesText(month, words),
        show: (month) =>
          month.outcomes.map((item) => (
            <span
              key={`${item.party.party_id} ${item.task} ${item.outcome} ${item.day}`}
              className="month-outcome"
            >
              <OutcomeMark outcome={item.outcome} /> {outcomeText(item, words)}
            </span>
          )),
      },
    ],
  });
}
