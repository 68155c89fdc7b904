import type { Controller, MoneyRing } from "../api/types";
import { langOf } from "../format/name";
import { useWords } from "../i18n";
import {
  HALF_WIDTH as HALF,
  type Place,
  RING,
  short,
  HALF_HEIGHT as TALL,
} from "./ringGeometry";

/** How sure it is that a holder answers to somebody else, or that nobody knows it. */
type Held = "unknown" | "own" | "controlled" | "suspected";

export function heldOf(ids: string[], controllers: Controller[]): Held {
  if (ids.length === 0) return "unknown";
  const bases = controllers.flatMap(({ party, ties }) => [
    ...(ids.includes(party.party_id) ? ["majority"] : []),
    ...ties.filter((tie) => ids.includes(tie.party_id)).map((tie) => tie.basis),
  ]);
  if (bases.length === 0) return "own";
  return bases.includes("majority") ? "controlled" : "suspected";
}

/** One hull for all accounts of whoever holds them: violet where somebody controls it. */
export function Hulls({
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
export function Controllers({
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
