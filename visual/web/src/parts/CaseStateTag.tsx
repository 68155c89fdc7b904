import type { CaseState } from "../api/types";
import { useWords } from "../i18n";
import { Tag, type TagTone } from "./marks";
import { OutcomeMark } from "./OutcomeTag";

const TONES: Record<CaseState, TagTone> = {
  open: "plain",
  noted: "caution",
  in_review: "caution",
  confirmed: "distress",
  dismissed: "plain",
};
const MARKS: Partial<Record<CaseState, string>> = {
  noted: "opened",
  in_review: "opened",
  confirmed: "confirmed",
  dismissed: "dismissed",
};

/** How a case stands: open, in review, confirmed or dismissed; or that it is hidden. */
export function CaseStateTag({ state }: { state: CaseState | null }) {
  const { t } = useWords();
  if (state === null) return <Tag tone="plain">{t("case.state.hidden")}</Tag>;
  const mark = MARKS[state];
  return (
    <Tag tone={TONES[state]}>
      {mark && <OutcomeMark outcome={mark} />} {t(`case.state.${state}`)}
    </Tag>
  );
}
