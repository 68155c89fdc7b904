import { useEffect } from "react";
import { useEvidence } from "../api/flagQueries";
import type { Evidence, ModelScore } from "../api/types";
import { formatChance, formatSigned } from "../format/probability";
import { capitalised, useWords } from "../i18n";
import { PartyName, Tag } from "../parts/marks";
import { Pennant } from "../parts/Pennant";
import { Failure } from "../parts/states";
import { say } from "../shell/live";
import { useVocabulary } from "../vocabulary/VocabularyProvider";
import { FlagCase, StaleBanner } from "./FlagPanel";
import { RuleReasons } from "./FlagReasons";
import { isRest, reasonKey, shownReasons } from "./flagRows";
import { splitFinding } from "./ReasonList";
import { ReceiptView } from "./ReceiptView";
import { WhatIfSwitches } from "./WhatIfSwitches";
import {
  before,
  factsBehind,
  figureWords,
  type Group,
  litBy,
  whatIfRows,
  without,
  withUnit,
} from "./whatIf";

/** The chance, or what it would be without the groups that are off. */
function Head({ evidence, off }: { evidence: Evidence; off: Group[] }) {
  const words = useWords();
  const { t, text, count } = words;
  const { score, not_scored: none } = evidence;
  const several = useEvidence(evidence.party.party_id, off, off.length > 1);
  const from = before(evidence);
  const after = without(whatIfRows(evidence), off, several.data);
  const names = words.list(off.map((group) => words.code("evidence.group", group)));
  const figure = after && figureWords(from, after, words);
  useEffect(() => {
    if (figure) say(`${figure}, ${t("evidence.without", { groups: names })}`);
  }, [figure, names, t]);
  return (
    <section className="panel-section">
      <p className="panel-line">
        <span className="row">
          {score.by === "model" && <Pennant band={score.band} />}
          <PartyName party={evidence.party} link />
        </span>
        {score.rank !== null && score.by === "model" && (
          <span className="small quiet num nowrap">
            {t("flag.rank", { rank: count(score.rank), all: count(score.scored) })}
          </span>
        )}
      </p>
      {score.chance && score.raw_score !== null ? (
        <p className="panel-line flag-chance">
          <span className="key-figure num" aria-busy={off.length > 0 && !after}>
            {off.length === 0 ? (
              withUnit(from, words)
            ) : (
              <>
                <span className="figure-before">{withUnit(from, words)} → </span>
                {after ? withUnit(after, words) : "…"}
              </>
            )}
          </span>
          <span className="small quiet num">
            {off.length > 0
              ? t("evidence.without", { groups: names })
              : text(score.chance.meaning)}
            <br />
            {off.length > 0 ? (
              after?.raw !== null &&
              after && (
                <>
                  {t("flag.raw", { score: formatSigned(score.raw_score) })} →{" "}
                  {formatSigned(after.raw)}
                </>
              )
            ) : (
              <>
                {t("flag.interval", {
                  low: formatChance(score.chance.low),
                  high: formatChance(score.chance.high),
                })}{" "}
                · {t("flag.raw", { score: formatSigned(score.raw_score) })}
              </>
            )}
          </span>
        </p>
      ) : (
        <p className="soft">
          {none && <b>{t("flags.not_scored")}. </b>}
          {none
            ? t("flag.why_not", { why: capitalised(text(none.text)) })
            : score.by === "rules" && t("flag.by_rules")}
        </p>
      )}
      {several.error && (
        <Failure error={several.error} onRetry={() => void several.refetch()} />
      )}
    </section>
  );
}

type ReasonsProps = {
  score: ModelScore;
  evidence: Evidence;
  picked: string | null;
  onPick: (feature: string | null, ids: string[]) => void;
};

/** What makes the score; a click lights the facts that a reason was read from. */
function Reasons({ score, evidence, picked, onPick }: ReasonsProps) {
  const { t, text } = useWords();
  const vocabulary = useVocabulary();
  if (!score.reasons_kept) {
    return <p className="small soft">{t("flag.reasons_not_kept")}</p>;
  }
  const reasons = shownReasons(score).filter((reason) => !isRest(reason));
  return (
    <ol className="reasons">
      {reasons.map((reason, place) => {
        const facts = factsBehind(reason, evidence);
        const [finding, rest] = splitFinding(text(reason.text));
        const key = reasonKey(reason);
        const lit = picked === key;
        const counts = reason.kinds.flatMap((kind) => {
          const n = facts.filter((fact) => fact.kind === kind).length;
          return n > 0 ? [`${text(vocabulary.kindLabel(kind))} ${n}`] : [];
        });
        return (
          <li key={key}>
            <button
              type="button"
              aria-pressed={lit}
              onClick={() =>
                lit ? onPick(null, []) : onPick(key, litBy(facts, evidence))
              }
            >
              <span className="reason-number num">{place + 1}</span>
              <span className="grow">
                <b>{capitalised(finding)}</b>
                {rest}
                <span className="chips">
                  <Tag tone={reason.contribution < 0 ? "better" : "distress"}>
                    {formatSigned(reason.shown)}
                  </Tag>
                  {counts.map((chip) => (
                    <span key={chip} className="chip">
                      <i className="dot" />
                      <span className="clip">{chip}</span>
                    </span>
                  ))}
                </span>
              </span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}

type Props = Omit<ReasonsProps, "score"> & {
  score: ModelScore | undefined;
  off: Group[];
};

/** Why a firm is flagged, beside the picture of what that rests on. */
export function EvidencePanel({ score, evidence, off, picked, onPick }: Props) {
  const { t } = useWords();
  return (
    <>
      <div className="panel-body evidence-panel">
        <StaleBanner stale={evidence.stale} />
        <Head evidence={evidence} off={off} />
        <WhatIfSwitches evidence={evidence} off={off} />
        {score?.by === "model" && score.chance && (
          <section className="panel-section">
            <h2>{t("flag.reasons")}</h2>
            <Reasons
              score={score}
              evidence={evidence}
              picked={picked}
              onPick={onPick}
            />
          </section>
        )}
        {score && (score.by === "rules" || score.rules.length > 0) && (
          <section className="panel-section">
            <h2>{t("flag.rules")}</h2>
            <RuleReasons score={score} />
          </section>
        )}
        <section className="panel-section small soft">
          <ReceiptView receipt={evidence.receipt} />
        </section>
      </div>
      {score?.by && <FlagCase key={score.party.party_id} score={score} />}
    </>
  );
}
