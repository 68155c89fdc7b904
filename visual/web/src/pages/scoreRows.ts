import type { Score } from "../api/types";
import { formatPoints, partsOf, unitsOf } from "../format/probability";
import type { Words } from "../i18n";
import type { WaterRow } from "../parts/plots";

const MOST_ROWS = 6;
const MOST_SHARES = 5;
const TENTHS = 1;
const HUNDREDTHS = 2;

/** A score with its figures: something was collected to score by. */
export type Scored = Score & { self_pd: number; pd: number; increment: number };

export const isScored = (score: Score): score is Scored =>
  score.pd !== null && score.self_pd !== null && score.increment !== null;

/** Own chance, each debtor, the rest, total: rows whose shown figures add up. */
export function waterRows(score: Scored, words: Words): WaterRow[] {
  const { t } = words;
  const { self_pd: own, increment } = score;
  const ordered = score.by_debtor.toSorted((a, b) => b.contribution - a.contribution);
  const named = ordered.slice(0, MOST_ROWS);
  const rest = increment - named.reduce((sum, row) => sum + row.contribution, 0);
  const whole = unitsOf(own + increment, TENTHS) - unitsOf(own, TENTHS);
  const points = partsOf(
    whole,
    [...named.map((row) => row.contribution), rest].map((part) => part * 1000),
  ).map((tenths) => tenths / 1000);
  const rows: WaterRow[] = [
    {
      id: "own",
      label: t("score.own"),
      from: 0,
      to: own,
      value: words.percent(own),
      tone: "base",
    },
  ];
  let level = own;
  let unnamed = rest;
  for (const [k, row] of named.entries()) {
    const shown = points[k] ?? 0;
    if (shown === 0) {
      unnamed += row.contribution;
      continue;
    }
    rows.push({
      id: row.party.party_id,
      label: t("score.would_pay", { name: words.brief(row.party) }),
      detail: row.amount ? words.amount(row.amount, score.currency) : undefined,
      from: level,
      to: level + row.contribution,
      value: formatPoints(shown),
      tone: "distress",
    });
    level += row.contribution;
  }
  const shown = points.at(-1) ?? 0;
  if (shown > 0) {
    rows.push({
      id: "others",
      label: t("score.others"),
      from: level,
      to: level + unnamed,
      value: formatPoints(shown),
      tone: "distress",
    });
  }
  rows.push({
    id: "total",
    label: t("score.total"),
    from: 0,
    to: score.pd,
    value: words.percent(score.pd),
    tone: "total",
  });
  return rows;
}

type Part = { contribution: number; others: number };

/** The largest parts with the points shown for each, and what stands for the rest. */
export function shareRows<P extends Part>(parts: P[], increment: number) {
  const named = parts.slice(0, MOST_SHARES).filter((part) => part.others === 0);
  const rest = parts.slice(named.length);
  const sum = rest.reduce((total, part) => total + part.contribution, 0);
  const whole = unitsOf(increment, HUNDREDTHS);
  const points = partsOf(
    whole,
    [...named.map((part) => part.contribution), sum].map((part) => part * 10_000),
  ).map((hundredths) => formatPoints(hundredths / 10_000, HUNDREDTHS));
  const shows = (text = "") => /[1-9]/.test(text);
  const listed = named
    .map((part, k) => ({ part, points: points[k] }))
    .filter((row) => shows(row.points));
  const all = parts.reduce((total, part) => total + Math.max(1, part.others), 0);
  const others = { count: all - listed.length, points: points.at(-1) };
  return { named: listed, others: shows(others.points) ? others : null };
}
