import type { Score } from "../api/types";
import { formatError, formatPoints } from "../format/probability";
import { useWords } from "../i18n";
import { Band, PartyName } from "../parts/marks";
import { Waterfall } from "../parts/plots";
import { CompletenessLine } from "../parts/states";
import { ReasonList } from "./ReasonList";
import { ReceiptView } from "./ReceiptView";
import { isScored, type Scored, shareRows, waterRows } from "./scoreRows";

const MOST_RELIEFS = 5;

type Others = { count: number; points: string | undefined };

/** The last row of a list that shows its largest parts only. */
function OthersRow({ count, points }: Others) {
  const { t, count: counted } = useWords();
  return (
    <li>
      <span className="grow quiet">{t("score.more", { n: counted(count) })}</span>
      <span className="num">{points}</span>
    </li>
  );
}

function SeedRows({ score }: { score: Scored }) {
  const { t } = useWords();
  const { named, others } = shareRows(score.by_seed, score.increment);
  if (score.by_seed.length === 0) return null;
  return (
    <section className="panel-section">
      <h2>
        {t("score.seeds")} <span className="small quiet">{t("score.seeds_sub")}</span>
      </h2>
      <ul className="plain-rows score-seeds">
        {named.map(({ part: { party }, points }) => (
          <li key={party?.party_id}>
            <span className="grow clip">
              {party && <PartyName party={party} link plain />}
            </span>
            <span className="num">{points}</span>
          </li>
        ))}
        {others && <OthersRow {...others} />}
      </ul>
    </section>
  );
}

function PathRows({ score }: { score: Scored }) {
  const words = useWords();
  const { t } = words;
  const { named, others } = shareRows(score.by_path, score.increment);
  if (score.by_path.length === 0) return null;
  return (
    <section className="panel-section">
      <h2>{t("score.paths")}</h2>
      <ul className="plain-rows score-paths">
        {named.map(({ part: path, points }) => (
          <li key={path.parties.map((party) => party.party_id).join(" ")}>
            <span className="grow">
              {path.parties.map((party, index) => (
                <span key={party.party_id}>
                  {index > 0 && <span className="worse"> → </span>}
                  <span title={words.name(party)}>{words.brief(party)}</span>
                </span>
              ))}
            </span>
            <span className="num">{points}</span>
          </li>
        ))}
        {others && <OthersRow {...others} />}
      </ul>
    </section>
  );
}

type Props = {
  score: Score;
  picked: string | null;
  onPick: (id: string) => void;
  onReason: (ids: string[]) => void;
};

/** Figure, error, band; then why, in rows that add up to it. */
export function ScorePanel({ score, picked, onPick, onReason }: Props) {
  const words = useWords();
  const { t } = words;
  if (!isScored(score)) return <NotScored score={score} />;
  const error = formatError(score.pd_error);
  const { band_low: low, band_high: high } = score;
  return (
    <>
      <section className="panel-section">
        <p className="panel-line">
          <span className="small strong soft">{t("score.title")}</span>
          {error && (
            <span className="small quiet">{t("score.error", { n: error })}</span>
          )}
        </p>
        <p className="panel-line">
          <span className="row">
            <span className="key-figure num">{words.percent(score.pd)}</span>
            <Band band={score.band} />
            <span>{score.band ? words.band(score.band) : ""}</span>
          </span>
          <span className="small quiet">
            {t("score.worlds", { n: words.count(score.n_worlds) })}
          </span>
        </p>
        {low !== null && high !== null && low < high && (
          <p className="small caution band-range">
            {t("score.band_range", { low, high })}
          </p>
        )}
        <Waterfall rows={waterRows(score, words)} picked={picked} onPick={onPick} />
        <p className="small quiet own-source">
          {t("score.own_source")}: {words.text(score.self_source.reason)}
        </p>
      </section>
      {score.reasons.length > 0 && (
        <section className="panel-section">
          <h2>
            {score.band ? t("score.why_band", { band: score.band }) : t("score.why")}
          </h2>
          <ReasonList reasons={score.reasons} onPick={onReason} />
        </section>
      )}
      <SeedRows score={score} />
      <PathRows score={score} />
      {score.counterfactuals.length > 0 && (
        <section className="panel-section">
          <h2>{t("score.relief")}</h2>
          <ul className="plain-rows">
            {score.counterfactuals.slice(0, MOST_RELIEFS).map((row) => (
              <li key={row.debtor.party_id}>
                <span className="grow clip">
                  {t("score.relief_row", { name: words.brief(row.debtor) })}
                </span>
                <span className="num quiet">{formatPoints(row.delta)}</span>
                <span className="num strong">{words.percent(row.pd_without)}</span>
              </li>
            ))}
            {score.counterfactuals.length > MOST_RELIEFS && (
              <li className="quiet">
                {t("score.more", {
                  n: words.count(score.counterfactuals.length - MOST_RELIEFS),
                })}
              </li>
            )}
          </ul>
        </section>
      )}
      <section className="panel-section">
        <CompletenessLine completeness={score.completeness} />
        <ReceiptView receipt={score.receipt} />
      </section>
    </>
  );
}

/** No figure is better than a default setting that looks like one. */
export function NotScored({ score }: { score?: Score }) {
  const { t, text } = useWords();
  const reason = score?.reasons[0];
  return (
    <section className="panel-section">
      <h2>{t("score.not")}</h2>
      <p className="soft">{reason ? text(reason.text) : t("score.not_text")}</p>
    </section>
  );
}
