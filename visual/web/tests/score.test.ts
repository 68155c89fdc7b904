import { describe, expect, test } from "vitest";
import type { Score } from "../src/api/types";
import { partsOf, unitsOf } from "../src/format/probability";
import { wordsIn } from "../src/i18n/words";
import { isScored, type Scored, shareRows, waterRows } from "../src/pages/scoreRows";
import { vocabulary } from "./ontology";

const words = wordsIn("en", vocabulary);
const party = {
  party_id: "b",
  party_type: null,
  name: "B",
  name_en: null,
  ended_on: null,
};
const source = { quality: "table", reason: { en: "", zh: "" } };

function scoreOf(self_pd: number, contributions: number[]): Scored {
  const increment = contributions.reduce((sum, part) => sum + part, 0);
  return {
    party,
    scored: true,
    self_pd,
    self_source: source,
    pd: Math.min(1, self_pd + increment),
    pd_error: 0,
    increment,
    increment_error: 0,
    exact_pd: null,
    band: 5,
    band_low: 5,
    band_high: 5,
    n_worlds: 1,
    by_seed: [],
    by_debtor: contributions.map((contribution, k) => ({
      party: { ...party, party_id: `d${k}` },
      contribution,
      amount: null,
      pass_through: 0.5,
      quality: source,
    })),
    by_path: [],
    counterfactuals: [],
    shortened: {},
    reasons: [],
    model_score: null,
    receipt: {} as Score["receipt"],
    currency: "CNY",
    method: "exact",
    at: { as_of: null, known_at: null },
    completeness: { complete: true, explored: 0, truncated_by: [], advice: null },
  };
}

/** The figure that a row shows, in tenths of a point. */
const shown = (text: string) => Math.round(Number(text.replace(/[^\d.]/g, "")) * 10);

describe("the rows of a score", () => {
  test("end with the other debtors and the total", () => {
    const rows = waterRows(scoreOf(0.1, Array(9).fill(0.005)), words);
    expect(rows).toHaveLength(9);
    expect(rows.at(-2)).toMatchObject({ id: "others", value: "+1.5" });
    expect(rows.at(-1)).toMatchObject({ tone: "total", from: 0, value: "14.5\u2009%" });
  });

  test.each([
    [0.0204, [0.0104, 0.0104, 0.0104]],
    [0.0206, [0.0106, 0.0106]],
    [0.02, [0.1337, ...Array(40).fill(0.0003)]],
    [0.3, [0.0004]],
    [0.02, []],
    [0.1499, Array(30).fill(0.00049)],
  ])("shown add up to the total shown: %d and %o", (own, contributions) => {
    const rows = waterRows(scoreOf(own, contributions), words);
    const parts = rows.slice(0, -1);
    const sum = parts.reduce((total, row) => total + shown(row.value), 0);
    expect(sum).toBe(shown(rows.at(-1)?.value ?? ""));
    const drawn = parts.reduce((total, row) => total + row.to - row.from, 0);
    expect(drawn).toBeGreaterThan(own - 1e-12);
    expect(parts.slice(1).every((row) => shown(row.value) > 0)).toBe(true);
  });

  test("never take back what the total is capped at", () => {
    const rows = waterRows(scoreOf(0.7, [0.2, 0.15]), words);
    expect(rows.every((row) => row.tone !== "better")).toBe(true);
    expect(rows.at(-1)?.value).toBe("100.0\u2009%");
  });

  test("say what would have to be paid on a condition", () => {
    const label = (language: "en" | "zh") =>
      waterRows(scoreOf(0.1, [0.1]), wordsIn(language, vocabulary))[1]?.label;
    expect(label("en")).toBe("If B defaults");
    expect(label("zh")).toBe("若 B 违约");
  });
});

describe("the shares of an increment", () => {
  const parts = (...contributions: number[]) =>
    contributions.map((contribution) => ({ contribution, others: 0 }));

  test("end with the rest, which stands for all that are not listed", () => {
    const listed = [...parts(0.03, 0.02, 0.01, 0.005, 0.004, 0.003)];
    const cut = [...listed, { contribution: 0.002, others: 12 }];
    const { named, others } = shareRows(cut, 0.074);
    expect(named.map((row) => row.points)).toEqual([
      "+3.00",
      "+2.00",
      "+1.00",
      "+0.50",
      "+0.40",
    ]);
    expect(others).toEqual({ count: 13, points: "+0.50" });
  });

  test("have no row of nothing", () => {
    const { named, others } = shareRows(parts(0.01, 0.00001, 0.00001), 0.01002);
    expect(named).toHaveLength(1);
    expect(others).toBeNull();
    expect(shareRows([], 0)).toEqual({ named: [], others: null });
  });

  test("shown add up to the increment shown", () => {
    const thirds = parts(0.01004, 0.01004, 0.01004);
    const { named } = shareRows(thirds, 0.03012);
    expect(named.map((row) => row.points)).toEqual(["+1.01", "+1.00", "+1.00"]);
  });
});

test("parts are rounded to their whole, up or down", () => {
  expect(partsOf(3, [1.4, 1.4])).toEqual([2, 1]);
  expect(partsOf(2, [1, 2])).toEqual([1, 1]);
  expect(partsOf(0, [])).toEqual([]);
  expect(unitsOf(0.1337, 1)).toBe(134);
  expect(unitsOf(12.5, 1)).toBe(12_500);
});

test("a score without figures is none", () => {
  expect(isScored(scoreOf(0.1, []))).toBe(true);
  const nothing = { ...scoreOf(0.1, []), self_pd: null, pd: null, increment: null };
  expect(isScored({ ...nothing, scored: false })).toBe(false);
});
