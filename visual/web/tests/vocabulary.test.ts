import { describe, expect, test } from "vitest";
import { linksInOrder } from "../src/graph/layout/links";
import {
  forceEntries,
  nodeEntries,
  relationEntries,
} from "../src/graph/legend/entries";
import { wordsIn } from "../src/i18n/words";
import { vocabulary } from "./ontology";
import { edge, node } from "./picture";

const words = wordsIn("en", vocabulary);
const account = (id: string) => ({
  ...node(id),
  node_kind: "account",
  party_type: null,
});

describe("words of the vocabulary", () => {
  test("name relations, kinds, codes and bands in both languages", () => {
    expect(words.relation("role")).toBe("Role");
    expect(wordsIn("zh", vocabulary).relation("role")).toBe("任职");
    expect(words.partyType("company")).toBe("Company");
    expect(words.partyType(null)).toBe("Party");
    expect(words.nodeKind(account("a"))).toBe("Account");
    expect(words.band(2)).toBe("Guarded");
  });

  test("say the code itself where the vocabulary has none", () => {
    expect(words.relation("brand_new")).toBe("brand new");
    expect(words.value("party", "party_type", "sole_trader")).toBe("sole trader");
    expect(words.nodeKind({ node_kind: "ship_yard", party_type: null })).toBe(
      "ship yard",
    );
  });
});

describe("what the vocabulary decides", () => {
  test("only what a source reports can be asked for", () => {
    const names = vocabulary.collected().map(({ name }) => name);
    expect(names).toContain("ownership");
    expect(names).not.toContain("control");
  });

  test("parties without an icon show a band, and nodes but not events have a page", () => {
    expect(vocabulary.showsBand(node("a"))).toBe(true);
    expect(vocabulary.showsBand({ ...node("a"), party_type: "person" })).toBe(false);
    expect(vocabulary.showsBand(account("a"))).toBe(false);
    expect(vocabulary.hasPage("account")).toBe(true);
    expect(vocabulary.hasPage("risk_event")).toBe(false);
    expect(vocabulary.hasPage("more")).toBe(false);
  });

  test("links are listed in the order of their relations, then by amount", () => {
    const small = { ...edge("a", "b"), id: "small", amount: "1" };
    const large = { ...edge("c", "d"), id: "large", amount: "20" };
    const other = { ...edge("a", "b", "brand_new"), id: "other" };
    const owner = { ...edge("a", "b", "ownership"), id: "owner" };
    const order = linksInOrder([other, owner, small, large], vocabulary);
    expect(order.map(({ id }) => id)).toEqual(["large", "small", "owner", "other"]);
  });
});

describe("the legend", () => {
  const picture = (
    edges: ReturnType<typeof edge>[],
    nodes: ReturnType<typeof node>[] = [],
  ) => ({ focus: null, nodes, edges });
  const none = (relation: string) => ({
    ...edge("a", "b", relation),
    loss: "none" as const,
  });

  test("names what is drawn alike once, and promises with their distress first", () => {
    const drawn = picture([none("role"), none("family"), edge("a", "b")]);
    const texts = (contagion: boolean) =>
      relationEntries(drawn, contagion, words, vocabulary).map(({ text }) => text);
    expect(texts(false)).toEqual(["guarantor → debtor", "family, role"]);
    expect(texts(true)).toEqual([
      "guarantor → debtor, width = amount",
      "distress travels back",
      "family, role",
    ]);
  });

  test("leaves out the link to a folded node", () => {
    expect(relationEntries(picture([none("more")]), false, words, vocabulary)).toEqual(
      [],
    );
  });

  test("shows each state of force but the usual one", () => {
    const released = { ...edge("a", "b"), force: "released" };
    expect(forceEntries(picture([edge("a", "b")]), words)).toEqual([]);
    expect(forceEntries(picture([released]), words).map(({ text }) => text)).toEqual([
      "lapsed",
    ]);
  });

  test("names nodes without a band unless a line to them does", () => {
    const nodes = [node("a"), { ...node("b"), party_type: "person" }, account("c")];
    const texts = (relation: string) =>
      nodeEntries(picture([none(relation)], nodes), words, vocabulary).map(
        ({ text }) => text,
      );
    expect(texts("transfer")).toEqual(["person", "account"]);
    expect(texts("account")).toEqual(["person"]);
  });
});
