import { useId } from "react";
import type { Controller, MoneyRing } from "../api/types";
import { formatMinute } from "../format/date";
import { langOf } from "../format/name";
import { useWords, type Words } from "../i18n";
import { holderText } from "./ringColumns";
import { bow, type Place, placeOn, short } from "./ringGeometry";

const [WIDTH, HEIGHT] = [920, 400];
/** For the three lines over the account where the ring starts. */
const HEADROOM = 18;
const RING = { x: WIDTH / 2, y: HEIGHT / 2, across: 250, down: 128 };
const [HALF, TALL] = [24, 16];
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

/** How sure it is that a holder answers to somebody else, or that nobody knows it. */
type Held = "unknown" | "own" | "controlled" | "suspected";

function heldOf(ids: string[], controllers: Controller[]): Held {
  if (ids.length === 0) return "unknown";
  const bases = controllers.flatMap(({ party, ties }) => [
    ...(ids.includes(party.party_id) ? ["majority"] : []),
    ...ties.filter((tie) => ids.includes(tie.party_id)).map((tie) => tie.basis),
  ]);
  if (bases.length === 0) return "own";
  return bases.includes("majority") ? "controlled" : "suspected";
}

/** One hull for all accounts of whoever holds them: violet where somebody controls it. */
function Hulls({
  ring,
  places,
  controllers,
}: {
  ring: MoneyRing;
  places: Place[];
  controllers: Controller[];
}) {
  const groups = new Map<string, { held: Held; own: Place[] }>();
  places.forEach((place, k) => {
    const ids = ring.holders[k] ?? [];
    const key = ids.length > 0 ? ids.join(" ") : `? ${k}`;
    const group = groups.get(key) ?? { held: heldOf(ids, controllers), own: [] };
    groups.set(key, { ...group, own: [...group.own, place] });
  });
  return [...groups].map(([key, { held, own }]) => {
    const [first] = own;
    if (!first) return null;
    if (own.length === 1) {
      return (
        <rect
          key={key}
          className={`hull hull-${held}`}
          x={first.x - HALF - 10}
          y={first.y - TALL - 10}
          width={2 * HALF + 20}
          height={2 * TALL + 20}
          rx={TALL + 10}
        />
      );
    }
    const line = own.map(({ x, y }) => `${x},${y}`).join(" ");
    return (
      <g key={key} className={`hull-same hull-${held}`}>
        <polyline points={line} className="hull-edge" />
        <polyline points={line} className="hull-fill" />
      </g>
    );
  });
}

/** More would lie over each other inside the ring; the panel beside it names them all. */
const MOST_CONTROLLERS = 2;

/** Who stands behind the holders, inside the ring, with a line to each hull. */
function Controllers({
  ring,
  places,
  controllers,
}: {
  ring: MoneyRing;
  places: Place[];
  controllers: Controller[];
}) {
  const words = useWords();
  const shown = controllers.slice(0, MOST_CONTROLLERS);
  return shown.map(({ party, confirmed, ties }, k) => {
    const inside = ring.holders.findIndex((ids) => ids.includes(party.party_id));
    const centre = { x: RING.x + (k - (shown.length - 1) / 2) * 150, y: RING.y - 14 };
    const from = places[inside] ?? centre;
    const name = words.short(party);
    const sure = words.t(confirmed ? "tag.confirmed" : "tag.suspected");
    return (
      <g key={party.party_id} className="controlling">
        {ring.holders.map((ids, place) => {
          const tie = ties.find((one) => ids.includes(one.party_id));
          const to = places[place];
          if (!tie || !to || place === inside) return null;
          const end = short(from, to, HALF + 20);
          const start = inside < 0 ? short(to, from, 21) : short(to, from, HALF + 14);
          return (
            <g
              key={ring.account_ids[place]}
              className={tie.basis === "majority" ? "tie" : "tie tie-suspected"}
            >
              <path
                className="tie-line"
                d={`M${start.x} ${start.y}L${end.x} ${end.y}`}
              />
              <path className="tie-end" d={`M${end.x - 5} ${end.y}l5 -5 5 5 -5 5z`} />
            </g>
          );
        })}
        {inside < 0 && (
          <>
            <circle className="controller-node" cx={from.x} cy={from.y} r="17" />
            <path
              className="controller-mark"
              d={
                party.party_type === "person"
                  ? `M${from.x - 6} ${from.y + 8}a6 5.4 0 0 1 12 0M${from.x - 3.4} ${from.y - 4}a3.4 3.4 0 1 0 6.8 0 3.4 3.4 0 1 0 -6.8 0`
                  : `M${from.x - 6} ${from.y + 7}v-13h7v13M${from.x + 1} ${from.y - 2}h5v9M${from.x - 7} ${from.y + 7}h14`
              }
            />
            <text className="controller-text" x={from.x} y={from.y + 34}>
              <tspan className="controller-name" x={from.x} lang={langOf(name)}>
                {name}
              </tspan>
              <tspan x={from.x} dy="15">
                {words.t("ring.controls", { sure, n: ties.length })}
              </tspan>
            </text>
          </>
        )}
      </g>
    );
  });
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
