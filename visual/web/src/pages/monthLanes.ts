import type { CircleTimeline, PartyTimeline, TimelineMonth } from "../api/types";
import { type MonthScale, monthNumber, monthText } from "../format/months";
import type { Key, Words } from "../i18n";
import { outcomesText, sumsText } from "./monthSheet";

/** Of a circle, which closed on a day, or of a party. */
export type Timeline = CircleTimeline | PartyTimeline;

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

/** The day on which a circle closed; null of a party, and where nobody knows. */
export const closedOn = (timeline: Timeline): string | null =>
  "closed_on" in timeline ? timeline.closed_on : null;

/** The strip in a sentence or two, for whoever does not see it. */
export function summaryOf(timeline: Timeline, { t, day }: Words): string {
  const { months } = timeline;
  const [first, last] = [months[0], months.at(-1)];
  if (!first || !last) return t("strip.nothing");
  const totals = LANES.map((lane) => [lane.name, totalOf(months, lane)]);
  const blanks = {
    from: first.month,
    to: last.month,
    ...Object.fromEntries(totals),
  };
  if (!("closed_on" in timeline)) return t("strip.summary_party", blanks);
  const closed = closedOn(timeline);
  return [
    t("strip.summary_circle", blanks),
    closed ? t("strip.closed", { day: day(closed) }) : t("strip.open"),
  ].join(" ");
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
