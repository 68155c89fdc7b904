import { useEffect, useRef, useState } from "react";
import { useSession } from "../api/queries";
import type { MoneyRing, RingOutcome, RingVerb } from "../api/types";
import { formatMinute } from "../format/date";
import { useWords } from "../i18n";
import { OutcomeMark } from "../parts/OutcomeTag";
import { lettersOn } from "../shell/KeyList";
import { say } from "../shell/live";
import { useShortcut } from "../shell/shortcut";
import { ReasonDialog, UndoDialog } from "./RingDialogs";

const SCOPE = "outcome:write";
const VERBS: RingVerb[] = ["noted", "dismissed", "confirmed"];

/** Something that was said, and the way to take it back. */
function Said({
  outcome,
  onUndo,
}: {
  outcome: RingOutcome;
  onUndo: (() => void) | null;
}) {
  const { t, value } = useWords();
  return (
    <li>
      <p className="row">
        <OutcomeMark outcome={outcome.outcome} />
        <b>{value("case_outcome", "outcome", outcome.outcome)}</b>
        <span className="small quiet num grow">
          {formatMinute(outcome.stated_at)} · {outcome.stated_by ?? outcome.source}
        </span>
        {onUndo && (
          <button type="button" className="link small" onClick={onUndo}>
            {t("ring.undo")}
          </button>
        )}
      </p>
      {outcome.reason && <p className="said-reason">{outcome.reason}</p>}
    </li>
  );
}

/** What was said of the ring, with the buttons to say more of it. */
export function RingCasePanel({ ring }: { ring: MoneyRing }) {
  const { t } = useWords();
  const session = useSession().data;
  const [verb, setVerb] = useState<RingVerb | null>(null);
  const [asked, setAsked] = useState<RingOutcome | null>(null);
  const [undone, setUndone] = useState("");
  const section = useRef<HTMLElement>(null);
  const outcomes = ring.case?.outcomes ?? [];
  const may = session?.scopes.includes(SCOPE) ?? false;
  // a case outlives its holders: it is undone where nothing more can be said
  const canUndo = may && ring.state !== null;
  const canSay = canUndo && ring.parties.length > 0;
  const decided = ring.state === "confirmed" || ring.state === "dismissed";
  const unseen = may ? "ring.may_not_unseen" : "ring.may_not";
  const whyNot = ring.parties.length === 0 ? "ring.nobody" : unseen;
  const ask = (next: RingVerb) => {
    if (canSay && !(decided && next !== "noted")) setVerb(next);
  };
  const mine = outcomes.find(
    (outcome) => outcome.own && outcome.stated_by === session?.key_id,
  );
  const undoMine = () => {
    if (mine) setAsked(mine);
    else say(t("ring.undo_none"));
  };
  // what was undone is gone with its button: the keyboard stays where it was said
  useEffect(() => {
    if (undone) section.current?.focus();
  }, [undone]);
  useShortcut("n", () => lettersOn() && ask("noted"));
  useShortcut("d", () => lettersOn() && ask("dismissed"));
  useShortcut("y", () => lettersOn() && ask("confirmed"));
  useShortcut("u", () => lettersOn() && canUndo && undoMine());
  return (
    <section ref={section} tabIndex={-1} className="panel-section panel-foot ring-case">
      <h2>{t("ring.case")}</h2>
      {outcomes.length > 0 && (
        <ul className="plain-list">
          {outcomes.map((outcome) => (
            <Said
              key={`${outcome.source} ${outcome.outcome_id}`}
              outcome={outcome}
              onUndo={canUndo && outcome.own ? () => setAsked(outcome) : null}
            />
          ))}
        </ul>
      )}
      {outcomes.length === 0 && ring.state !== null && (
        <p className="small soft">{t("ring.nothing_said")}</p>
      )}
      {ring.case?.hidden && <p className="small soft">{t("ring.case_hidden")}</p>}
      {canSay ? (
        <p className="row case-actions">
          {VERBS.map((next) => (
            <button
              key={next}
              type="button"
              className={next === "noted" ? "button note" : "button"}
              disabled={decided && next !== "noted"}
              onClick={() => ask(next)}
            >
              {t(`ring.verb.${next}`)}…
            </button>
          ))}
        </p>
      ) : (
        <p className="small soft">{t(whyNot)}</p>
      )}
      {verb && <ReasonDialog ring={ring} verb={verb} onClose={() => setVerb(null)} />}
      {asked && (
        <UndoDialog
          ring={ring}
          outcome={asked}
          mine={asked.stated_by === session?.key_id}
          onUndone={() => setUndone(asked.outcome_id)}
          onClose={() => setAsked(null)}
        />
      )}
    </section>
  );
}
