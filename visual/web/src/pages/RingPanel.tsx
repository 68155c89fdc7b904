import type { MoneyRing } from "../api/types";
import { toNumber } from "../format/amount";
import { useWords, type Words } from "../i18n";
import { PartyName, Tag } from "../parts/marks";
import { Waterfall, type WaterRow } from "../parts/plots";
import { ControllerRows } from "./ControllerRows";
import { ReceiptView } from "./ReceiptView";
import { RingCasePanel } from "./RingCasePanel";
import { RingReadings } from "./RingReadings";
import { holderText } from "./ringColumns";

/** What left, what each account kept, what came back; on an axis that may be cut. */
export function keptRows(
  ring: MoneyRing,
  words: Words,
): { axis: number; rows: WaterRow[] } {
  const amounts = ring.transfers.map((hop) => toNumber(hop.amount));
  const known = amounts.filter((amount) => amount !== null);
  const [first, last] = [amounts[0], amounts.at(-1)];
  if (known.length < amounts.length || first == null || last == null) {
    return { axis: 0, rows: [] };
  }
  const [least, most] = [Math.min(...known), Math.max(...known)];
  // A cut axis shows small parts of a large sum; there is none to show where all agree.
  const axis = most > least ? Math.max(0, least - (most - least) / 4) : 0;
  const money = (value: number) => words.amount(value, ring.currency);
  const rows: WaterRow[] = [
    {
      id: "left",
      label: words.t("ring.left", { name: holderText(ring, 0, words) }),
      from: 0,
      to: first - axis,
      value: money(first),
      tone: "base",
    },
  ];
  known.slice(1).forEach((amount, k) => {
    const before = known[k] ?? amount;
    const name = holderText(ring, k + 1, words);
    rows.push({
      id: `kept ${k}`,
      label: words.t(amount > before ? "ring.added_by" : "ring.kept_by", { name }),
      from: before - axis,
      to: amount - axis,
      value: money(amount - before),
      tone: amount > before ? "better" : "distress",
    });
  });
  rows.push({
    id: "back",
    label: words.t("ring.came_back"),
    from: 0,
    to: last - axis,
    value: money(last),
    tone: "total",
  });
  return { axis, rows };
}

/** Beside the picture: what came back, who kept what, and who the parties are. */
export function RingPanel({ ring }: { ring: MoneyRing }) {
  const words = useWords();
  const { t, amount, percent } = words;
  const { axis, rows } = keptRows(ring, words);
  return (
    <aside className="panel ring-panel">
      <div className="panel-body">
        <section className="panel-section">
          <h2>{t("ring.comes_back")}</h2>
          <p>
            <span className="key-figure num">{percent(ring.retention)}</span>{" "}
            <span className="small soft">
              {t("ring.of", {
                amount: amount(ring.first_amount, ring.currency),
                days: ring.days.toFixed(1),
              })}
            </span>
          </p>
          {rows.length > 0 && <Waterfall rows={rows} />}
          {axis > 0 && (
            <p className="small quiet">
              {t("ring.axis", { amount: amount(axis, ring.currency) })}
            </p>
          )}
        </section>
        <section className="panel-section">
          <h2 id="ring-parties">{t("ring.parties")}</h2>
          <ul className="plain-rows ring-parties" aria-labelledby="ring-parties">
            {ring.parties.map((party) => (
              <li key={party.party_id}>
                <PartyName party={party} link />
                <span className="quiet num">{party.party_id}</span>
              </li>
            ))}
          </ul>
          {ring.parties.length === 0 && (
            <p className="small soft">{t("rings.unknown_holder")}</p>
          )}
          {ring.related && <Tag tone="control">{t("rings.related")}</Tag>}
        </section>
        {ring.controllers.length > 0 && (
          <section className="panel-section">
            <h2>{t("ring.controllers")}</h2>
            {ring.controllers.map((controller) => (
              <ControllerRows
                key={controller.party.party_id}
                controller={controller}
                parties={ring.parties}
              />
            ))}
          </section>
        )}
        <RingReadings ring={ring} />
        <section className="panel-section">
          <p className="small soft">
            {ring.score !== null && t("ring.score", { score: ring.score.toFixed(2) })}{" "}
            {t("rings.no_verdict")}
          </p>
          <ReceiptView receipt={ring.receipt} />
        </section>
      </div>
      {ring.case === null ? (
        <section className="panel-section panel-foot">
          <p className="small soft">{t("ring.unpublished")}</p>
        </section>
      ) : (
        <RingCasePanel ring={ring} />
      )}
    </aside>
  );
}
