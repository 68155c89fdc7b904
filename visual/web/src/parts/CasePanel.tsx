import { type ReactNode, useEffect, useRef, useState } from "react";
import { useSession } from "../api/queries";
import type { CaseState, CaseStatement, CaseVerb } from "../api/types";
import { formatMinute } from "../format/date";
import { useWords } from "../i18n";
import { lettersOn } from "../shell/KeyList";
import { say } from "../shell/live";
import { useShortcut } from "../shell/shortcut";
import { type CaseSubject, ReasonDialog, saidIn, UndoDialog } from "./CaseDialogs";
import { OutcomeMark } from "./OutcomeTag";

const SCOPE = "outcome:write";
/** What may be said: first what leaves the case undecided. */
const VERBS = {
  ring: ["noted", "dismissed", "confirmed"],
  flag: ["opened", "dismissed", "confirmed"],
} satisfies Record<CaseSubject["kind"], CaseVerb[]>;

/** Something that was said, and the way to take it back. */
function Said({
  outcome,
  onUndo,
}: {
  outcome: CaseStatement;
  onUndo: (() => void) | null;
}) {
  const words = useWords();
  const { t } = words;
  return (
    <li>
      <p className="row">
        <OutcomeMark outcome={outcome.outcome} />
        <b>{saidIn(outcome, words)}</b>
        <span className="small quiet num grow">
          {formatMinute(outcome.stated_at)} · {outcome.stated_by ?? outcome.source}
        </span>
        {onUndo && (
          <button type="button" className="link small" onClick={onUndo}>
            {t("case.undo")}
          </button>
        )}
      </p>
      {outcome.reason && <p className="said-reason">{outcome.reason}</p>}
    </li>
  );
}

type Props = {
  subject: CaseSubject;
  /** How it stands; null where that is not told. */
  state: CaseState | null;
  outcomes: CaseStatement[];
  /** Why nobody may say anything of it, whoever asks. */
  barred?: string | null;
  /** Why a key that may state outcomes may not see how it stands. */
  unseen: string;
  /** What else there is to know of what was said. */
  children?: ReactNode;
};

/** What was said of a ring or a firm, with the buttons to say more of it. */
export function CasePanel(props: Props) {
  const { subject, state, outcomes, barred = null, unseen } = props;
  const { t } = useWords();
  const session = useSession().data;
  const [verb, setVerb] = useState<CaseVerb | null>(null);
  const [asked, setAsked] = useState<CaseStatement | null>(null);
  const [undone, setUndone] = useState("");
  const section = useRef<HTMLElement>(null);
  const may = session?.scopes.includes(SCOPE) ?? false;
  // what was said is undone even where nothing more can be said
  const canUndo = may && state !== null;
  const canSay = canUndo && barred === null;
  const verbs: CaseVerb[] = VERBS[subject.kind];
  const decided = state === "confirmed" || state === "dismissed";
  const ask = (next: CaseVerb) => {
    if (canSay && !(decided && next !== "noted")) setVerb(next);
  };
  const mine = outcomes.find(
    (outcome) => outcome.own && outcome.stated_by === session?.key_id,
  );
  const undoMine = () => {
    if (mine) setAsked(mine);
    else say(t("case.undo_none"));
  };
  // what was undone is gone with its button: the keyboard stays where it was said
  useEffect(() => {
    if (undone) section.current?.focus();
  }, [undone]);
  useShortcut("n", () => lettersOn() && ask(verbs[0] ?? "noted"));
  useShortcut("d", () => lettersOn() && ask("dismissed"));
  useShortcut("y", () => lettersOn() && ask("confirmed"));
  useShortcut("u", () => lettersOn() && canUndo && undoMine());
  return (
    <section
      ref={section}
      tabIndex={-1}
      className="panel-section panel-foot case-panel"
    >
      <h2>{t("case.title")}</h2>
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
      {outcomes.length === 0 && state !== null && (
        <p className="small soft">{t(`${subject.kind}.nothing_said`)}</p>
      )}
      {props.children}
      {canSay ? (
        <p className="row case-actions">
          {verbs.map((next, place) => (
            <button
              key={next}
              type="button"
              className={place === 0 ? "button note" : "button"}
              disabled={decided && next !== "noted"}
              onClick={() => ask(next)}
            >
              {t(`case.verb.${next}`)}…
            </button>
          ))}
        </p>
      ) : (
        <p className="small soft">{barred ?? (may ? unseen : t("case.may_not"))}</p>
      )}
      {verb && (
        <ReasonDialog subject={subject} verb={verb} onClose={() => setVerb(null)} />
      )}
      {asked && (
        <UndoDialog
          subject={subject}
          outcome={asked}
          mine={asked.stated_by === session?.key_id}
          onUndone={() => setUndone(asked.outcome_id)}
          onClose={() => setAsked(null)}
        />
      )}
    </section>
  );
}
