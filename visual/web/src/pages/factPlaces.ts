import { toParty } from "../shell/route";
import type { Vocabulary } from "../vocabulary/vocabulary";

/** Kinds whose facts a tab of a party lists. */
const TAB_OF: Record<string, string> = {
  guarantee: "guarantees",
  guarantor: "guarantees",
  ownership: "ownership",
  risk_event: "events",
  case_outcome: "events",
};

/** Where the facts of a kind are shown of a party: a tab, links on its graph, its details. */
export function toFacts(party: string, kind: string, vocabulary: Vocabulary): string {
  const tab = TAB_OF[kind];
  if (tab) return toParty(party, { tab });
  const relation = vocabulary.relations.find((known) => known.kind === kind);
  if (!relation) return toParty(party, { panel: "details" });
  const held = [relation.tail_kind, relation.head_kind].every((end) => end !== "party");
  const relations = held ? `account,${relation.name}` : relation.name;
  return toParty(party, { panel: "flag", relations, sheet: "links" });
}
