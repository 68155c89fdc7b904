import type { MoneyRingSummary } from "../api/types";
import { toNumber } from "../format/amount";
import { useWords } from "../i18n";

const SIZE = 28;
const DRAWN = 16;

/** Accounts of a ring in a circle: violet where a controller is shared, dashed unknown. */
export function MoneyRingThumbnail({ ring }: { ring: MoneyRingSummary }) {
  const n = Math.min(ring.length, DRAWN);
  const middle = SIZE / 2;
  const radius = middle - 5;
  const places = Array.from({ length: n }, (_, k) => {
    const angle = (2 * Math.PI * k) / n - Math.PI / 2;
    const own = ring.holders[k] ?? [];
    const tied = own.some((id) => ring.controlled?.includes(id));
    return {
      id: ring.account_ids[k] ?? String(k),
      x: middle + radius * Math.cos(angle),
      y: middle + radius * Math.sin(angle),
      kind: own.length === 0 ? "unknown" : tied ? "controlled" : "held",
    };
  });
  const points = places.map(({ x, y }) => `${x},${y}`).join(" ");
  return (
    <svg
      className="thumbnail money-thumbnail"
      width={SIZE}
      height={SIZE}
      aria-hidden="true"
    >
      <polygon points={points} />
      {places.map(({ id, x, y, kind }) => (
        <circle key={id} className={`account-${kind}`} cx={x} cy={y} r="3" />
      ))}
    </svg>
  );
}

const LINE = { width: 92, height: 26, left: 5, right: 5, top: 6, deep: 13 };
/** The part left behind that takes the whole depth of a line. */
const DEEPEST = 0.25;
const across = (day: number, window: number): number =>
  LINE.left +
  Math.min(1, Math.max(0, day / (window || 1))) * (LINE.width - LINE.left - LINE.right);

/** Where the transfers of a ring stand on its line: days across, money left behind down. */
export function linePoints(ring: Pick<MoneyRingSummary, "steps">, window: number) {
  const first = toNumber(ring.steps[0]?.amount);
  return ring.steps.map(({ days, amount }) => {
    const now = toNumber(amount);
    const left = first && now !== null ? 1 - now / first : 0;
    const fall = Math.min(1, Math.max(-0.2, left / DEEPEST));
    return { x: across(days, window), y: LINE.top + fall * LINE.deep };
  });
}

/** Each dot a transfer, each step down money left behind; the last, hollow, is back. */
export function StepLine({
  ring,
  window,
  currency,
}: {
  ring: MoneyRingSummary;
  window: number;
  currency: string;
}) {
  const { t, amount } = useWords();
  const points = linePoints(ring, window);
  const said = ring.steps
    .map((step) =>
      t("rings.step", {
        day: step.days.toFixed(1),
        amount: amount(step.amount, currency),
      }),
    )
    .join(" · ");
  const path = points
    .map(({ x, y }, k) => (k === 0 ? `M${x} ${y}` : `H${x}V${y}`))
    .join("");
  return (
    <svg
      className="step-line"
      width={LINE.width}
      height={LINE.height}
      role="img"
      aria-label={said}
    >
      <title>{said}</title>
      <path
        className="step-axis"
        d={`M${across(0, 1)} 24.5H${across(1, 1)}${[0, 0.5, 1]
          .map((part) => `M${across(part, 1)} 22.5v4`)
          .join("")}`}
      />
      <path className="step-path" d={path} />
      {points.map(({ x, y }, k) => (
        <circle
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
          key={k}
          className={k === points.length - 1 ? "step-back" : "step-dot"}
          cx={x}
          cy={y}
          r="3"
        />
      ))}
    </svg>
  );
}

/** The days under which the lines of a list stand. */
export function StepScale({ window }: { window: number }) {
  const { t } = useWords();
  const half = window / 2;
  return (
    <span className="scale-head step-scale num" style={{ width: LINE.width }}>
      <span>{t("rings.day_0")}</span>
      <span>{Number.isInteger(half) ? half : half.toFixed(1)}</span>
      <span>{window}</span>
    </span>
  );
}

/** A share as a number and as a bar of it. */
export function ShareBar({
  share,
  text,
}: {
  share: number | null;
  text: string | null;
}) {
  if (share === null) return "–";
  return (
    <span className="share-bar">
      {text}
      <i aria-hidden="true">
        <b style={{ width: `${Math.min(1, Math.max(0, share)) * 100}%` }} />
      </i>
    </span>
  );
}

/** What the marks of a list of rings mean. */
export function RingMarksKey() {
  const { t } = useWords();
  return (
    <p className="money-key small soft">
      <span>
        <svg width="12" height="12" className="money-thumbnail" aria-hidden="true">
          <circle className="account-controlled" cx="6" cy="6" r="3.5" />
        </svg>
        {t("rings.key_controlled")}
      </span>
      <span>
        <svg width="12" height="12" className="money-thumbnail" aria-hidden="true">
          <circle className="account-unknown" cx="6" cy="6" r="3.5" />
        </svg>
        {t("rings.unknown_holder")}
      </span>
      <span>
        <svg width="34" height="12" className="step-line" aria-hidden="true">
          <path className="step-path" d="M4 4H17V8H29" />
          <circle className="step-dot" cx="4" cy="4" r="3" />
          <circle className="step-dot" cx="17" cy="8" r="3" />
          <circle className="step-back" cx="30" cy="8" r="3" />
        </svg>
        {t("rings.key_steps")}
      </span>
      <span className="grow" />
      <span>{t("rings.key_faded")}</span>
    </p>
  );
}
