import type { Evidence } from "../api/types";
import { toNumber } from "../format/amount";
import { langOf } from "../format/name";
import { useWords, type Words } from "../i18n";
import { uncapitalised } from "../i18n/words";
import { Icon } from "../parts/Icon";
import { Tag } from "../parts/marks";
import { Pennant } from "../parts/Pennant";
import { toParty } from "../shell/route";
import { useVocabulary } from "../vocabulary/VocabularyProvider";
import { Figure } from "./HomePage";
import { ShareButtons } from "./ShareButtons";

export const titleOf = ({ party, score }: Evidence, words: Words): string =>
  words.t(score.flagged ? "evidence.title" : "evidence.title_plain", {
    name: words.brief(party),
  });

/** What the facts of a group come to; null: no amount is known. */
function sumOf({ edges }: Evidence, group: string): number | null {
  const amounts = edges.flatMap((edge) => {
    const amount = edge.group === group ? toNumber(edge.amount) : null;
    return amount === null ? [] : [amount];
  });
  return amounts.length > 0 ? amounts.reduce((sum, one) => sum + one, 0) : null;
}

export function EvidenceHeader({ evidence }: { evidence: Evidence }) {
  const words = useWords();
  const { t, amount } = words;
  const { score, party, companies, persons, contacts, hulls } = evidence;
  const title = titleOf(evidence, words);
  const currency = evidence.edges[0]?.currency ?? null;
  const [given, paid] = [sumOf(evidence, "guarantees"), sumOf(evidence, "payments")];
  return (
    <header className="context-bar">
      <div className="grow">
        <p className="row">
          <h1 className="clip" lang={langOf(title)} title={title}>
            {title}
          </h1>
          {score.by === "model" && <Pennant band={score.band} />}
          {score.band && <span>{words.band(score.band)}</span>}
          {score.by === "rules" && <Tag>{t("flag.rule")}</Tag>}
          {hulls.length > 0 && <Tag tone="control">{t("evidence.hidden_control")}</Tag>}
        </p>
        <p className="small soft clip">
          <a href="#/flagged">{t("nav.flagged")}</a> ›{" "}
          <a href={toParty(party.party_id, { panel: "flag" })}>{words.brief(party)}</a>{" "}
          ›{" "}
          {t("evidence.crumb", {
            firms: companies.length,
            persons: persons.length,
            contacts: contacts.length,
          })}
          {score.since && <> · {t("evidence.since", { day: score.since.day })}</>}
        </p>
      </div>
      {given !== null && (
        <Figure label={t("evidence.guaranteed")} value={amount(given, currency)} />
      )}
      {paid !== null && (
        <Figure label={t("evidence.paid")} value={amount(paid, currency)} />
      )}
      <ShareButtons
        report={`v1/reports/evidence/${encodeURIComponent(party.party_id)}`}
      />
    </header>
  );
}

/** How many of the firms that the rule names are there; amber where some are not. */
export function Completed({ evidence }: { evidence: Evidence }) {
  const words = useWords();
  const { t } = words;
  const vocabulary = useVocabulary();
  const { shown, left_out, circle, circle_shown, not_collected, complete, advice } =
    evidence.completeness;
  const cut = [
    ...(left_out > 0 ? [t("evidence.cut", { n: shown, all: shown + left_out })] : []),
    ...(circle_shown ? [] : [t("evidence.big_circle", { n: circle })]),
  ];
  return (
    <>
      {not_collected.map((kind) => (
        <span key={kind} className="not-collected" title={t("value.not_collected")}>
          {uncapitalised(words.text(vocabulary.kindLabel(kind)))}
        </span>
      ))}
      {complete ? (
        <span className="complete better">
          <Icon name="done" size={14} /> {t("evidence.complete", { n: shown })}
        </span>
      ) : (
        <span className="complete caution" title={advice ?? undefined}>
          <Icon name="warning" size={14} /> {cut.join(". ")}
        </span>
      )}
    </>
  );
}
