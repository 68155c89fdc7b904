import type { Evidence, EvidenceEdge, ModelScore } from "../api/types";
import { formatChance, formatSigned } from "../format/probability";
import type { Words } from "../i18n/words";

/** Groups of facts that can be taken away, in the order of the tables. */
export const GROUPS = ["shared_control", "guarantees", "payments", "contacts"] as const;
export type Group = (typeof GROUPS)[number];

export const isGroup = (text: string): text is Group =>
  GROUPS.some((group) => group === text);

/** Score, raw and as a chance, of which either may be unknown. */
export type Figure = { raw: number | null; chance: number | null };

/** What taking a group away does: the raw score tells where chances stay level. */
export type Turn = "falls" | "rises" | "same";

/** Below it two raw scores are the same. */
const LEVEL = 1e-6;

export function turnOf(change: number | null): Turn {
  if (change === null || Math.abs(change) < LEVEL) return "same";
  return change < 0 ? "falls" : "rises";
}

/** A row with its switch; one that nobody collected has none. */
export type WhatIfRow = {
  group: Group;
  collected: boolean;
  edges: number;
  after: Figure;
  turn: Turn;
  change: number | null;
};

/** A row for each group, as the service orders them: the largest change first. */
export function whatIfRows({ counterfactual }: Evidence): WhatIfRow[] {
  return (counterfactual?.groups ?? []).flatMap((one) =>
    isGroup(one.group)
      ? {
          group: one.group,
          collected: one.collected,
          edges: one.edges,
          after: { raw: one.raw_without, chance: one.chance_without },
          turn: turnOf(one.change),
          change: one.change,
        }
      : [],
  );
}

/** The groups that an address switches off, of those that have a switch. */
export function offIn(query: URLSearchParams, rows: WhatIfRow[]): Group[] {
  const named = new Set((query.get("off") ?? "").split(","));
  return rows
    .filter(({ group, collected }) => collected && named.has(group))
    .map(({ group }) => group);
}

/** The same list with one more group off, or on again; null: all are on. */
export function toggledOff(off: Group[], group: Group): string | null {
  const next = off.includes(group)
    ? off.filter((other) => other !== group)
    : [...off, group];
  return next.join(",") || null;
}

/** The score as it is. */
export const before = ({ score }: Evidence): Figure => ({
  raw: score.raw_score,
  chance: score.chance?.value ?? null,
});

/**
 * The score without the groups that are off: of one group it is known, of several only
 * where the service computed it, since what they do does not add up.
 */
export function without(
  rows: WhatIfRow[],
  off: Group[],
  together: Evidence | undefined,
): Figure | null {
  const [first] = off;
  if (first === undefined) return null;
  if (off.length === 1) {
    return rows.find(({ group }) => group === first)?.after ?? null;
  }
  const found = together?.counterfactual?.together;
  const same = found?.groups.length === off.length;
  if (!found || !same || !off.every((group) => found.groups.includes(group)))
    return null;
  return { raw: found.raw_without, chance: found.chance_without };
}

/** A chance in whole percent from ten on, else the raw score. */
export function figureText({ raw, chance }: Figure): string {
  if (chance !== null) return formatChance(chance);
  return raw === null ? "–" : formatSigned(raw);
}

/** The same with the sign of percent. */
export const withUnit = (figure: Figure, words: Words): string =>
  figure.chance === null ? figureText(figure) : words.chance(figure.chance);

/** Before and after in words, for the row and whoever hears it. */
export function figureWords(from: Figure, to: Figure, words: Words): string {
  return `${figureText(from)} → ${withUnit(to, words)}`;
}

/** What is pale while groups are off: their lines, and nodes that only they tie. */
export function paleIds(evidence: Evidence, off: Group[]): ReadonlySet<string> {
  const away = new Set<string>(off);
  const [pale, kept]: EvidenceEdge[][] = [[], []];
  for (const edge of evidence.edges) (away.has(edge.group) ? pale : kept)?.push(edge);
  const tied = new Set(kept?.flatMap(({ source, target }) => [source, target]));
  const firms = new Set(evidence.companies.map(({ id }) => id));
  const ends = pale?.flatMap(({ source, target }) => [source, target]) ?? [];
  return new Set([
    ...(pale?.map(({ id }) => id) ?? []),
    ...ends.filter((id) => !tied.has(id) && !firms.has(id)),
  ]);
}

/** Families of figures that look at more than the firm's own ties. */
const WIDE = new Set(["D", "P", "R"]);

/** The facts that a reason was read from, among the evidence. */
export function factsBehind(
  reason: Pick<ModelScore["reasons"][number], "group" | "kinds">,
  evidence: Evidence,
): EvidenceEdge[] {
  const kinds = new Set(reason.kinds);
  const own = evidence.party.party_id;
  return evidence.edges.filter(
    ({ kind, source, target }) =>
      kinds.has(kind) && (WIDE.has(reason.group) || source === own || target === own),
  );
}

/** What a reason lights: its facts with their ends, and the firm in any case. */
export function litBy(facts: EvidenceEdge[], evidence: Evidence): string[] {
  const ids = facts.flatMap(({ id, source, target }) => [id, source, target]);
  return [...new Set([evidence.party.party_id, ...ids])];
}

/** Firms of the circle that nothing but guarantees ties to what else is there. */
export function restOfCircle({ companies, edges, hulls }: Evidence): Set<string> {
  const held = new Set([
    ...hulls.flatMap(({ members }) => members),
    ...edges
      .filter(({ group }) => group !== "guarantees")
      .flatMap(({ source, target }) => [source, target]),
  ]);
  const rest = companies.filter(
    ({ id, why }) => (why === "circle" || why === "network") && !held.has(id),
  );
  return new Set(rest.map(({ id }) => id));
}
