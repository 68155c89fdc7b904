import { expect, test } from "vitest";
import { parseRoute, toNode, toParty } from "../src/shell/route";

test.each(["contract:银行/2024/17号", "c:100%2Fof", "c:a?b=1&c#d", "c:../x", "c:+%"])(
  "the address of %s leads to it",
  (id) => {
    expect(parseRoute(toParty(id)).path).toEqual(["parties", id]);
    expect(parseRoute(toNode("guarantee", id, { tab: "x" })).path).toEqual([
      "nodes",
      "guarantee",
      id,
    ]);
  },
);

test("a mistyped escape stays as it is", () => {
  expect(parseRoute("#/parties/c:100%").path).toEqual(["parties", "c:100%"]);
});
