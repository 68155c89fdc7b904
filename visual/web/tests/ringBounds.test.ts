import { expect, test } from "vitest";
import {
  boundsIn,
  DEFAULTS,
  further,
  isReadable,
  namedIn,
  paramsOf,
  searchOf,
} from "../src/pages/ringBounds";
import { href } from "../src/shell/route";

const asked = (query: string) => boundsIn(new URLSearchParams(query));

test("an address without bounds asks for the published rings", () => {
  expect(asked("order=days")).toEqual(DEFAULTS);
  expect(searchOf(asked("gap=5.0&window=x"))).toBeNull();
});

test("bounds that differ are asked for and stand in the address, no others", () => {
  const bounds = asked(
    "window=14&keep=.8&times=any&types=transfer&related_hop=true&until=2026-06-30",
  );
  expect(searchOf(bounds)).toEqual({
    min_length: 3,
    max_length: 6,
    gap: 5,
    window: 14,
    keep: 0.8,
    gain: 1,
    conserving: true,
    related_hop: true,
    types: ["transfer"],
    order: "any",
    since: null,
    until: "2026-06-30",
    effort: 1,
  });
  const address = href(["rings"], paramsOf(bounds));
  expect(boundsIn(new URLSearchParams(address.split("?")[1]))).toEqual(bounds);
  expect(address).not.toContain("gap");
});

test("what is no number is not sent", () => {
  expect(
    ["5", "0.5", ".5", "", "-1", "1e9", "five"].map((text) => isReadable("gap", text)),
  ).toEqual([true, true, true, false, false, false, false]);
});

test("a search of no kind of payment is not sent as one of all", () => {
  expect(["", ",", "withdraw"].map((text) => isReadable("types", text))).toEqual([
    false,
    false,
    true,
  ]);
  expect(asked("types=").types).toBe(DEFAULTS.types);
});

test("a search that stopped takes more budget, then goes on from its day", () => {
  const before = "2026-06-14T08:00:00.000Z";
  expect(further(asked(""), before)).toEqual({ effort: "2" });
  expect(further(asked("effort=8"), before)).toEqual({ since: "2026-06-14" });
  expect(further(asked("effort=8&since=2026-06-14"), before)).toBeNull();
});

test("a refusal names the bounds that it is about", () => {
  expect(namedIn("2 <= min_length <= max_length <= 16 does not hold: 3, 1")).toEqual([
    "min_length",
    "max_length",
  ]);
  expect(namedIn("window must be above 0, not 0")).toEqual(["window"]);
  expect(namedIn("order must be one of increasing, any")).toEqual(["times"]);
});
