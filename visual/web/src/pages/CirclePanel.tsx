import type { Circle } from "../api/graph";
import { toNumber } from "../format/amount";
import { formatPoints } from "../format/probability";
import { useWords, type Words } from "../i18n";
import { BandWord, PartyName, Tag } from "../parts/marks";
import { Waterfall, type WaterRow } from "../parts/plots";
import { CompletenessLine } from "../parts/states";
import { ReasonList } from "./ReasonList";
import { ReceiptView } from "./ReceiptView";

const MOST_ROWS = 6;

/** What contagion adds to the chance of each firm. */
function increments(circle: Circle, words: Words): WaterRow[] {
  const rows = circle.members
    .flatMap((member) =>
      member.increment === null ? [] : [{ ...member, added: member.increment }],
    )
    .toSorted((a, b) => b.added - a.added)
    .slice(0, MOST_ROWS);
  return rows.map((row) => ({
    id: row.party.party_id,
    label: words.short(row.party),
    from: 0,
    to: row.added,
    value: formatPoints(row.added),
    tone: "distress",
  }));
}

export function CirclePanel({
  circle,
  onReason,
}: {
  circle: Circle;
  onReason: (ids: string[]) => void;
}) {
  const words = useWords();
  const { t, amount, text } = words;
  const { currency } = circle;
  const figures = Object.entries(circle.exposure).filter(([, value]) => value !== null);
  return (
    <>
      <section className="panel-section">
        <p className="small strong soft">{t("circle.added")}</p>
        <p className="panel-line">
          <span className="key-figure num">
            {amount(circle.increment_exposure, currency)}
          </span>
          <BandWord band={circle.band} />
        </p>
        <p className="small quiet">{t("circle.by_firm")}</p>
        <Waterfall rows={increments(circle, words)} onPick={(id) => onReason([id])} />
      </section>
      <section className="panel-section">
        <h2>
          {circle.band ? t("score.why_band", { band: circle.band }) : t("score.why")}
        </h2>
        {circle.hidden_controller && (
          <p className="row">
            <Tag tone="control">{t("tag.hidden_controller")}</Tag>
            <PartyName party={circle.hidden_controller} link />
          </p>
        )}
        {circle.reasons.length > 0 ? (
          <ReasonList reasons={circle.reasons} onPick={onReason} />
        ) : (
          <p className="soft">{t("circle.plain")}</p>
        )}
      </section>
      {figures.length > 0 && (
        <section className="panel-section">
          <h2>{t("circle.exposure")}</h2>
          <dl className="facts">
            {figures.map(([name, value]) => (
              <div key={name}>
                <dt>{words.code("exposure", name)}</dt>
                <dd className="num">
                  {typeof value === "string" && toNumber(value) !== null
                    ? amount(value, currency)
                    : text(String(value))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      <section className="panel-section">
        <CompletenessLine completeness={circle.completeness} />
        <ReceiptView receipt={circle.receipt} />
      </section>
    </>
  );
}
