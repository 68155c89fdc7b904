import { expect, test } from "vitest";
import type { CaseOutcome } from "../src/api/types";
import { standing } from "../src/parts/OutcomeTag";

const said = (outcome: string, case_no = "K", task = "money_ring"): CaseOutcome => ({
  record_id: `${task} ${case_no} ${outcome}`,
  task,
  case_no,
  outcome,
  occurred_at: "2026-01-01T00:00:00.000Z",
  began_on: null,
  scheme_ref: null,
  source: "desk",
});

test("a case stands as its last outcome says, the gravest case first", () => {
  const outcomes = [
    said("dismissed"),
    said("opened"),
    said("opened", "L"),
    said("confirmed", "K", "guarantee_fraud"),
    said("opened", "K", "guarantee_fraud"),
  ];
  expect(standing(outcomes).map((item) => item.record_id)).toEqual([
    "guarantee_fraud K confirmed",
    "money_ring L opened",
    "money_ring K dismissed",
  ]);
});

test("where nothing may be said there are no cases", () => {
  expect(standing(null)).toEqual([]);
});
