/** Questions before something is said of a ring, or taken back. */

import { useState } from "react";
import { ApiError } from "../api/client";
import { stateOutcome, undoOutcome } from "../api/queries";
import type { MoneyRing, RingOutcome, RingVerb } from "../api/types";
import { formatMinute } from "../format/date";
import { useWords } from "../i18n";
import { Dialog } from "../parts/Dialog";
import { say } from "../shell/live";

const LONGEST = 2000;

/** Why the service refused, in words where we have some. */
function refusal(error: unknown, { t }: ReturnType<typeof useWords>): string {
  if (!(error instanceof ApiError)) return String(error);
  if (error.code === "outcome-conflict") return t("ring.conflict");
  if (error.code === "four-eyes") return t("ring.four_eyes");
  if (error.code === "scope-missing") return t("ring.may_not");
  return error.message;
}

/** Asks for the reason of what is said of a ring. */
export function ReasonDialog({
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

/** Asks before something is taken back, the more so where somebody else said it. */
export function UndoDialog({
  ring,
  outcome,
  mine,
  onUndone,
  onClose,
}: {
  ring: MoneyRing;
  outcome: RingOutcome;
  mine: boolean;
  onUndone: () => void;
  onClose: () => void;
}) {
  const words = useWords();
  const { t } = words;
  const [sending, setSending] = useState(false);
  const [refused, setRefused] = useState("");
  const send = async () => {
    setSending(true);
    try {
      await undoOutcome(ring.ring_id, outcome.outcome_id);
      say(t("ring.undone"));
      onUndone();
      onClose();
    } catch (error) {
      setRefused(refusal(error, words));
      setSending(false);
    }
  };
  const who = outcome.stated_by ?? outcome.source;
  return (
    <Dialog title={t("ring.undo_ask")} onClose={onClose}>
      <p>
        <b>{words.value("case_outcome", "outcome", outcome.outcome)}</b>{" "}
        <span className="small quiet num">
          {formatMinute(outcome.stated_at)} · {who}
        </span>
      </p>
      {outcome.reason && <p className="said-reason">{outcome.reason}</p>}
      {!mine && <p className="strong">{t("ring.undo_other", { who })}</p>}
      <p className="small soft">{t("ring.undo_text")}</p>
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
          type="button"
          className="button"
          disabled={sending}
          onClick={() => void send()}
        >
          {t("ring.undo")}
        </button>
      </p>
    </Dialog>
  );
}
