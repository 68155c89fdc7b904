import type { RingPlace } from "../api/types";
import { useWords } from "../i18n";

const LENGTH = 220;

/** Chance of default alone (hollow) and with contagion (solid), on one scale. */
export function Dumbbell({
  alone,
  together,
  band,
  top,
  length = LENGTH,
}: {
  alone: number;
  together: number;
  band: number | null;
  top: number;
  length?: number;
}) {
  const { percent, t } = useWords();
  const at = (pd: number) => 6 + (Math.min(pd, top) / top) * (length - 12);
  const colour = band ? `var(--band${band})` : "var(--text3)";
  const edge = band ? `var(--band${band}L)` : "var(--text3)";
  const title = `${t("col.alone")} ${percent(alone)}, ${t("col.with")} ${percent(together)}`;
  return (
    <svg className="plot" width={length} height={16} role="img" aria-label={title}>
      <line
        x1={6}
        x2={length - 6}
        y1={8}
        y2={8}
        stroke="var(--line)"
        strokeWidth={1.5}
      />
      <line
        x1={at(alone)}
        x2={at(together)}
        y1={8}
        y2={8}
        stroke={edge}
        strokeWidth={3}
      />
      <circle
        cx={at(alone)}
        cy={8}
        r={3.6}
        fill="var(--surface)"
        stroke="var(--text2)"
        strokeWidth={1.5}
      />
      <circle cx={at(together)} cy={8} r={4.6} fill={colour} stroke={edge} />
    </svg>
  );
}

/** A round upper end for a scale of chances: 5, 10, 15, 20, 30, 50 or 100 %. */
export function scaleTop(largest: number): number {
  return [0.05, 0.1, 0.15, 0.2, 0.3, 0.5].find((end) => largest <= end) ?? 1;
}

export function ScaleHead({ top, length = LENGTH }: { top: number; length?: number }) {
  const { percent } = useWords();
  const ticks = [0, top / 3, (2 * top) / 3, top];
  return (
    <span className="scale-head num" style={{ width: length }}>
      {ticks.map((tick, k) => (
        <span key={tick}>
          {k === 0 || k === ticks.length - 1
            ? percent(tick, 0)
            : Math.round(tick * 100)}
        </span>
      ))}
    </span>
  );
}

const DRAWN = 14;

/** Members on a ring with their links; red is severe. */
export function RingThumbnail({
  ring,
  size = 28,
}: {
  ring: RingPlace[];
  size?: number;
}) {
  const shown = ring.slice(0, DRAWN);
  const middle = size / 2;
  const radius = middle - 4;
  const half = shown.length > 9 ? 2 : 2.6;
  const place = (k: number) => {
    const angle = (2 * Math.PI * k) / shown.length - Math.PI / 2;
    return {
      x: middle + radius * Math.cos(angle),
      y: middle + radius * Math.sin(angle),
    };
  };
  const fill = (member: RingPlace) =>
    (member.band ?? 0) >= 5 ? "var(--distress)" : "var(--guarantee)";
  return (
    <svg className="thumbnail" width={size} height={size} aria-hidden="true">
      {shown.flatMap((member, k) =>
        member.guarantees
          .filter((to) => to < shown.length)
          .map((to) => {
            const [a, b] = [place(k), place(to)];
            return (
              <line
                key={`${member.party_id} ${to}`}
                x1={a.x}
                y1={a.y}
                x2={b.x}
                y2={b.y}
                stroke="var(--lineS)"
                strokeWidth={0.9}
              />
            );
          }),
      )}
      {shown.map((member, k) => {
        const { x, y } = place(k);
        return (
          <rect
            key={member.party_id}
            x={x - half}
            y={y - half}
            width={2 * half}
            height={2 * half}
            rx={1}
            fill={fill(member)}
          />
        );
      })}
    </svg>
  );
}

export type WaterRow = {
  id: string;
  label: string;
  /** What more the tooltip says. */
  detail?: string | undefined;
  /** Where the bar starts and ends, in the unit of the total. */
  from: number;
  to: number;
  value: string;
  tone: "base" | "distress" | "control" | "better" | "total";
};

const BAR = 70;

/** Rows that add up to the total, over 0 where they fall below it; a click lights a path. */
export function Waterfall({
  rows,
  onPick,
  picked,
}: {
  rows: WaterRow[];
  onPick?: (id: string) => void;
  picked?: string | null;
}) {
  const ends = rows.flatMap((row) => [row.from, row.to]);
  const [low, top] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const unit = BAR / Math.max(top - low, 1e-9);
  const at = (value: number) => (value - low) * unit;
  return (
    <ul className="waterfall">
      {rows.map((row) => (
        <li key={row.id} className={row.tone === "total" ? "strong" : ""}>
          <button
            type="button"
            className="water-row"
            disabled={!onPick || row.tone === "total" || row.tone === "base"}
            aria-pressed={picked === row.id}
            onClick={() => onPick?.(row.id)}
          >
            <span
              className="grow clip"
              title={[row.label, row.detail].filter(Boolean).join(", ")}
            >
              {row.label}
            </span>
            <svg width={BAR + 2} height={12} aria-hidden="true">
              {(row.from > 0 || low < 0) && (
                <line
                  x1={at(0) + 0.5}
                  x2={at(0) + 0.5}
                  y1={0}
                  y2={12}
                  stroke={low < 0 ? "var(--lineS)" : "var(--line2)"}
                />
              )}
              <rect
                className={`bar-${row.tone}`}
                x={at(Math.min(row.from, row.to))}
                y={1.5}
                width={Math.max(1.5, Math.abs(row.to - row.from) * unit)}
                height={9}
              />
            </svg>
            <span className="num water-value">{row.value}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

const WHISKER = 72;

/** A chance as a dot on a scale from 0 to `top`, with its interval. */
export function ChancePlot({
  value,
  low,
  high,
  band,
  top,
}: {
  value: number;
  low: number;
  high: number;
  band: number | null;
  top: number;
}) {
  const at = (chance: number) => 5 + (Math.min(chance, top) / top) * (WHISKER - 10);
  const colour = band ? `var(--band${band})` : "var(--text3)";
  const edge = band ? `var(--band${band}L)` : "var(--text3)";
  return (
    <svg className="chance-plot" width={WHISKER} height={14} aria-hidden="true">
      <line x1={1} x2={WHISKER - 1} y1={7} y2={7} stroke="var(--line2)" />
      <path
        d={`M${at(low)} 4v6M${at(low)} 7H${at(high)}M${at(high)} 4v6`}
        stroke="var(--text2)"
      />
      <circle cx={at(value)} cy={7} r={4.2} fill={colour} stroke={edge} />
    </svg>
  );
}
