import type { ModelScore } from "../api/types";
import { formatSigned, roundedParts } from "../format/probability";
import { capitalised, type Words } from "../i18n/words";
import type { WaterRow } from "../parts/plots";

/** Whether a reason stands for what is too little to be told of one by one. */
export const isRest = ({ group }: { group: string }) => group === "else";

/** What a reason is known by: its feature, or its group where it has none. */
export const reasonKey = ({
  feature,
  group,
}: {
  feature: string | null;
  group: string;
}) => feature ?? group;

/** Reasons that count, each with what it is rounded to where all figures add up. */
export function shownReasons(score: ModelScore) {
  const reasons = score.reasons.filter(({ contribution }) => contribution !== 0);
  const parts = roundedParts([
    score.base ?? 0,
    ...reasons.map((reason) => reason.contribution),
  ]);
  return reasons.map((reason, place) => ({ ...reason, shown: parts[place + 1] ?? 0 }));
}

/** The average firm, each group of figures, all else, the raw score; they add up. */
export function flagRows(score: ModelScore, words: Words): WaterRow[] {
  const { base, raw_score: raw } = score;
  const reasons = shownReasons(score);
  if (base === null || raw === null || reasons.length === 0) return [];
  const { t, text } = words;
  const [average = 0] = roundedParts([base]);
  const rows: WaterRow[] = [
    {
      id: "average",
      label: t("flag.average"),
      from: 0,
      to: base,
      value: formatSigned(average),
      tone: "base",
    },
  ];
  let level = base;
  for (const reason of reasons) {
    const rest = isRest(reason);
    const to = level + reason.contribution;
    rows.push({
      id: reasonKey(reason),
      label: rest ? elseText(reason.others, words) : capitalised(text(reason.label)),
      detail: rest ? undefined : text(reason.text),
      from: level,
      to,
      value: formatSigned(reason.shown),
      tone: reason.contribution < 0 ? "better" : "distress",
    });
    level = to;
  }
  const sum = reasons.reduce((total, { shown }) => total + shown, average);
  rows.push({
    id: "raw",
    label: t("flag.raw_score"),
    from: 0,
    to: raw,
    value: formatSigned(sum),
    tone: "total",
  });
  return rows;
}

const elseText = (others: number, { t }: Words): string =>
  others > 1 ? t("flag.all_else_n", { n: others }) : t("flag.all_else");
