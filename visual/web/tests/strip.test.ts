import { describe, expect, test } from "vitest";
import type { CircleTimeline, TimelineMonth } from "../src/api/types";
import { monthNumber, monthScale, monthText, monthTicks } from "../src/format/months";
import { wordsIn } from "../src/i18n/words";
import { LANES, marksOf, summaryOf } from "../src/pages/monthLanes";
import { vocabulary } from "./ontology";

const nothing = { count: 0, sums: [], unknown_amounts: 0 };
const month = (name: string, rest: Partial<TimelineMonth> = {}): TimelineMonth => ({
  month: name,
  guarantees: nothing,
  holdings: 0,
  payments: nothing,
  outcomes: [],
  ...rest,
});
const paid = (count: number) => ({
  ...nothing,
  count,
  sums: [{ currency: "CNY", amount: "69500000.00" }],
});

test("months are counted and named back", () => {
  expect(monthNumber("2026-07")).toBe(2026 * 12 + 6);
  expect(monthText(monthNumber("2026-12-31T00:00:00Z"))).toBe("2026-12");
});

describe("a scale of months", () => {
  const last = monthNumber("2026-09");

  test("of a short story shows a year at least, and names quarters", () => {
    const scale = monthScale([last - 2], last);
    expect([scale.first, scale.earlier]).toEqual([last - 11, false]);
    expect(monthTicks(scale).map(monthText)).toEqual([
      "2025-10",
      "2026-01",
      "2026-04",
      "2026-07",
    ]);
    expect(scale.at(last)).toBeCloseTo(11.5 / 12);
  });

  test("of a long one shows the last five years, and what was before at its left", () => {
    const scale = monthScale([last - 200, last], last);
    expect([scale.first, scale.earlier]).toEqual([last - 59, true]);
    expect(monthTicks(scale).map(monthText)).toEqual([
      "2022-01",
      "2023-01",
      "2024-01",
      "2025-01",
      "2026-01",
    ]);
    expect(scale.at(last - 200)).toBe(scale.at(last - 60));
    expect(scale.at(last - 60)).toBeLessThan(scale.at(last - 59));
  });
});

test("what came before the scale is one mark that counts all of it", () => {
  const months = [
    month("2010-01", { holdings: 2 }),
    month("2012-01", { holdings: 1 }),
    month("2026-09", { holdings: 1 }),
  ];
  const last = monthNumber("2026-09");
  const scale = monthScale(
    months.map((item) => monthNumber(item.month)),
    last,
  );
  const lane = LANES.find(({ name }) => name === "holdings");
  const marks = lane ? marksOf(months, lane, scale, wordsIn("en", vocabulary)) : [];
  expect(marks.map(({ name, count }) => [name, count])).toEqual([
    ["before 2021-10", 3],
    ["2026-09", 1],
  ]);
});

describe("the strip in a sentence", () => {
  const timeline = (months: TimelineMonth[]): CircleTimeline => ({
    circle_id: "C-1",
    months,
    closed_on: "2026-09-04",
    undated_guarantees: 0,
    undated_holdings: 0,
    owners: 2,
    outcomes_hidden: false,
    at: { as_of: null, known_at: null },
    completeness: { complete: true, explored: 1, truncated_by: [], advice: null },
  });

  test("has its totals and the day on which the circle closed", () => {
    const found = timeline([month("2026-07", { payments: paid(4) }), month("2026-09")]);
    expect(summaryOf(found, wordsIn("en", vocabulary))).toBe(
      "2026-07 to 2026-09: 0 guarantees among the firms, 0 holdings in them, 4 payments among them and their owners, 0 outcomes of cases. 4 Sep 2026: the circle closes",
    );
    expect(summaryOf(found, wordsIn("zh", vocabulary))).toContain("付款 4 笔");
  });

  test("says that nothing has a date", () => {
    expect(summaryOf(timeline([]), wordsIn("zh", vocabulary))).toBe("没有带日期的事实");
  });
});
