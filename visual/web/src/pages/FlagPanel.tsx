import { stateCase, undoCase, useModelScore } from "../api/flagQueries";
import type {
  CaseTask,
  FirmCase,
  MissingGroup,
  ModelScore,
  StaleScores,
} from "../api/types";
import { formatChance, formatSigned } from "../format/probability";
import { useWords } from "../i18n";
import { capitalised, uncapitalised } from "../i18n/words";
import { CasePanel } from "../parts/CasePanel";
import { Icon } from "../parts/Icon";
import { PartyName } from "../parts/marks";
import { Pennant } from "../parts/Pennant";
import { Waterfall } from "../parts/plots";
import { Banner, Failure, Skeleton } from "../parts/states";
import { toEvidence } from "../shell/route";
import { useVocabulary } from "../vocabulary/VocabularyProvider";
import { ModelReasons, RuleReasons } from "./FlagReasons";
import { flagRows } from "./flagRows";
import { ReceiptView } from "./ReceiptView";
import { SecondOpinionSection } from "./SecondOpinion";

/** Says that scores are of an earlier snapshot, and why. */
export function StaleBanner({ stale }: { stale: StaleScores | null }) {
  const { text } = useWords();
  if (!stale) return null;
  return (
    <Banner tone="quiet" icon="clock">
      {text(stale.text)}
    </Banner>
  );
}

/** The chance with its interval, or what stands in its place. */
function Head({ score }: { score: ModelScore }) {
  const words = useWords();
  const { t, text, count, day } = words;
  const { chance, rank, raw_score: raw, not_scored: why, by, since } = score;
  return (
    <section className="panel-section">
      <p className="panel-line">
        <span className="row">
          {by === "model" && <Pennant band={score.band} />}
          <PartyName party={score.party} link />
        </span>
        {rank !== null && by === "model" && (
          <span className="small quiet num nowrap">
            {t("flag.rank", { rank: count(rank), all: count(score.scored) })}
          </span>
        )}
      </p>
      {chance && raw !== null ? (
        <p className="panel-line flag-chance">
          <span className="key-figure num">{words.chance(chance.value)}</span>
          <span className="small quiet num">
            {text(chance.meaning)}
            <br />
            {t("flag.interval", {
              low: formatChance(chance.low),
              high: formatChance(chance.high),
            })}{" "}
            · {t("flag.raw", { score: formatSigned(raw) })}
          </span>
        </p>
      ) : (
        <p className="soft">
          {why && <b>{t("flags.not_scored")}. </b>}
          {why
            ? t("flag.why_not", { why: capitalised(text(why.text)) })
            : by === "rules" && t("flag.by_rules")}
        </p>
      )}
      {since && (
        <p className="small quiet">
          {t(since.first_list ? "flag.since_first" : "flag.since", {
            day: day(since.day),
          })}
        </p>
      )}
      {by && score.party.party_type === "company" && (
        <p className="flag-evidence">
          <a className="button" href={toEvidence(score.party.party_id)}>
            <Icon name="circles" size={16} /> {t("flag.why")}
          </a>
        </p>
      )}
    </section>
  );
}

/** Groups of figures whose sources nobody collected: apart from low. */
function Missing({ score }: { score: ModelScore }) {
  const words = useWords();
  const vocabulary = useVocabulary();
  const { t, text } = words;
  if (score.not_collected.length === 0) return null;
  const missingText = ({ kinds, here }: MissingGroup) =>
    t(here ? "flag.missing_here" : "flag.missing_all", {
      kinds: words.list(
        kinds.map((kind) => uncapitalised(text(vocabulary.kindLabel(kind)))),
      ),
    });
  return (
    <section className="panel-section">
      <div className="panel-line">
        <h2>{t("flag.missing")}</h2>
        <span className="small quiet">{t("flag.missing_text")}</span>
      </div>
      <ul className="plain-list flag-missing">
        {score.not_collected.map((group) => (
          <li key={group.group} className="small">
            <span className="not-collected">{text(group.label)}</span>{" "}
            <span className="soft">{missingText(group)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const TASKS: readonly CaseTask[] = ["related_party_fraud", "guarantee_fraud"];

/** What a firm is suspected of: what its last case is of, else the first. */
function likelyTask({ entries }: FirmCase): CaseTask {
  const last = entries[0]?.task;
  return TASKS.find((task) => task === last) ?? "related_party_fraud";
}

/** What was said of the firm, with the buttons to say more of it. */
export function FlagCase({ score }: { score: ModelScore }) {
  const words = useWords();
  const { t } = words;
  const id = score.party.party_id;
  return (
    <CasePanel
      subject={{
        kind: "flag",
        names: words.brief(score.party),
        suspicion: { tasks: TASKS, likely: likelyTask(score.case) },
        state: (verb, reason, task) => stateCase(id, task, verb, reason),
        undo: (outcome) => undoCase(id, outcome),
      }}
      state={score.case.state}
      outcomes={score.case.entries}
      unseen={t("flag.may_not_unseen")}
    >
      {score.case.hidden && <p className="small soft">{t("flag.hidden")}</p>}
    </CasePanel>
  );
}

/** Why a firm is flagged or not: its score, the reasons, what is missing, its case. */
export function FlagScore({ score }: { score: ModelScore }) {
  const words = useWords();
  const { t, text, day } = words;
  const rows = flagRows(score, words);
  if (score.by === null) {
    return <p className="panel-section soft">{t("flag.unpublished")}</p>;
  }
  return (
    <>
      <div className="panel-body">
        <StaleBanner stale={score.stale} />
        <Head score={score} />
        {rows.length > 0 && (
          <section className="panel-section flag-waterfall">
            <div className="panel-line">
              <h2>{t("flag.waterfall")}</h2>
              <span className="small quiet">{t("flag.waterfall_sub")}</span>
            </div>
            <Waterfall rows={rows} />
          </section>
        )}
        {score.by === "model" && score.chance && (
          <section className="panel-section">
            <h2>{t("flag.reasons")}</h2>
            <ModelReasons score={score} />
          </section>
        )}
        {(score.by === "rules" || score.rules.length > 0) && (
          <section className="panel-section">
            <h2>{t("flag.rules")}</h2>
            <RuleReasons score={score} />
          </section>
        )}
        <SecondOpinionSection score={score} />
        <Missing score={score} />
        <section className="panel-section small soft">
          {score.inputs_as_of && (
            <p>{t("flag.inputs", { day: day(score.inputs_as_of) })}</p>
          )}
          {score.model && <p>{text(score.model.text)}</p>}
          <ReceiptView receipt={score.receipt} />
        </section>
      </div>
      <FlagCase key={score.party.party_id} score={score} />
    </>
  );
}

/** The same, of a party by its id. */
export function FlagPanel({ id }: { id: string }) {
  const answer = useModelScore(id);
  if (answer.isPending) return <Skeleton rows={8} />;
  if (answer.error) {
    return <Failure error={answer.error} onRetry={() => void answer.refetch()} />;
  }
  return <FlagScore score={answer.data} />;
}
