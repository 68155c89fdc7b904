import { usePortfolio } from "../api/queries";
import type { Circle, Controller } from "../api/types";
import { shortTitle } from "../format/name";
import { formatPoints } from "../format/probability";
import { useWords, type Words } from "../i18n";
import { BandWord, Chip, PartyName, Tag } from "../parts/marks";
import { Waterfall, type WaterRow } from "../parts/plots";
import { CompletenessLine } from "../parts/states";
import { useMoment } from "../parts/TimeControl";
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

type PickProps = { onPick: (ids: string[]) => void };

/** A person behind several firms, and what each tie rests on. */
function ControllerRows({
  controller,
  circle,
  onPick,
}: PickProps & { controller: Controller; circle: Circle }) {
  const words = useWords();
  const { t, text } = words;
  const { party, confirmed, ties } = controller;
  const nameOf = (id: string) => {
    const member = circle.members.find((other) => other.party.party_id === id);
    return member ? words.brief(member.party) : id;
  };
  return (
    <div className="controller">
      <p className="row">
        <PartyName party={party} link />
        <Tag tone="control">{t(confirmed ? "tag.confirmed" : "tag.suspected")}</Tag>
      </p>
      <ul>
        {ties.map((tie) => (
          <li key={tie.party_id}>
            <button
              type="button"
              className="evidence"
              onClick={() => onPick([party.party_id, tie.party_id])}
            >
              <b>{nameOf(tie.party_id)}</b> {shortTitle(text(tie.evidence))}{" "}
              <Chip chip={{ kind: "derived", text: words.code("basis", tie.basis) }} />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
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
              circle={circle}
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
