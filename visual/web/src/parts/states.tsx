import { Component, type ReactNode, useEffect, useState } from "react";
import { ApiError } from "../api/client";
import type { Completeness } from "../api/types";
import { isKey, useWords, type Words } from "../i18n";
import { say } from "../shell/live";
import { Icon, type IconName } from "./Icon";

const SKELETON_AFTER_MS = 200;
const RETRY_AFTER_S = 8;

/** Grey bars that keep the frame, after 200 ms: shorter waits show nothing. */
export function Skeleton({ rows = 5 }: { rows?: number }) {
  const [late, setLate] = useState(false);
  const { t } = useWords();
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), SKELETON_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="skeleton" role="status" aria-label={t("loading.busy")}>
      {late &&
        Array.from({ length: rows }, (_, k) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: bars are all alike
          <span key={k} style={{ width: `${92 - ((k * 17) % 40)}%` }} />
        ))}
    </div>
  );
}

type StateProps = {
  icon: IconName;
  title: string;
  tone?: "plain" | "distress";
  /** Whether it stands for the whole page, whose heading it then is. */
  page?: boolean;
  children?: ReactNode;
};

/** What happened, what is safe, what to do. */
export function State({ icon, title, tone = "plain", page, children }: StateProps) {
  const Heading = page ? "h1" : "h2";
  return (
    <div className="state">
      <span className={`state-icon ${tone}`}>
        <Icon name={icon} />
      </span>
      <div className="state-text">
        <Heading>{title}</Heading>
        {children}
      </div>
    </div>
  );
}

function titleOf(error: unknown, words: Words): string {
  if (!(error instanceof ApiError)) return words.t("error.other");
  if (error.status === 0) return words.t("error.unreachable");
  if (error.status === 404) return words.t("error.not_found");
  if (error.status === 409 && error.code.includes("snapshot")) {
    return words.t("error.no_snapshot");
  }
  if (error.status === 403) return words.t("error.forbidden");
  if (error.status === 429 || error.status === 503) return words.t("error.busy");
  return words.t("error.other");
}

function Countdown({ onRetry }: { onRetry: () => void }) {
  const [left, setLeft] = useState(RETRY_AFTER_S);
  const { t } = useWords();
  useEffect(() => {
    if (left <= 0) {
      onRetry();
      return;
    }
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left, onRetry]);
  return <p className="soft">{t("error.busy_text", { s: left })}</p>;
}

type FailureProps = { error: unknown; onRetry?: () => void; page?: boolean };

export function Failure({ error, onRetry, page = false }: FailureProps) {
  const words = useWords();
  const { t } = words;
  const api = error instanceof ApiError ? error : null;
  const missing = api?.status === 404;
  const busy = api !== null && [0, 429, 503].includes(api.status);
  return (
    <div role="alert">
      <State
        icon={missing ? "search" : "warning"}
        page={page}
        title={titleOf(error, words)}
        tone={missing ? "plain" : "distress"}
      >
        {missing ? (
          <p className="soft">{t("error.not_found_text")}</p>
        ) : (
          error instanceof Error && !busy && <p className="soft">{error.message}</p>
        )}
        {busy && onRetry && <Countdown onRetry={onRetry} />}
        <p className="row state-actions">
          {onRetry && (busy || api === null || api.status >= 500) && (
            <button type="button" className="button" onClick={onRetry}>
              {t("error.retry")}
            </button>
          )}
          {missing && (
            <a className="button" href="#/">
              {t("error.home")}
            </a>
          )}
          {api?.traceId && (
            <button
              type="button"
              className="quiet-button"
              title={t("error.copy_reference")}
              onClick={async () => {
                await navigator.clipboard.writeText(api.traceId);
                say(t("error.copy_reference"));
              }}
            >
              {t("error.reference", { id: api.traceId.slice(0, 8) })}
            </button>
          )}
        </p>
      </State>
    </div>
  );
}

type Tone = "good" | "caution" | "quiet";

export function Banner({
  tone,
  icon,
  children,
  action,
}: {
  tone: Tone;
  icon: IconName;
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={`banner banner-${tone}`}>
      <Icon name={icon} size={16} />
      <p className="grow">{children}</p>
      {action}
    </div>
  );
}

/** Which limits cut, without what they cut: `reads:guarantee` is `reads`. */
export function limitsOf({ truncated_by }: Completeness): string[] {
  return [...new Set(truncated_by.map((limit) => limit.split(":")[0] ?? limit))];
}

function cutBy(completeness: Completeness, words: Words): string {
  const by = limitsOf(completeness).map((limit) => words.code("limit", limit));
  if (by.length === 0) return words.t("complete.cut_plain");
  return words.t("complete.cut", { by: by.join(words.t("complete.and")) });
}

/** What to do about each limit; the service's own words for one that is new. */
export function adviceOn(completeness: Completeness, words: Words): string {
  const known = limitsOf(completeness).flatMap((limit) => {
    const key = `advice.${limit}`;
    return isKey(key) ? [words.t(key)] : [];
  });
  return known.length > 0 ? known.join(" ") : (completeness.advice ?? "");
}

/** A quiet green word when all is there, an amber one when a limit cut it. */
export function CompletenessLine({
  completeness,
  what,
}: {
  completeness: Completeness;
  what?: string;
}) {
  const words = useWords();
  if (completeness.complete) {
    return (
      <span className="complete better">
        <Icon name="done" size={14} />{" "}
        {what ? words.t("complete.all", { n: what }) : words.t("complete.all_plain")}
      </span>
    );
  }
  return (
    <span className="complete caution" title={adviceOn(completeness, words)}>
      <Icon name="warning" size={14} /> {cutBy(completeness, words)}{" "}
      {words.t("complete.not_clean")}
    </span>
  );
}

/** Keeps one broken part from taking the page with it. */
export class Guard extends Component<
  { words: Words; children: ReactNode },
  { error: Error | null }
> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { t } = this.props.words;
    if (!this.state.error) return this.props.children;
    return (
      <State icon="warning" title={t("error.broken")} tone="distress">
        <p className="soft">{t("error.broken_text")}</p>
        <p className="quiet small">{this.state.error.message}</p>
      </State>
    );
  }
}
