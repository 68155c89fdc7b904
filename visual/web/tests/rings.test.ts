import { describe, expect, test } from "vitest";
import type { MoneyRing, MoneyRingPage, RingReading } from "../src/api/types";
import { wordsIn } from "../src/i18n/words";
import { linePoints } from "../src/pages/RingMarks";
import { keptRows } from "../src/pages/RingPanel";
import { stepText } from "../src/pages/RingPicture";
import { readingsTried } from "../src/pages/RingReadings";
import { holderText, ringColumns, unheld } from "../src/pages/ringColumns";
import { bow, placeOn, short, spread } from "../src/pages/ringGeometry";
import { passedOn } from "../src/pages/ringSheets";
import { vocabulary } from "./ontology";

const [en, zh] = [wordsIn("en", vocabulary), wordsIn("zh", vocabulary)];
const party = (party_id: string, name: string) => ({
  party_id,
  name,
  name_en: `${party_id} Steel Co., Ltd.`,
  party_type: "company",
  ended_on: null,
});
const hop = (payer_id: string, payee_id: string, day: number, amount: string) => ({
  source: "bank",
  record_id: `T-${day}`,
  payer_id,
  payee_id,
  moved_at: `2026-08-0${day}T09:14:00.000Z`,
  amount,
  order_no: null,
  goods_type: null,
});
const reading = (name: string, verdict: RingReading["verdict"]): RingReading => ({
  name,
  verdict,
  title: { en: name, zh: name },
  text: { en: "why", zh: "为何" },
});
const READINGS = [
  reading("cash_sweep", "no"),
  reading("refund", "not_checked"),
  reading("payroll_tax", "no"),
  reading("agency", "not_checked"),
];
const ring: MoneyRing = {
  ring_id: "R-0123456789abcdef",
  length: 3,
  begins: "2026-08-03T09:14:00.000Z",
  days: 4,
  first_amount: "38000000.00",
  last_amount: "36200000.00",
  retention: 0.953,
  score: 0.84,
  related: true,
  everyday: false,
  cash_sweep: "no",
  refund: "not_checked",
  payroll_tax: "no",
  agency: "not_checked",
  missing: "",
  readings: READINGS,
  controllers: [],
  steps: [
    { days: 0, amount: "38000000.00" },
    { days: 1, amount: "37000000.00" },
    { days: 4, amount: "36200000.00" },
  ],
  controlled: [],
  worst_band: 3,
  state: "open",
  case: { state: "open", outcomes: [], hidden: false, known_at: null },
  account_ids: ["a", "b", "c"],
  parties: [party("A", "甲钢铁有限公司")],
  holders: [["A"], [], ["A"]],
  transfers: [
    hop("a", "b", 3, "38000000.00"),
    hop("b", "c", 4, "37000000.00"),
    hop("c", "a", 7, "36200000.00"),
  ],
  currency: "CNY",
  at: { as_of: null, known_at: null },
  receipt: {
    analysis: "rings",
    version: "1",
    snapshot_id: "s",
    as_of: null,
    known_at: null,
    parameters: { window: 30 },
    engine: "local",
    result_hash: "h",
    run: {},
    key: "k",
  },
};

const PAGE: Pick<MoneyRingPage, "currency" | "readings" | "receipt"> = {
  currency: "CNY",
  receipt: { ...ring.receipt, parameters: { window: 30 } },
  readings: READINGS.map(({ name, title }) => ({
    name,
    title,
    test: title,
    data: [],
    thresholds: [],
    words: {},
  })),
};

test("whoever holds an account is named, or that nobody knows", () => {
  expect(holderText(ring, 0, en)).toBe("A Steel");
  expect(holderText(ring, 1, en)).toBe("holder not known");
  expect(holderText(ring, 1, zh)).toBe("户主不明");
  expect(unheld(ring)).toBe(1);
});

test("a step is a sentence, and the last one pays back to the start", () => {
  expect(stepText(ring, 2, en)).toBe(
    "3: A Steel pays A Steel ¥36.2m on 2026-08-07 09:14",
  );
  expect(stepText(ring, 1, zh)).toContain("3,700 万元");
});

test("the file of a list holds exact amounts and ids", () => {
  const columns = ringColumns(en, PAGE);
  const cell = (id: string) => columns.find((column) => column.id === id)?.value(ring);
  expect(cell("sent")).toBe("38000000.00");
  expect(cell("ring")).toBe(ring.ring_id);
  expect(cell("accounts")).toBe("a b c");
  expect(cell("passes")).toBe("1 without a known holder");
  expect(cell("reading")).toBe("");
  expect(cell("unchecked")).toBe("refund, agency");
  expect(cell("state")).toBe("open");
});

test("readings that were not checked are no tried ones", () => {
  expect(readingsTried(READINGS, en)).toBe("2 tried, none fits");
  expect(readingsTried([...READINGS, reading("refund", "fits")], en)).toBe("3 tried");
});

describe("what each account kept", () => {
  test("adds up from what left to what came back", () => {
    const { axis, rows } = keptRows(ring, en);
    expect(axis).toBe(36_200_000 - 450_000);
    expect(rows.map(({ value }) => value)).toEqual([
      "¥38m",
      "−¥1m",
      "−¥800k",
      "¥36.2m",
    ]);
    for (const [k, row] of rows.slice(2, -1).entries()) {
      expect(row.from).toBe(rows[k + 1]?.to);
    }
  });

  test("is not drawn where an amount is unknown", () => {
    const [first, ...rest] = ring.transfers;
    const unknown = { ...ring, transfers: [{ ...first!, amount: null }, ...rest] };
    expect(keptRows(unknown, en).rows).toEqual([]);
    expect(passedOn(unknown, 1)).toBeNull();
    expect(passedOn(ring, 1)).toBeCloseTo(37 / 38);
  });
});

describe("the drawing", () => {
  test("begins at the top and goes round clockwise", () => {
    const ellipse = { x: 100, y: 50, across: 80, down: 40 };
    expect(placeOn(ellipse, 0, 4).y).toBeCloseTo(10);
    expect(placeOn(ellipse, 1, 4).x).toBeCloseTo(180);
  });

  test("ends a line short of where it leads", () => {
    expect(short({ x: 0, y: 0 }, { x: 100, y: 0 }, 20)).toEqual({ x: 80, y: 0 });
  });

  test("bends arrows outwards", () => {
    expect(bow({ x: 0, y: 0 }, { x: 100, y: 0 }, 20, 5).middle.y).toBeLessThan(0);
  });

  test("keeps marks of one moment side by side", () => {
    expect(spread([0, 0, 10], 3)).toEqual([0, 3, 10]);
  });
});

test("a line falls by what was left behind, and ends where the window does", () => {
  const points = linePoints(ring, 8);
  expect(points.map(({ x }) => x)).toEqual([5, 15.25, 46]);
  const [first, , last] = points.map(({ y }) => y);
  expect(first).toBe(6);
  expect(last).toBeGreaterThan(6);
  expect(linePoints(ring, 2).at(-1)?.x).toBe(87);
});
