import { describe, expect, test } from "vitest";
import { address } from "../src/api/client";
import type { Evidence, EvidenceEdge } from "../src/api/types";
import { edgeText } from "../src/graph/label/sceneLabels";
import { wordsIn } from "../src/i18n/words";
import { evidenceRows, factColumns, factsInOrder } from "../src/pages/evidenceSheets";
import {
  factsBehind,
  figureText,
  figureWords,
  litBy,
  offIn,
  paleIds,
  restOfCircle,
  toggledOff,
  turnOf,
  whatIfRows,
  without,
} from "../src/pages/whatIf";
import { vocabulary } from "./ontology";
import { edge } from "./picture";

const [en, zh] = [wordsIn("en", vocabulary), wordsIn("zh", vocabulary)];
const said = (text: string) => ({ en: text, zh: text });

const fact = (
  group: string,
  kind: string,
  source: string,
  target: string,
  more: Partial<EvidenceEdge> = {},
): EvidenceEdge => ({
  id: `${kind} ${source} ${target}`,
  group,
  kind,
  relation: kind,
  source,
  target,
  amount: null,
  currency: "CNY",
  share: null,
  role: null,
  label: said(kind),
  date: null,
  last: null,
  count: 1,
  contracts: [],
  records: [],
  ...more,
});
const firm = (id: string, why: string) => ({
  id,
  name: id,
  name_en: null,
  rank: 1,
  chance: 0.4,
  band: 5,
  flagged: true,
  why,
});
const group = (name: string, chance: number | null, change: number | null) => ({
  group: name,
  collected: change !== null,
  edges: 2,
  raw_without: change,
  chance_without: chance,
  change,
});
/** A owns nothing; P is behind A and B, who guarantee each other; C is in the circle. */
const evidence = {
  party: { party_id: "A", name: "A", name_en: null },
  score: { raw_score: 0.6, chance: { value: 0.432 } },
  companies: [firm("A", "flagged"), firm("B", "step"), firm("C", "circle")],
  persons: [{ id: "P", name: "陈国荣", name_en: "Chen Guorong" }],
  contacts: [{ id: "T", name: "+86 1", label: null }],
  edges: [
    fact("contacts", "contact_use", "A", "contact|T"),
    fact("guarantees", "guarantee", "B", "C", { date: "2026-02-01T00:00:00Z" }),
    fact("guarantees", "guarantee", "A", "B", {
      amount: "150000000.00",
      date: "2025-11-18T00:00:00Z",
      count: 2,
      records: [
        { source: "loans", record_id: "G-2" },
        { source: "loans", record_id: "G-1" },
      ] as EvidenceEdge["records"],
    }),
    fact("shared_control", "ownership", "P", "A", { share: 0.51 }),
    fact("shared_control", "role", "P", "B", { role: "director" }),
  ],
  hulls: [],
  counterfactual: {
    method: "boosted trees",
    frozen: [],
    groups: [
      group("shared_control", 0.091, -1.6),
      group("contacts", 0.45, 0.1),
      group("guarantees", 0.432, 0),
      group("payments", null, null),
    ],
    together: null,
  },
} as unknown as Evidence;

describe("what if it were not there", () => {
  const rows = whatIfRows(evidence);

  test("rows are as the service orders them; what is not collected has no switch", () => {
    expect(rows.map((row) => [row.group, row.turn])).toEqual([
      ["shared_control", "falls"],
      ["contacts", "rises"],
      ["guarantees", "same"],
      ["payments", "same"],
    ]);
    const all = new URLSearchParams("off=payments,contacts,shared_control,none");
    expect(offIn(all, rows)).toEqual(["shared_control", "contacts"]);
    expect(whatIfRows({ ...evidence, counterfactual: null })).toEqual([]);
  });

  test("a switch goes off and on again", () => {
    expect(toggledOff([], "guarantees")).toBe("guarantees");
    expect(toggledOff(["contacts"], "guarantees")).toBe("contacts,guarantees");
    expect(toggledOff(["contacts"], "contacts")).toBeNull();
  });

  test("one group is known, several are only what the service computed", () => {
    expect(without(rows, [], undefined)).toBeNull();
    expect(without(rows, ["contacts"], undefined)).toEqual({ raw: 0.1, chance: 0.45 });
    const off = ["shared_control", "contacts"] as const;
    expect(without(rows, [...off], evidence)).toBeNull();
    const together = {
      groups: ["contacts", "shared_control"],
      raw_without: -3,
      chance_without: 0.02,
    };
    const answered = {
      ...evidence,
      counterfactual: { ...evidence.counterfactual, together },
    } as Evidence;
    expect(without(rows, [...off], answered)).toEqual({ raw: -3, chance: 0.02 });
    expect(without(rows, [...off, "guarantees"], answered)).toBeNull();
  });

  test("figures say before and after", () => {
    const [from, to] = [
      { raw: 0.6, chance: 0.432 },
      { raw: -1, chance: 0.091 },
    ];
    expect(figureWords(from, to, en)).toBe("43 → 9.1\u2009%");
    expect(figureWords(from, to, zh)).toBe("43 → 9.1%");
    expect(figureText({ raw: -0.5, chance: null })).toBe("−0.50");
    expect(figureText({ raw: null, chance: null })).toBe("–");
    expect([turnOf(1e-9), turnOf(null), turnOf(-0.1)]).toEqual([
      "same",
      "same",
      "falls",
    ]);
  });

  test("several groups are asked for one by one", () => {
    expect(address("/x", { without: ["a", "b"], none: [], q: "" })).toBe(
      "v1/x?without=a&without=b",
    );
  });
});

describe("the picture of evidence", () => {
  test("lines of a group that is off are pale, and who only they tie, but no firm", () => {
    const pale = paleIds(evidence, ["shared_control"]);
    expect([...pale].sort()).toEqual(["P", "ownership P A", "role P B"]);
    expect(paleIds(evidence, ["contacts"]).has("contact|T")).toBe(true);
    expect(paleIds(evidence, []).size).toBe(0);
  });

  test("a reason lights the facts that it was read from", () => {
    const own = factsBehind({ group: "G", kinds: ["guarantee"] }, evidence);
    expect(litBy(own, evidence)).toEqual(["A", "guarantee A B", "B"]);
    const wide = factsBehind({ group: "D", kinds: ["guarantee"] }, evidence);
    expect(wide).toHaveLength(2);
    expect(litBy([], evidence)).toEqual(["A"]);
  });

  test("the rest of the circle is what only guarantees tie", () => {
    expect([...restOfCircle(evidence)]).toEqual(["C"]);
    const held = { ...evidence, hulls: [{ members: ["C"] }] } as unknown as Evidence;
    expect(restOfCircle(held).size).toBe(0);
  });

  test("a line of several facts has the sum and how many", () => {
    const drawn = { ...edge("A", "B"), amount: "150000000.00", count: 2 };
    expect(edgeText(drawn, vocabulary.relation("guarantee"), en)).toBe("¥150m ×2");
  });
});

describe("the tables of evidence", () => {
  test("facts stand by group and day, with all their records in the file", () => {
    const facts = factsInOrder(evidence);
    expect(facts.map(({ kind, source }) => `${kind} ${source}`)).toEqual([
      "ownership P",
      "role P",
      "guarantee A",
      "guarantee B",
      "contact_use A",
    ]);
    const columns = factColumns(evidence, en, vocabulary);
    const of = (id: string) => {
      const column = columns.find((one) => one.id === id);
      return facts.map((one) => column?.value(one) ?? null);
    };
    expect(of("group")[0]).toBe("Shared control");
    expect(of("from")[0]).toBe("Chen Guorong");
    expect(of("to")[4]).toBe("+86 1");
    expect(of("record")[2]).toBe("G-2 G-1");
    expect(of("share")).toEqual(["51\u2009%", null, null, null, null]);
  });

  test("nodes are firms first, with their pictures' ids", () => {
    const rows = evidenceRows(evidence, zh);
    expect(rows.map(({ id }) => id)).toEqual(["A", "B", "C", "P", "contact|T"]);
    expect(rows[4]?.kind).toBe(zh.nodeKind({ node_kind: "contact", party_type: null }));
  });
});
