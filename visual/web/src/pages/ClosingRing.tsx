import { useId } from "react";
import type { PartyRef } from "../api/types";
import { langOf } from "../format/name";
import { useWords } from "../i18n";

const MOST = 12;
const [WIDTH, HEIGHT] = [900, 330];
const [ACROSS, DOWN] = [190, 108];
const HALF = 14;

type Place = { x: number; y: number };

const placeOf = (k: number, n: number): Place => {
  const angle = (2 * Math.PI * k) / n - Math.PI / 2;
  return {
    x: WIDTH / 2 + ACROSS * Math.cos(angle),
    y: HEIGHT / 2 + DOWN * Math.sin(angle),
  };
};

/** A bow between two places that leaves room for the nodes at its ends. */
function bow(from: Place, to: Place, n: number): { d: string; middle: Place } {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy);
  const out = n === 2 ? 60 : 260 / n;
  const bend = {
    x: (from.x + to.x) / 2 + (dy / length) * out,
    y: (from.y + to.y) / 2 - (dx / length) * out,
  };
  const towards = (end: Place, gap: number): Place => {
    const [ex, ey] = [bend.x - end.x, bend.y - end.y];
    const reach = Math.hypot(ex, ey);
    return { x: end.x + (ex / reach) * gap, y: end.y + (ey / reach) * gap };
  };
  const [a, b] = [towards(from, HALF + 6), towards(to, HALF + 9)];
  return {
    d: `M${a.x} ${a.y} Q${bend.x} ${bend.y} ${b.x} ${b.y}`,
    middle: {
      x: (a.x + 2 * bend.x + b.x) / 4,
      y: (a.y + 2 * bend.y + b.y) / 4,
    },
  };
}

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
  const places = path.map((_, k) => placeOf(k, n));
  const bows = places.map((from, k) => bow(from, places[(k + 1) % n] ?? from, n));
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
