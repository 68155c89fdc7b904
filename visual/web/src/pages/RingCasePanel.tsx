import { useState } from "react";
import { ApiError } from "../api/client";
import { stateOutcome, undoOutcome, useSession } from "../api/queries";
import type { MoneyRing, RingOutcome, RingVerb } from "../api/types";
import { formatMinute } from "../format/date";
import { useWords } from "../i18n";
import { Dialog } from "../parts/Dialog";
import { OutcomeMark } from "../parts/OutcomeTag";
import { lettersOn } from "../shell/KeyList";
import { say } from "../shell/live";
import { useShortcut } from "../shell/shortcut";

const SCOPE = "outcome:write";
const LONGEST = 2000;
const VERBS: RingVerb[] = ["noted", "dismissed", "confirmed"];

/** Why the service refused, in words where we have some. */
function refusal(error: unknown, { t }: ReturnType<typeof useWords>): string {
  if (!(error instanceof ApiError)) return String(error);
  if (error.code === "outcome-conflict") return t("ring.conflict");
  if (error.code === "four-eyes") return t("ring.four_eyes");
  if (error.code === "scope-missing") return t("ring.may_not");
  return error.message;
}

/** Asks for the reason of what is said of a ring. */
function ReasonDialog({
  ring,
  verb,
  onClose,
}: {
  ring: MoneyRing;
  verb: RingVerb;
  onClose: () => void;
}) {
  const words = useWords();
  const { t } = words;
  const [reason, setReason] = useState("");
  const [sending, setSending] = useState(false);
  const [refused, setRefused] = useState("");
  const send = async () => {
    setSending(true);
    try {
      await stateOutcome(ring.ring_id, verb, reason);
      say(t(`ring.said.${verb}`));
      onClose();
    } catch (error) {
      setRefused(refusal(error, words));
      setSending(false);
    }
  };
  const names = words.list(ring.parties.map(words.brief));
  return (
    <Dialog title={t(`ring.ask.${verb}`)} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <p className="small soft">{t("ring.ask_text", { names })}</p>
        <label className="reason-field">
          <span className="strong">{t("ring.reason")}</span>
          <textarea
            autoFocus
            required
            rows={4}
            maxLength={LONGEST}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
                event.currentTarget.form?.requestSubmit();
              }
            }}
          />
        </label>
        {refused && (
          <p className="worse" role="alert">
            {refused}
          </p>
        )}
        <p className="row dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {t("ring.cancel")}
          </button>
          <button
            type="submit"
            className="button"
            disabled={sending || reason.trim() === ""}
          >
            {t(`ring.verb.${verb}`)}
          </button>
        </p>
      </form>
    </Dialog>
  );
}

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
  const words = useWords();
  const { t } = words;
  const session = useSession().data;
  const [verb, setVerb] = useState<RingVerb | null>(null);
  const [refused, setRefused] = useState("");
  const outcomes = ring.case?.outcomes ?? [];
  const may = session?.scopes.includes(SCOPE) ?? false;
  const canSay = may && ring.parties.length > 0 && ring.state !== null;
  const decided = ring.state === "confirmed" || ring.state === "dismissed";
  const ask = (next: RingVerb) => {
    if (canSay && !(decided && next !== "noted")) setVerb(next);
  };
  const undo = async (outcome: RingOutcome) => {
    try {
      await undoOutcome(ring.ring_id, outcome.outcome_id);
      setRefused("");
      say(t("ring.undone"));
    } catch (error) {
      setRefused(refusal(error, words));
    }
  };
  const latest = outcomes.find((outcome) => outcome.own);
  useShortcut("n", () => lettersOn() && ask("noted"));
  useShortcut("d", () => lettersOn() && ask("dismissed"));
  useShortcut("y", () => lettersOn() && ask("confirmed"));
  useShortcut("u", () => lettersOn() && canSay && latest && void undo(latest));
  return (
    <section className="panel-section panel-foot ring-case">
      <h2>{t("ring.case")}</h2>
      {outcomes.length > 0 && (
        <ul className="plain-list">
          {outcomes.map((outcome) => (
            <Said
              key={`${outcome.source} ${outcome.outcome_id}`}
              outcome={outcome}
              onUndo={canSay && outcome.own ? () => void undo(outcome) : null}
            />
          ))}
        </ul>
      )}
      {outcomes.length === 0 && ring.state !== null && (
        <p className="small soft">{t("ring.nothing_said")}</p>
      )}
      {ring.case?.hidden && <p className="small soft">{t("ring.case_hidden")}</p>}
      {refused && (
        <p className="worse" role="alert">
          {refused}
        </p>
      )}
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
        <p className="small soft">
          {t(ring.parties.length === 0 ? "ring.nobody" : "ring.may_not")}
        </p>
      )}
      {verb && <ReasonDialog ring={ring} verb={verb} onClose={() => setVerb(null)} />}
    </section>
  );
}
