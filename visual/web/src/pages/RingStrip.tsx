import type { MoneyRing } from "../api/types";
import { dayInProse, formatMinute } from "../format/date";
import { useWords } from "../i18n";
import { Icon } from "../parts/Icon";
import { stepText } from "./RingPicture";
import { holderText } from "./ringColumns";
import { spread } from "./ringGeometry";
import type { RingSteps } from "./useRingSteps";

const DAY = 86_400_000;
/** Of the width: marks that were closer would lie over each other. */
const CLOSEST = 2.6;
const WIDE = 13;
const [HEIGHT, LINE] = [58, 28];

/** The days of the ring as a line: where the money rests, and the handle of the steps. */
function Plot({ ring, step }: { ring: MoneyRing; step: number | null }) {
  const words = useWords();
  const { t, language } = words;
  const times = ring.transfers.map((hop) => Date.parse(hop.moved_at));
  const begin = Math.min(...times);
  const window = Number(ring.receipt.parameters.window ?? ring.days);
  const days = Math.max(window, ring.days, 1e-3);
  const exact = times.map((time) => (96 * (time - begin)) / (days * DAY) + 2);
  const at = spread(exact, CLOSEST);
  const last = at.at(-1) ?? 2;
  const x = (place: number) => `${place}%`;
  const left = window - ring.days;
  return (
    <svg className="strip-plot" width="100%" height={HEIGHT} aria-hidden="true">
      <rect
        className="rest-unused"
        x={x(last)}
        y={LINE - 5}
        width={x(Math.max(0, 98 - last))}
        height="10"
      />
      {at.slice(1).map((end, k) => {
        const start = at[k] ?? end;
        const rested = ((times[k + 1] ?? 0) - (times[k] ?? 0)) / DAY;
        const name = holderText(ring, k + 1, words);
        return (
          <g key={ring.transfers[k]?.record_id} className={rest(step, k)}>
            <rect x={x(start)} y={LINE - 5} width={x(end - start)} height="10" />
            {end - start > WIDE && (
              <text x={x((start + end) / 2)} y={LINE - 13} textAnchor="middle">
                {t("ring.rests", { name, days: rested.toFixed(1) })}
              </text>
            )}
          </g>
        );
      })}
      {98 - last > WIDE + 6 && left > 0 && (
        <text x={x((98 + last) / 2)} y={LINE - 13} textAnchor="middle">
          {t("ring.unused", { days: left.toFixed(1), window })}
        </text>
      )}
      {at.map((place, k) => (
        <g
          key={ring.transfers[k]?.record_id}
          className={`mark${step !== null && k > step ? " mark-later" : ""}${k === step ? " mark-now" : ""}`}
        >
          <circle cx={x(place)} cy={LINE} r="8" />
          <text x={x(place)} y={LINE + 4} textAnchor="middle">
            {k + 1}
          </text>
        </g>
      ))}
      <text x="2%" y={HEIGHT - 3}>
        {formatMinute(ring.begins)}
      </text>
      <text x="98%" y={HEIGHT - 3} textAnchor="end">
        {dayInProse(new Date(begin + days * DAY).toISOString(), language)}
      </text>
    </svg>
  );
}

const rest = (step: number | null, k: number) =>
  step !== null && k >= step ? "rest rest-later" : "rest";

/** Steps through the ring, by buttons and keys. */
export function RingStrip({ ring, steps }: { ring: MoneyRing; steps: RingSteps }) {
  const words = useWords();
  const { t } = words;
  const { step } = steps;
  return (
    <section className="strip ring-strip" aria-label={t("ring.strip")}>
      <div className="ring-steps">
        <h2>{t("ring.strip")}</h2>
        <span className="row">
          <button
            type="button"
            className="tool"
            aria-label={t("ring.back")}
            title={`${t("ring.back")} [`}
            disabled={step === null}
            onClick={steps.back}
          >
            <Icon name="back" />
          </button>
          {steps.moves && (
            <button
              type="button"
              className="tool"
              aria-label={t(steps.playing ? "ring.pause" : "ring.play")}
              title={t(steps.playing ? "ring.pause" : "ring.play")}
              onClick={steps.toggle}
            >
              <Icon name={steps.playing ? "pause" : "play"} />
            </button>
          )}
          <button
            type="button"
            className="tool"
            aria-label={t("ring.next")}
            title={`${t("ring.next")} ]`}
            disabled={step === ring.length - 1}
            onClick={steps.on}
          >
            <Icon name="next" />
          </button>
          <button
            type="button"
            className="link small"
            disabled={step === null}
            onClick={steps.whole}
          >
            {t("ring.whole")}
          </button>
        </span>
      </div>
      <div className="ring-line">
        <Plot ring={ring} step={step} />
        <p className="small soft clip">
          {step === null ? "\u00a0" : stepText(ring, step, words)}
        </p>
      </div>
    </section>
  );
}
