import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { post } from "../api/client";
import { useEntity } from "../api/queries";
import type { GuaranteeCheck, PartyRef } from "../api/types";
import { useWords } from "../i18n";
import { Icon } from "../parts/Icon";
import { PartyName } from "../parts/marks";
import { PartyPicker } from "../parts/PartyPicker";
import { CompletenessLine, Failure, State } from "../parts/states";
import { setParams, useRoute } from "../shell/route";
import { useTitle } from "../shell/title";
import { ClosingRing } from "./ClosingRing";

const NOW = { as_of: null, known_at: null };

function Field({
  word,
  id,
  onPick,
}: {
  word: "check.guarantor" | "check.debtor";
  id: string | null;
  onPick: (id: string) => void;
}) {
  const words = useWords();
  const party = useEntity(id ?? "", NOW, id !== null);
  return (
    <div className="check-field">
      <span className="strong">{words.t(word)}</span>
      <PartyPicker
        label={words.t(word)}
        hint={words.t("path.pick")}
        value={party.data ? words.name(party.data) : (id ?? "")}
        onPick={(hit) => onPick(hit.party_id)}
      />
      {id && <span className="small quiet num">{id}</span>}
    </div>
  );
}

function Step({ party, last }: { party: PartyRef; last: boolean }) {
  return (
    <span className="check-step">
      <PartyName party={party} link />
      {!last && <span className="guarantee-arrow"> → </span>}
    </span>
  );
}

/** The path that would close, and the new guarantee back to its start. */
function Ring({ path }: { path: PartyRef[] }) {
  const { t } = useWords();
  const first = path[0];
  return (
    <>
      <p className="check-path">
        {path.map((party, index) => (
          <Step key={party.party_id} party={party} last={index === path.length - 1} />
        ))}
        <span className="worse"> → {t("check.new")} → </span>
        {first && <PartyName party={first} />}
      </p>
      <ClosingRing path={path} />
    </>
  );
}

function Answer({ check, debtor }: { check: GuaranteeCheck; debtor: PartyRef }) {
  const words = useWords();
  const { t } = words;
  const first = check.path[0] ?? debtor;
  const last = check.path.at(-1) ?? debtor;
  const blanks = { debtor: words.brief(first), guarantor: words.brief(last) };
  return (
    <State
      icon={check.closes ? "warning" : "done"}
      tone={check.closes ? "distress" : "plain"}
      title={check.closes ? t("check.closes", { n: check.length }) : t("check.open")}
    >
      {check.closes && (
        <>
          <p className="soft">{t("check.closes_text", blanks)}</p>
          <Ring path={check.path} />
          {check.mutual && check.circle.length > 0 && (
            <>
              <p className="soft">{t("check.besides", { n: check.circle.length })}</p>
              <Ring path={check.circle} />
            </>
          )}
        </>
      )}
      <p className="small quiet num">
        {t("check.seen", {
          sequence: check.sequence,
          snapshot: check.snapshot_id.slice(0, 10),
        })}
      </p>
      <CompletenessLine completeness={check.completeness} />
    </State>
  );
}

/** Would this guarantee close a circle? */
export function CheckPage() {
  const { t } = useWords();
  const { query } = useRoute();
  const guarantor = query.get("guarantor");
  const debtor = query.get("debtor");
  useTitle(t("nav.check"));
  const [same, setSame] = useState(false);
  const run = useMutation({
    mutationFn: (pair: { guarantor_id: string; debtor_id: string }) =>
      post<GuaranteeCheck>("/guarantees:check", pair),
  });
  const change = (params: { guarantor?: string; debtor?: string }) => {
    run.reset();
    setSame(false);
    setParams(params);
  };
  const unnamed: PartyRef = {
    party_id: debtor ?? "",
    party_type: null,
    name: debtor ?? "",
    name_en: null,
    ended_on: null,
  };
  return (
    <div className="page">
      <header className="context-bar">
        <div>
          <h1>{t("check.title")}</h1>
          <span className="small soft">{t("check.sub")}</span>
        </div>
      </header>
      <form
        className="check"
        onSubmit={(event) => {
          event.preventDefault();
          if (!guarantor || !debtor) return;
          if (guarantor === debtor) setSame(true);
          else run.mutate({ guarantor_id: guarantor, debtor_id: debtor });
        }}
      >
        <Field
          word="check.guarantor"
          id={guarantor}
          onPick={(id) => change({ guarantor: id })}
        />
        <button
          type="button"
          className="tool"
          aria-label={t("check.swap")}
          title={t("check.swap")}
          onClick={() => change({ guarantor: debtor ?? "", debtor: guarantor ?? "" })}
        >
          <Icon name="swap" />
        </button>
        <Field
          word="check.debtor"
          id={debtor}
          onPick={(id) => change({ debtor: id })}
        />
        <button
          type="submit"
          className="button primary"
          disabled={!guarantor || !debtor || run.isPending}
        >
          {t("check.run")}
        </button>
      </form>
      <div className="page-body" aria-live="polite">
        {same && <State icon="info" title={t("check.self")} />}
        {run.error && <Failure error={run.error} />}
        {run.data && <Answer check={run.data} debtor={unnamed} />}
      </div>
    </div>
  );
}
