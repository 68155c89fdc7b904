import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { ApiError, post } from "../api/client";
import { useSession } from "../api/queries";
import { useWords } from "../i18n";
import { Failure, Skeleton, State } from "../parts/states";

/** Takes the single-use token out of the address, where it must not stay. */
export function takeToken(): string | null {
  const token = window.location.hash.match(/^#token=([^&]+)/)?.[1];
  if (!token) return null;
  window.history.replaceState(null, "", `${window.location.pathname}#/`);
  return decodeURIComponent(token);
}

/** The token of a pasted sign-in link, or the token itself. */
export function tokenIn(pasted: string): string {
  return pasted.match(/#token=([^&\s]+)/)?.[1] ?? pasted.trim();
}

const FIRST_TOKEN = takeToken();
let signingIn: Promise<unknown> | null = FIRST_TOKEN
  ? post("/session", { token: FIRST_TOKEN }).catch(() => null)
  : null;

export function SignIn() {
  const { t } = useWords();
  const client = useQueryClient();
  const [pasted, setPasted] = useState("");
  const [refused, setRefused] = useState(false);
  const signIn = async () => {
    try {
      await post("/session", { token: tokenIn(pasted) });
      setRefused(false);
      await client.resetQueries();
    } catch {
      setRefused(true);
    }
  };
  return (
    <div className="sign-in">
      <State page icon="lock" title={t("session.ended")}>
        <p className="soft">{t("session.ended_text")}</p>
        <form
          className="row state-actions"
          onSubmit={(event) => {
            event.preventDefault();
            void signIn();
          }}
        >
          <input
            className="field grow"
            aria-label={t("session.paste")}
            placeholder={t("session.paste")}
            autoComplete="off"
            value={pasted}
            onChange={(event) => setPasted(event.target.value)}
          />
          <button type="submit" className="button primary">
            {t("session.sign_in")}
          </button>
        </form>
        {refused && (
          <p className="worse" role="alert">
            {t("session.refused")}
          </p>
        )}
      </State>
    </div>
  );
}

/** Shows the page to whoever is signed in; the address stays as it was. */
export function SessionGate({ children }: { children: ReactNode }) {
  const [ready, setReady] = useState(signingIn === null);
  useEffect(() => {
    void signingIn?.then(() => {
      signingIn = null;
      setReady(true);
    });
  }, []);
  return ready ? <Gate>{children}</Gate> : <Skeleton />;
}

function Gate({ children }: { children: ReactNode }) {
  const session = useSession();
  if (session.isPending) return <Skeleton />;
  if (session.error) {
    const ended = session.error instanceof ApiError && session.error.status === 401;
    if (ended) return <SignIn />;
    return (
      <Failure page error={session.error} onRetry={() => void session.refetch()} />
    );
  }
  return children;
}
