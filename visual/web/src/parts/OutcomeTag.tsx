import type { CaseOutcome } from "../api/types";
import { formatDay } from "../format/date";
import { useWords } from "../i18n";
import { Tag, type TagTone } from "./marks";

const TONES: Record<string, TagTone> = { confirmed: "distress", opened: "caution" };
const OCTAGON = "M4 1h4l3 3v4L8 11H4L1 8V4Z";

/** The mark of a case: filled where confirmed, struck where dismissed, else open. */
export function OutcomeMark({ outcome }: { outcome: string }) {
  return (
    <svg className="outcome-mark" width={12} height={12} aria-hidden="true">
      <path
        d={OCTAGON}
        fill={outcome === "confirmed" ? "currentColor" : "none"}
        stroke="currentColor"
        strokeWidth={1.4}
      />
      {outcome === "dismissed" && <path d="M2.5 9.5l7-7" stroke="currentColor" />}
      {outcome === "opened" && <circle cx={6} cy={6} r={1.6} fill="currentColor" />}
    </svg>
  );
}

/** What was found of a party, with its mark; the day where it is asked for. */
export function OutcomeTag({
  outcome,
  dated = false,
}: {
  outcome: CaseOutcome;
  dated?: boolean;
}) {
  const words = useWords();
  return (
    <Tag tone={TONES[outcome.outcome] ?? "plain"}>
      <OutcomeMark outcome={outcome.outcome} /> {words.outcome(outcome)}
      {dated && outcome.occurred_at ? ` ${formatDay(outcome.occurred_at)}` : ""}
    </Tag>
  );
}

const URGENCY = ["confirmed", "opened", "dismissed"];

/** The gravest of some outcomes. */
export function gravest(outcomes: { outcome: string }[]): string {
  const said = new Set(outcomes.map(({ outcome }) => outcome));
  return URGENCY.find((outcome) => said.has(outcome)) ?? "";
}

/** How each case stands by its last outcome, the gravest first. `outcomes` are newest first. */
export function standing(outcomes: CaseOutcome[] | null): CaseOutcome[] {
  const last = new Map<string, CaseOutcome>();
  for (const outcome of outcomes ?? []) {
    if (!URGENCY.includes(outcome.outcome)) continue; // a remark decides nothing
    const key = `${outcome.task} ${outcome.case_no}`;
    if (!last.has(key)) last.set(key, outcome);
  }
  return [...last.values()].toSorted(
    (a, b) => URGENCY.indexOf(a.outcome) - URGENCY.indexOf(b.outcome),
  );
}
