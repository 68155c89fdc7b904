import type { ModelScore } from "../api/types";
import { formatSigned } from "../format/probability";
import { capitalised, useWords } from "../i18n";
import { PartyName, Tag } from "../parts/marks";
import { toNode } from "../shell/route";
import { useVocabulary } from "../vocabulary/VocabularyProvider";
import { toFacts } from "./factPlaces";
import { isRest, reasonKey, shownReasons } from "./flagRows";
import { splitFinding } from "./ReasonList";

/** A sentence whose finding stands out. */
function Sentence({ text }: { text: string }) {
  const [finding, rest] = splitFinding(text);
  return (
    <>
      <b>{capitalised(finding)}</b>
      {rest}
    </>
  );
}

/** A chip that opens facts. */
function FactLink({ to, children }: { to: string; children: string }) {
  return (
    <a className="chip" href={to}>
      <i className="dot" />
      <span className="clip">{children}</span>
    </a>
  );
}

/** What raises or lowers a model's score, each with the facts that it was read from. */
export function ModelReasons({ score }: { score: ModelScore }) {
  const words = useWords();
  const vocabulary = useVocabulary();
  const { t, text } = words;
  const reasons = shownReasons(score).filter((reason) => !isRest(reason));
  if (!score.reasons_kept) {
    return <p className="small soft">{t("flag.reasons_not_kept")}</p>;
  }
  return (
    <ol className="reasons flag-reasons">
      {reasons.map((reason, place) => (
        <li key={reasonKey(reason)}>
          <span className="reason-number num">{place + 1}</span>
          <span className="grow">
            <Sentence text={text(reason.text)} />
            <span className="chips">
              <Tag tone={reason.contribution < 0 ? "better" : "distress"}>
                {formatSigned(reason.shown)}
              </Tag>
              {reason.kinds.map((kind) => (
                <FactLink
                  key={kind}
                  to={toFacts(score.party.party_id, kind, vocabulary)}
                >
                  {text(vocabulary.kindLabel(kind))}
                </FactLink>
              ))}
            </span>
          </span>
        </li>
      ))}
    </ol>
  );
}

/** The rules that fit a firm, with whom and by which facts. */
export function RuleReasons({ score }: { score: ModelScore }) {
  const words = useWords();
  const vocabulary = useVocabulary();
  const { t, text } = words;
  if (score.rules.length === 0)
    return <p className="small soft">{t("flag.no_rule")}</p>;
  return (
    <ol className="reasons flag-reasons">
      {score.rules.map((rule, place) => (
        <li key={rule.rule}>
          <span className="reason-number num">{place + 1}</span>
          <span className="grow">
            <Sentence text={text(rule.text)} />
            <span className="chips">
              <Tag>
                {t("flag.rule")} · {text(rule.label)}
              </Tag>
              {rule.facts.map(({ kind, id }) => (
                <FactLink key={`${kind} ${id}`} to={toNode(kind, id)}>
                  {`${text(vocabulary.kindLabel(kind))} ${id}`}
                </FactLink>
              ))}
            </span>
            {rule.parties.length > 0 && (
              <span className="rule-parties small">
                <span className="soft">{t("flag.with")}</span>{" "}
                {rule.parties.map((party) => (
                  <PartyName key={party.party_id} party={party} link plain />
                ))}
              </span>
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}
