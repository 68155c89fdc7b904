import type { CircleTimeline, TimelineMonth } from "../api/types";
import { type MonthScale, monthNumber, monthText } from "../format/months";
import type { Key, Words } from "../i18n";
import { outcomesText, sumsText } from "./monthSheet";

/** A line of the strip: what it counts of a month. */
export type Lane = {
  name: "guarantees" | "holdings" | "payments" | "outcomes";
  colour: string;
  count: (month: TimelineMonth) => number;
  detail: (month: TimelineMonth, words: Words) => string;
};

export const LANES: Lane[] = [
  {
    name: "guarantees",
    colour: "var(--guarantee)",
    count: (month) => month.guarantees.count,
    detail: (month, words) => sumsText(month.guarantees, words),
  },
  {
    name: "holdings",
    colour: "var(--ownership)",
    count: (month) => month.holdings,
    detail: () => "",
  },
  {
    name: "payments",
    colour: "var(--transfer)",
    count: (month) => month.payments.count,
    detail: (month, words) => sumsText(month.payments, words),
  },
  {
    name: "outcomes",
    colour: "var(--litigation)",
    count: (month) => month.outcomes.length,
    detail: (month, words) => outcomesText(month, words),
  },
];

export const laneWord = ({ name }: Lane): Key => `strip.${name}`;
const totalOf = (months: TimelineMonth[], lane: Lane): number =>
  months.reduce((sum, month) => sum + lane.count(month), 0);

export function closedWords({ closed_on }: CircleTimeline, { t, day }: Words): string {
  return closed_on ? t("strip.closed", { day: day(closed_on) }) : t("strip.open");
}

/** The strip in a sentence, for whoever does not see it. */
export function summaryOf(timeline: CircleTimeline, words: Words): string {
  const { months } = timeline;
  const [first, last] = [months[0], months.at(-1)];
  if (!first || !last) return words.t("strip.nothing");
  const totals = LANES.map((lane) => [lane.name, totalOf(months, lane)]);
  return words.t("strip.summary", {
    from: first.month,
    to: last.month,
    closed: closedWords(timeline, words),
    ...Object.fromEntries(totals),
  });
}

/** Months before the scale begins are one mark at its left end. */
export function marksOf(
  months: TimelineMonth[],
  lane: Lane,
  scale: MonthScale,
  words: Words,
) {
  const marks = new Map<string, { at: number; months: TimelineMonth[] }>();
  for (const month of months.filter((item) => lane.count(item) > 0)) {
    const number = monthNumber(month.month);
    const name =
      number < scale.first
        ? words.t("strip.before", { month: monthText(scale.first) })
        : month.month;
    const mark = marks.get(name) ?? { at: scale.at(number), months: [] };
    mark.months.push(month);
    marks.set(name, mark);
  }
  return [...marks].map(([name, mark]) => ({
    name,
    at: `${100 * mark.at}%`,
    months: mark.months,
    count: totalOf(mark.months, lane),
  }));
}
