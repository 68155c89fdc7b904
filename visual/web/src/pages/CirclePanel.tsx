import { usePortfolio } from "../api/queries";
import type { Circle } from "../api/types";
import { formatPoints } from "../format/probability";
import { useWords, type Words } from "../i18n";
import { BandWord } from "../parts/marks";
import { Waterfall, type WaterRow } from "../parts/plots";
import { CompletenessLine } from "../parts/states";
import { useMoment } from "../parts/TimeControl";
import { ControllerRows } from "./ControllerRows";
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

/** What to look at, where this is the case that the demo economy planted. */
function Tour({ circle }: { circle: Circle }) {
  const { t, text } = useWords();
  const demo = usePortfolio(useMoment()).data?.demo_case;
  if (demo?.circle_id !== circle.circle_id) return null;
  return (
    <section className="panel-section">
      <h2>{t("circle.tour")}</h2>
      <ol className="tour">
        {demo.steps.map((step) => (
          <li key={step.en}>{text(step)}</li>
        ))}
      </ol>
    </section>
  );
}

export function CirclePanel({
  circle,
  onReason,
}: {
  circle: Circle;
  onReason: (ids: string[]) => void;
}) {
  const words = useWords();
  const { t, amount } = words;
  return (
    <>
      <section className="panel-section">
        <p className="small strong soft">{t("circle.added")}</p>
        <p className="panel-line">
          <span className="key-figure num">
            {amount(circle.contagion_exposure, circle.currency)}
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
        {circle.reasons.length > 0 ? (
          <ReasonList reasons={circle.reasons} onPick={onReason} />
        ) : (
          <p className="soft">{t("circle.plain")}</p>
        )}
      </section>
      {circle.controllers.length > 0 && (
        <section className="panel-section">
          <h2>{t("circle.controllers")}</h2>
          {circle.controllers.map((controller) => (
            <ControllerRows
              key={controller.party.party_id}
              controller={controller}
              parties={circle.members.map((member) => member.party)}
              onPick={onReason}
            />
          ))}
        </section>
      )}
      <Tour circle={circle} />
      <section className="panel-section">
        <CompletenessLine completeness={circle.completeness} />
        <ReceiptView receipt={circle.receipt} />
      </section>
    </>
  );
}
