import { useId } from "react";
import type { MoneyRing } from "../api/types";
import { formatMinute } from "../format/date";
import { langOf } from "../format/name";
import { useWords, type Words } from "../i18n";
import { Controllers, Hulls, heldOf } from "./RingHolders";
import { holderText } from "./ringColumns";
import {
  bow,
  HALF_WIDTH as HALF,
  HEIGHT,
  type Place,
  placeOn,
  RING,
  HALF_HEIGHT as TALL,
  WIDTH,
} from "./ringGeometry";

/** For the three lines over the account where the ring starts. */
const HEADROOM = 18;
/** More names and amounts than these would lie over each other. */
const MOST_TEXTS = 10;

/** The transfer at a place in a sentence. */
export function stepText(ring: MoneyRing, place: number, words: Words): string {
  const hop = ring.transfers[place];
  if (!hop) return "";
  return words.t("ring.step_text", {
    k: place + 1,
    from: holderText(ring, place, words),
    to: holderText(ring, (place + 1) % ring.length, words),
    amount: words.amount(hop.amount, ring.currency),
    day: formatMinute(hop.moved_at),
  });
}

/** Where a text of so many lines stands outside of the ring, beside a place of it. */
function outside({ x, y }: Place, reach: number, lines: number) {
  const [dx, dy] = [(x - RING.x) / RING.across, (y - RING.y) / RING.down];
  const far = Math.hypot(dx, dy) || 1;
  const anchor = Math.abs(dx) < 0.2 ? "middle" : dx > 0 ? "start" : "end";
  if (anchor === "middle") {
    const away = dy < 0 ? 6 - reach - 14 * (lines - 1) : reach + 6;
    return { x, y: y + away, textAnchor: anchor } as const;
  }
  return {
    x: x + Math.sign(dx) * reach,
    y: y + (dy / far) * 14 - 4,
    textAnchor: anchor,
  } as const;
}

/** Accounts as nodes, and the transfers in order; `shown` of them are lit. */
export function RingPicture({
  ring,
  step,
  controllers,
}: {
  ring: MoneyRing;
  /** The transfer that is looked at; null shows all alike. */
  step: number | null;
  /** Whether those who stand behind the holders are drawn. */
  controllers: boolean;
}) {
  const words = useWords();
  const { t, amount } = words;
  const id = useId();
  const n = ring.length;
  const behind = controllers ? ring.controllers : [];
  const places = ring.account_ids.map((_, k) => placeOn(RING, k, n));
  const bows = places.map((from, k) =>
    bow(from, places[(k + 1) % n] ?? from, n === 2 ? 70 : 150 / n, HALF + 14),
  );
  const lit = (k: number) => step === null || k <= step;
  const told = (k: number) => n <= MOST_TEXTS || k === 0 || k === step || k === n - 1;
  const steps = ring.transfers.map((_, k) => stepText(ring, k, words)).join(". ");
  return (
    <svg
      className="money-ring"
      viewBox={`0 ${-HEADROOM} ${WIDTH} ${HEIGHT + HEADROOM}`}
      role="img"
      aria-label={t("ring.picture", { steps })}
    >
      <defs>
        <marker
          id={id}
          viewBox="0 0 8 8"
          refX="4"
          refY="4"
          markerWidth="11"
          markerHeight="11"
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path className="tip" d="M0 0 8 4 0 8z" />
        </marker>
      </defs>
      <Hulls ring={ring} places={places} controllers={behind} />
      <Controllers ring={ring} places={places} controllers={behind} />
      {bows.map(({ d, middle }, k) => {
        const hop = ring.transfers[k];
        const text = outside(middle, 16, 2);
        return (
          <g
            key={ring.account_ids[k]}
            className={lit(k) ? "hop" : "hop hop-later"}
            aria-current={k === step ? "step" : undefined}
          >
            <path className="arrow" d={d} markerEnd={`url(#${id})`} />
            <circle cx={middle.x} cy={middle.y} r="9" />
            <text className="hop-number" x={middle.x} y={middle.y + 4}>
              {k + 1}
            </text>
            {hop && told(k) && (
              <text className="hop-text" {...text}>
                <tspan className="hop-amount" x={text.x}>
                  {amount(hop.amount, ring.currency)}
                </tspan>
                <tspan x={text.x} dy="14">
                  {formatMinute(hop.moved_at)}
                </tspan>
              </text>
            )}
          </g>
        );
      })}
      {places.map((place, k) => {
        const { x, y } = place;
        const account = ring.account_ids[k] ?? "";
        const name = holderText(ring, k, words);
        const text = outside(place, HALF + 17, k === 0 ? 3 : 2);
        return (
          <g key={account}>
            <path
              className={ring.holders[k]?.length ? "barrel" : "barrel barrel-unknown"}
              d={`M${x - HALF + 5} ${y - TALL}Q${x} ${y - TALL - 5} ${x + HALF - 5} ${y - TALL}Q${x + HALF + 4} ${y} ${x + HALF - 5} ${y + TALL}Q${x} ${y + TALL + 5} ${x - HALF + 5} ${y + TALL}Q${x - HALF - 4} ${y} ${x - HALF + 5} ${y - TALL}Z`}
            />
            <path
              className="card"
              d={`M${x - 7} ${y - 5}h14v10h-14zM${x - 7} ${y - 1.5}h14`}
            />
            {told(k) && (
              <text className="node-text" {...text}>
                <tspan className="node-name" x={text.x} lang={langOf(name)}>
                  {name}
                </tspan>
                <tspan className="node-account" x={text.x} dy="14">
                  {account}
                </tspan>
                {k === 0 && (
                  <tspan className="node-start" x={text.x} dy="14">
                    {t("ring.starts")}
                  </tspan>
                )}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}

/** What the lines and outlines of the picture mean. */
export function RingLegend({
  ring,
  controllers,
}: {
  ring: MoneyRing;
  controllers: boolean;
}) {
  const { t } = useWords();
  const ids = ring.holders.flat();
  const behind = controllers ? ring.controllers : [];
  const held = new Set(ring.holders.map((own) => heldOf(own, behind)));
  return (
    <p className="ring-legend small soft">
      <span className="key-arrow">{t("ring.arrow")}</span>
      {held.has("own") && <span className="key-hull">{t("ring.hull")}</span>}
      {held.has("controlled") && (
        <span className="key-controlled">{t("ring.hull_controlled")}</span>
      )}
      {held.has("suspected") && (
        <span className="key-suspected">{t("ring.hull_suspected")}</span>
      )}
      {new Set(ids).size < ids.length && (
        <span className="key-same">{t("ring.same_holder")}</span>
      )}
      {held.has("unknown") && (
        <span className="key-unknown">{t("rings.unknown_holder")}</span>
      )}
    </p>
  );
}
