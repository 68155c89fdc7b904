import type { RingState } from "../api/types";
import { useWords } from "../i18n";
import { Tag, type TagTone } from "./marks";
import { OutcomeMark } from "./OutcomeTag";

const TONES: Record<RingState, TagTone> = {
  open: "plain",
  noted: "caution",
  confirmed: "distress",
  dismissed: "plain",
};
const MARKS: Partial<Record<RingState, string>> = {
  noted: "opened",
  confirmed: "confirmed",
  dismissed: "dismissed",
};

/** How a ring stands: open, in review, confirmed or dismissed; or that it is hidden. */
export function RingStateTag({ state }: { state: RingState | null }) {
  const { t } = useWords();
  if (state === null) return <Tag tone="plain">{t("ring.state.hidden")}</Tag>;
  const mark = MARKS[state];
  return (
    <Tag tone={TONES[state]}>
      {mark && <OutcomeMark outcome={mark} />} {t(`ring.state.${state}`)}
    </Tag>
  );
}
