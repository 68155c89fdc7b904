/** Questions before something is said of a ring or a firm, or taken back. */

import { type ReactNode, useState } from "react";
import { ApiError } from "../api/client";
import type { CaseStatement, CaseTask, CaseVerb } from "../api/types";
import { formatMinute } from "../format/date";
import { capitalised, type Key, useWords, type Words } from "../i18n";
import { say } from "../shell/live";
import { Dialog } from "./Dialog";

const LONGEST = 2000;

/** Of what something is said, and how. */
export type CaseSubject = {
  /** Its words: `ring.ask.noted` or `flag.ask.noted`. */
  kind: "ring" | "flag";
  /** Of whom it is said, as the question names them. */
  names: string;
  /** What it may be suspected of, where that is to be chosen, and the likeliest. */
  suspicion?: { tasks: readonly CaseTask[]; likely: CaseTask };
  state: (verb: CaseVerb, reason: string, task?: CaseTask) => Promise<unknown>;
  undo: (outcomeId: string) => Promise<unknown>;
};

/** What was said, and of which suspicion where a firm may be suspected of several. */
export const saidIn = ({ outcome, task }: CaseStatement, words: Words): string =>
  task
    ? words.outcome({ task, outcome })
    : words.value("case_outcome", "outcome", outcome);

/** Why the service refused, in words where we have some. */
function refusal(error: unknown, kind: CaseSubject["kind"], { t }: Words): string {
  if (!(error instanceof ApiError)) return String(error);
  if (error.code === "outcome-conflict") return t(`${kind}.conflict`);
  if (error.code === "four-eyes") return t(`${kind}.four_eyes`);
  if (error.code === "scope-missing") return t("case.may_not");
  return error.message;
}

/** Sends what a dialog asks for, and keeps why it was refused. */
function useSending(kind: CaseSubject["kind"], onDone: () => void) {
  const words = useWords();
  const [sending, setSending] = useState(false);
  const [refused, setRefused] = useState("");
  const send = async (what: () => Promise<unknown>, said: string) => {
    setSending(true);
    try {
      await what();
      say(said);
      onDone();
    } catch (error) {
      setRefused(refusal(error, kind, words));
      setSending(false);
    }
  };
  return { sending, refused, send };
}

/** Why the service refused, and the buttons of a question. */
function Answers({
  refused,
  onClose,
  children,
}: {
  refused: string;
  onClose: () => void;
  children: ReactNode;
}) {
  const { t } = useWords();
  return (
    <>
      {refused && (
        <p className="worse" role="alert">
          {refused}
        </p>
      )}
      <p className="row dialog-actions">
        <button type="button" className="button" onClick={onClose}>
          {t("case.cancel")}
        </button>
        {children}
      </p>
    </>
  );
}

/** Of what the firm is suspected. */
function TaskField({
  tasks,
  chosen,
  onChoose,
}: {
  tasks: readonly CaseTask[];
  chosen: CaseTask;
  onChoose: (task: CaseTask) => void;
}) {
  const { t, value } = useWords();
  return (
    <label className="task-field">
      <span className="strong">{t("flag.suspected")}</span>
      <select
        className="field"
        value={chosen}
        onChange={(event) => onChoose(event.target.value as CaseTask)}
      >
        {tasks.map((task) => (
          <option key={task} value={task}>
            {capitalised(value("case_outcome", "task", task))}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Asks for the reason of what is said. */
export function ReasonDialog({
  subject,
  verb,
  onClose,
}: {
  subject: CaseSubject;
  verb: CaseVerb;
  onClose: () => void;
}) {
  const { t } = useWords();
  const { suspicion } = subject;
  const [reason, setReason] = useState("");
  const [task, setTask] = useState(suspicion?.likely);
  const { sending, refused, send } = useSending(subject.kind, onClose);
  return (
    <Dialog title={t(`${subject.kind}.ask.${verb}` as Key)} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send(() => subject.state(verb, reason, task), t(`case.said.${verb}`));
        }}
      >
        <p className="small soft">
          {t(`${subject.kind}.ask_text`, { names: subject.names })}
        </p>
        <label className="reason-field">
          <span className="strong">{t("case.reason")}</span>
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
        {suspicion && task && (
          <TaskField tasks={suspicion.tasks} chosen={task} onChoose={setTask} />
        )}
        <Answers refused={refused} onClose={onClose}>
          <button
            type="submit"
            className="button"
            disabled={sending || reason.trim() === ""}
          >
            {t(`case.verb.${verb}`)}
          </button>
        </Answers>
      </form>
    </Dialog>
  );
}

/** Asks before something is taken back, the more so where somebody else said it. */
export function UndoDialog({
  subject,
  outcome,
  mine,
  onUndone,
  onClose,
}: {
  subject: CaseSubject;
  outcome: CaseStatement;
  mine: boolean;
  onUndone: () => void;
  onClose: () => void;
}) {
  const words = useWords();
  const { t } = words;
  const { sending, refused, send } = useSending(subject.kind, () => {
    onUndone();
    onClose();
  });
  const who = outcome.stated_by ?? outcome.source;
  return (
    <Dialog title={t("case.undo_ask")} onClose={onClose}>
      <p>
        <b>{saidIn(outcome, words)}</b>{" "}
        <span className="small quiet num">
          {formatMinute(outcome.stated_at)} · {who}
        </span>
      </p>
      {outcome.reason && <p className="said-reason">{outcome.reason}</p>}
      {!mine && <p className="strong">{t("case.undo_other", { who })}</p>}
      <p className="small soft">{t("case.undo_text")}</p>
      <Answers refused={refused} onClose={onClose}>
        <button
          type="button"
          className="button"
          disabled={sending}
          onClick={() =>
            void send(() => subject.undo(outcome.outcome_id), t("case.undone"))
          }
        >
          {t("case.undo")}
        </button>
      </Answers>
    </Dialog>
  );
}
