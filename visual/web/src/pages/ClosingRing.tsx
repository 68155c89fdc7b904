import { useId } from "react";
import type { PartyRef } from "../api/types";
import { langOf } from "../format/name";
import { useWords } from "../i18n";
import { bow, type Place, placeOn } from "./ringGeometry";

const MOST = 12;
const [WIDTH, HEIGHT] = [900, 330];
const HALF = 14;
const RING = { x: WIDTH / 2, y: HEIGHT / 2, across: 190, down: 108 };

function Name({ party, at }: { party: PartyRef; at: Place }) {
  const words = useWords();
  const [aside, below] = [at.x - WIDTH / 2, at.y >= HEIGHT / 2];
  const anchor = Math.abs(aside) < 8 ? "middle" : aside > 0 ? "start" : "end";
  const x = at.x + Math.sign(anchor === "middle" ? 0 : aside) * (HALF + 8);
  const y = anchor === "middle" ? at.y + (below ? HALF + 18 : -HALF - 9) : at.y + 4;
  const name = words.brief(party);
  return (
    <text x={x} y={y} textAnchor={anchor} lang={langOf(name)}>
      {name}
    </text>
  );
}

/** The circle that a new guarantee would close; its text stands beside it. */
export function ClosingRing({ path }: { path: PartyRef[] }) {
  const { t } = useWords();
  const id = useId();
  const n = path.length;
  if (n < 2 || n > MOST) return null;
  const places = path.map((_, k) => placeOn(RING, k, n));
  const out = n === 2 ? 60 : 260 / n;
  const bows = places.map((from, k) =>
    bow(from, places[(k + 1) % n] ?? from, out, HALF + 6),
  );
  const added = bows.at(-1)?.middle;
  const beside = added && added.x < WIDTH / 2 - 8 ? "end" : "start";
  return (
    <svg className="closing-ring" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <defs>
        {["guarantee", "distress"].map((kind) => (
          <marker
            key={kind}
            id={`${id}${kind}`}
            viewBox="0 0 8 8"
            refX="4"
            refY="4"
            markerWidth="11"
            markerHeight="11"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path className={`tip-${kind}`} d="M0 0 8 4 0 8z" />
          </marker>
        ))}
      </defs>
      {bows.map(({ d }, k) => {
        const kind = k === n - 1 ? "distress" : "guarantee";
        const key = path[k]?.party_id;
        return (
          <path key={key} className={kind} d={d} markerEnd={`url(#${id}${kind})`} />
        );
      })}
      {path.map((party, k) => {
        const { x, y } = places[k] ?? { x: 0, y: 0 };
        return (
          <g key={party.party_id}>
            <rect x={x - HALF} y={y - HALF} width={2 * HALF} height={2 * HALF} rx="6" />
            <Name party={party} at={{ x, y }} />
          </g>
        );
      })}
      {added && (
        <text
          className="worse"
          x={added.x + (beside === "end" ? -10 : 10)}
          y={added.y - 4}
          textAnchor={beside}
        >
          {t("check.new")}
        </text>
      )}
    </svg>
  );
}
