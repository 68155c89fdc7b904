import type { Score } from "../api/types";
import { formatError, formatPoints } from "../format/probability";
import { useWords, type Words } from "../i18n";
import { Band, PartyName } from "../parts/marks";
import { Waterfall, type WaterRow } from "../parts/plots";
import { CompletenessLine } from "../parts/states";
import { ReasonList } from "./ReasonList";
import { ReceiptView } from "./ReceiptView";

const MOST_ROWS = 6;
const SMALLEST = 0.0005;

/** Own chance, each debtor, the rest, total: rows that add up. */
export function waterRows(score: Score, words: Words): WaterRow[] {
  const { t } = words;
  const rows: WaterRow[] = [
    {
      id: "own",
      label: t("score.own"),
      from: 0,
      to: score.self_pd,
      value: words.percent(score.self_pd),
      tone: "base",
    },
  ];
  const ordered = score.by_debtor.toSorted((a, b) => b.contribution - a.contribution);
  let level = score.self_pd;
  for (const row of ordered.slice(0, MOST_ROWS)) {
    if (Math.abs(row.contribution) < SMALLEST) continue;
    const name = words.brief(row.party);
    rows.push({
      id: row.party.party_id,
      label: t("score.must_pay", { name }),
      detail: row.amount ? words.amount(row.amount, score.currency) : undefined,
      from: level,
      to: level + row.contribution,
      value: formatPoints(row.contribution),
      tone: row.contribution < 0 ? "better" : "distress",
    });
    level += row.contribution;
  }
  const rest = score.pd - level;
  if (Math.abs(rest) >= SMALLEST) {
    rows.push({
      id: "others",
      label: t("score.others"),
      from: level,
      to: score.pd,
      value: formatPoints(rest),
      tone: rest < 0 ? "better" : "distress",
    });
  }
  rows.push({
    id: "total",
    label: t("score.total"),
    from: 0,
    to: score.pd,
    value: words.percent(score.pd),
    tone: "total",
  });
  return rows;
}

function PathRows({ score }: { score: Score }) {
  const words = useWords();
  const { t } = words;
  if (score.by_path.length === 0) return null;
  return (
    <section className="panel-section">
      <h2>{t("score.paths")}</h2>
      <ul className="plain-rows">
        {score.by_path.slice(0, 5).map((path) => (
          <li key={path.parties.map((party) => party.party_id).join(" ")}>
            <span className="grow">
              {path.parties.map((party, index) => (
                <span key={party.party_id}>
                  {index > 0 && <span className="worse"> → </span>}
                  <span title={words.name(party)}>{words.brief(party)}</span>
                </span>
              ))}
            </span>
            <span className="num">{formatPoints(path.contribution, 2)}</span>
          </li>
        ))}
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
  const error = formatError(score.pd_error);
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
          {score.n_worlds !== null && (
            <span className="small quiet">
              {t("score.worlds", { n: words.count(score.n_worlds) })}
            </span>
          )}
        </p>
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
      {score.by_seed.length > 0 && (
        <section className="panel-section">
          <h2>
            {t("score.seeds")}{" "}
            <span className="small quiet">{t("score.seeds_sub")}</span>
          </h2>
          <ul className="plain-rows">
            {score.by_seed.slice(0, 5).map((row) => (
              <li key={row.party.party_id}>
                <span className="grow clip">
                  <PartyName party={row.party} link plain />
                </span>
                <span className="num">{formatPoints(row.contribution, 2)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <PathRows score={score} />
      {score.counterfactuals.length > 0 && (
        <section className="panel-section">
          <h2>{t("score.relief")}</h2>
          <ul className="plain-rows">
            {score.counterfactuals.slice(0, 5).map((row) => (
              <li key={row.debtor.party_id}>
                <span className="grow clip">
                  {t("score.relief_row", { name: words.brief(row.debtor) })}
                </span>
                <span className="num quiet">{formatPoints(row.delta)}</span>
                <span className="num strong">{words.percent(row.pd_without)}</span>
              </li>
            ))}
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

export function NotScored() {
  const { t } = useWords();
  return (
    <section className="panel-section">
      <h2>{t("score.not")}</h2>
      <p className="soft">{t("score.not_text")}</p>
    </section>
  );
}
