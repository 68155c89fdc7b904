import { describe, expect, test } from "vitest";
import type { FlaggedFirm, ModelScore } from "../src/api/types";
import { formatChance, formatSigned, roundedParts } from "../src/format/probability";
import { wordsIn } from "../src/i18n/words";
import { choiceIn } from "../src/pages/FlagFilters";
import { toFacts } from "../src/pages/factPlaces";
import { belowTop, flagColumns } from "../src/pages/flagColumns";
import { flagRows } from "../src/pages/flagRows";
import { numbersIn } from "../src/pages/ModelPanel";
import { vocabulary } from "./ontology";

const [en, zh] = [wordsIn("en", vocabulary), wordsIn("zh", vocabulary)];
const said = (text: string) => ({ en: text, zh: `${text}。` });
const party = {
  party_id: "P-1",
  name: "甲钢铁有限公司",
  name_en: "A Steel Co., Ltd.",
  party_type: "company",
  ended_on: null,
};
const reason = (group: string, contribution: number) => ({
  group,
  label: said(`group ${group}`),
  text: said(`reason ${group}`),
  feature: group === "else" || group === "network" ? null : group,
  value: 1,
  unit: "count",
  contribution,
  kinds: ["guarantee"],
  others: group === "else" ? 3 : 0,
});
const summary = {
  model_id: "m-1",
  task: "fraud",
  trained_at: "2026-09-30",
  text: said("Trained on an invented economy"),
};
const firm: FlaggedFirm = {
  party,
  by: "model",
  flagged: true,
  raw_score: 0.614,
  chance: { value: 0.4321, low: 0.36, high: 0.51, meaning: said("confirmed") },
  band: 5,
  rank: 1,
  scored: 100,
  since: { day: "2026-07-31", first_list: false },
  not_scored: null,
  top: reason("D", 2.1),
  second: reason("P", 1.3),
  not_collected: [{ group: "R", label: said("Contagion"), kinds: [], here: false }],
  rules: [],
  evidence: { group: "P-0", firms: 3, first: { ...party, party_id: "P-0" } },
  status: "in_review",
};
const score = (base: number, contributions: [string, number][]): ModelScore => ({
  ...firm,
  second_opinion: null,
  base,
  raw_score: contributions.reduce((sum, [, part]) => sum + part, base),
  reasons: contributions.map(([group, part]) => reason(group, part)),
  reasons_kept: true,
  rules: [],
  case: {
    party_id: "P-1",
    state: "in_review",
    decided: null,
    entries: [],
    hidden: false,
    known_at: null,
  },
  model: summary,
  stale: null,
  inputs_as_of: null,
  at: { as_of: null, known_at: null },
  receipt: null,
});
const shown = (text: string) => Number(text.replace("−", "-"));

describe("the rows of a raw score", () => {
  test("go from the average firm to the raw score, each where the last ended", () => {
    const rows = flagRows(
      score(-4.38, [
        ["D", 5.2],
        ["network", 1.5],
        ["T", -0.35],
        ["else", -0.02],
      ]),
      en,
    );
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
    expect(rows.map((row) => [row.label, row.value, row.tone])).toEqual([
      ["An average firm", "−4.38", "base"],
      ["Group D", "+5.20", "distress"],
      ["Group network", "+1.50", "distress"],
      ["Group T", "−0.35", "better"],
      ["All else, 3 more groups", "−0.02", "better"],
      ["Raw score", "+1.95", "total"],
    ]);
    const last = rows.at(-1);
    expect([last?.from, last?.to]).toEqual([0, rows.at(-2)?.to]);
  });

  test("add up as they are shown, whatever the roundings", () => {
    for (let k = 0; k < 200; k++) {
      const part = (n: number) => Math.sin(k * 37 + n * 11) * 2;
      const rows = flagRows(
        score(part(0), [
          ["D", part(1)],
          ["P", part(2)],
          ["else", part(3)],
        ]),
        en,
      );
      const values = rows.map((row) => shown(row.value));
      const sum = values.slice(0, -1).reduce((total, value) => total + value, 0);
      expect(sum).toBeCloseTo(values.at(-1) ?? Number.NaN, 9);
    }
  });

  test("are none where reasons are not kept", () => {
    expect(flagRows(score(-4.38, []), en)).toEqual([]);
  });
});

test("parts that are rounded stay within one unit of what they are", () => {
  const parts = [-4.3849, 2.1449, 1.3249, 0.8349, -0.0049];
  for (const [k, part] of roundedParts(parts).entries()) {
    expect(Math.abs(part - (parts[k] ?? 0))).toBeLessThan(0.01);
  }
});

test("a chance is whole from ten on, a sum carries its sign", () => {
  expect([0.43, 0.0996, 0.086, 0.0004].map(formatChance)).toEqual([
    "43",
    "10",
    "8.6",
    "0.0",
  ]);
  expect([0.614, -0.35, 0.001].map((value) => formatSigned(value))).toEqual([
    "+0.61",
    "−0.35",
    "0.00",
  ]);
});

test("a firm tells whose evidence it has, the first joined how many have it", () => {
  const first = { ...firm, evidence: { group: "P-1", firms: 3, first: null } };
  expect(belowTop(firm, false, en)).toBe("same evidence as A Steel");
  expect(belowTop(firm, true, zh)).toBe("证据同甲钢铁");
  expect(belowTop(first, false, en)).toBe("reason P");
  expect(belowTop(first, true, en)).toBe("3 firms on the same evidence");
  expect(belowTop({ ...firm, evidence: null }, true, en)).toBe("reason P");
});

describe("the file of flagged firms", () => {
  const cells = (by: "model" | "rules", row: FlaggedFirm, words = en) => {
    const model = by === "model" ? summary : null;
    return Object.fromEntries(
      flagColumns(words, [row], { by, model }).map(({ id, value }) => [id, value(row)]),
    );
  };

  test("holds ids, figures and what was not collected", () => {
    expect(cells("model", firm)).toMatchObject({
      party_id: "P-1",
      band: 5,
      chance: "43.21",
      low: "36.00",
      raw: 0.614,
      reason: "Reason D",
      next: "reason P",
      missing: "Contagion",
      since: "2026-07-31",
      first_list: "no",
      evidence: "P-0",
      status: "in review",
      model: "m-1",
    });
    expect(cells("model", firm, zh).reason).toBe("Reason D。");
  });

  test("has no chance and no band by rules", () => {
    const rule = { rule: "r", label: said("a circle"), text: said("it fits") };
    const found = cells("rules", {
      ...firm,
      chance: null,
      band: null,
      top: null,
      second: null,
      rules: [rule],
    });
    expect(found).not.toHaveProperty("chance");
    expect(found).not.toHaveProperty("band");
    expect(found).toMatchObject({
      rules: "a circle",
      reason: "It fits",
      model: "rule",
    });
  });

  test("says why a firm is not scored", () => {
    const not_scored = { code: "out_of_range", text: said("unlike the others") };
    const found = cells("model", { ...firm, chance: null, band: null, not_scored });
    expect(found).toMatchObject({ chance: "", reason: "Unlike the others" });
  });
});

test("the address chooses firms, by default those that are flagged", () => {
  const chosen = (query: string) => choiceIn(new URLSearchParams(query));
  expect(chosen("")).toMatchObject({
    flagged: true,
    least_band: null,
    filtered: false,
  });
  expect(chosen("band=4&status=open")).toMatchObject({
    flagged: null,
    least_band: 4,
    status: "open",
    filtered: true,
  });
  expect(chosen("band=all")).toMatchObject({ flagged: null, least_band: null });
  expect(chosen("band=9&status=x&by=z")).toEqual(chosen(""));
  expect(chosen("by=evidence")).toEqual({ ...chosen(""), by_evidence: true });
});

test("a chip opens the tab, the links or the details that hold its facts", () => {
  const to = (kind: string) => toFacts("P-1", kind, vocabulary);
  expect(to("guarantee")).toBe("#/parties/P-1?tab=guarantees");
  expect(to("risk_event")).toBe("#/parties/P-1?tab=events");
  expect(to("role")).toBe("#/parties/P-1?panel=flag&relations=role&sheet=links");
  expect(to("transfer")).toContain("relations=account%2Ctransfer");
  expect(to("financials")).toBe("#/parties/P-1?panel=details");
});

test("the numbers of a manifest are named by their path", () => {
  const ap = { point: 0.71234, low: 0.6, high: 0.8 };
  const told = { auc: { value: 0.97, low: 0.96 }, name: "x", at: [1], "T+G": { ap } };
  expect(numbersIn({ ...told, importances: { age: 0.1 } })).toEqual([
    ["auc value", "0.97"],
    ["auc low", "0.96"],
    ["T+G ap", "0.7123 (0.6–0.8)"],
  ]);
  expect(numbersIn(undefined)).toEqual([]);
});
