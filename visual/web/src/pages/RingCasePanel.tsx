import { stateOutcome, undoOutcome } from "../api/queries";
import type { MoneyRing } from "../api/types";
import { useWords } from "../i18n";
import { CasePanel } from "../parts/CasePanel";

/** What was said of the ring, with the buttons to say more of it. */
export function RingCasePanel({ ring }: { ring: MoneyRing }) {
  const words = useWords();
  const { t } = words;
  return (
    <CasePanel
      subject={{
        kind: "ring",
        names: words.list(ring.parties.map(words.brief)),
        state: (verb, reason) => stateOutcome(ring.ring_id, verb, reason),
        undo: (outcome) => undoOutcome(ring.ring_id, outcome),
      }}
      state={ring.state}
      outcomes={ring.case?.outcomes ?? []}
      // a case outlives its holders
      barred={ring.parties.length === 0 ? t("ring.nobody") : null}
      unseen={t("ring.may_not_unseen")}
    >
      {ring.case?.hidden && <p className="small soft">{t("ring.case_hidden")}</p>}
    </CasePanel>
  );
}
