import type { TimelineMonth } from "../api/types";
import {
  type MonthScale,
  monthNumber,
  monthScale,
  monthText,
  monthTicks,
} from "../format/months";
import { useWords } from "../i18n";
import { Masked } from "../parts/marks";
import { gravest, OutcomeMark } from "../parts/OutcomeTag";
import {
  closedOn,
  LANES,
  type Lane,
  laneWord,
  marksOf,
  summaryOf,
  type Timeline,
} from "./monthLanes";

const LANE = 13;
const TOP = 15;
const MOST = 5;
const LEAST = 2.2;

const middleOf = (lane: number) => TOP + lane * LANE + LANE / 2;
const HEIGHT = TOP + LANES.length * LANE + 15;

function LaneMarks({
  lane,
  place,
  months,
  scale,
}: {
  lane: Lane;
  place: number;
  months: TimelineMonth[];
  scale: MonthScale;
}) {
  const words = useWords();
  const marks = marksOf(months, lane, scale, words);
  const most = Math.max(1, ...marks.map(({ count }) => count));
  const y = middleOf(place);
  return (
    <g style={{ color: lane.colour }}>
      <line className="strip-line" x1="0" x2="100%" y1={y} y2={y} />
      {marks.map(({ name, at, months: own, count }) => {
        const what = words.t(laneWord(lane));
        const more = own.length === 1 && own[0] ? lane.detail(own[0], words) : "";
        const said = words.t("strip.mark", { month: name, what, n: count });
        const title = more ? `${said} · ${more}` : said;
        if (lane.name === "outcomes") {
          const outcome = gravest(own.flatMap((month) => month.outcomes));
          return (
            <svg key={name} x={at} y={y - 6} className="strip-outcome">
              <title>{title}</title>
              <g transform="translate(-6)">
                <OutcomeMark outcome={outcome} />
              </g>
            </svg>
          );
        }
        const radius = LEAST + (MOST - LEAST) * Math.sqrt(count / most);
        return (
          <circle key={name} cx={at} cy={y} r={radius} fill="currentColor">
            <title>{title}</title>
          </circle>
        );
      })}
    </g>
  );
}

function Closing({ timeline, scale }: { timeline: Timeline; scale: MonthScale }) {
  const words = useWords();
  const closed = closedOn(timeline);
  if (!closed) return null;
  const at = scale.at(monthNumber(closed));
  const anchor = at > 0.7 ? "end" : at < 0.2 ? "start" : "middle";
  const x = `${100 * at}%`;
  return (
    <g className="strip-closing">
      <line x1={x} x2={x} y1={TOP - 2} y2={HEIGHT - 14} />
      <text x={x} y={TOP - 5} textAnchor={anchor}>
        {words.t("strip.closed", { day: words.day(closed) })}
      </text>
    </g>
  );
}

function Plot({ timeline }: { timeline: Timeline }) {
  const words = useWords();
  const { months } = timeline;
  const numbers = months.map(({ month }) => monthNumber(month));
  const until = monthNumber(timeline.at.as_of ?? months.at(-1)?.month ?? "");
  const scale = monthScale(numbers, Math.max(until, ...numbers));
  const ticks = monthTicks(scale);
  const whole = ticks.every((tick) => tick % 12 === 0);
  return (
    <svg
      className="strip-plot"
      width="100%"
      height={HEIGHT}
      role="img"
      aria-label={summaryOf(timeline, words)}
    >
      {ticks.map((tick) => {
        const x = `${100 * scale.at(tick)}%`;
        return (
          <g key={tick} className="strip-tick">
            <line x1={x} x2={x} y1={TOP} y2={HEIGHT - 14} />
            <text x={x} y={HEIGHT - 3} textAnchor="middle">
              {whole ? Math.floor(tick / 12) : monthText(tick)}
            </text>
          </g>
        );
      })}
      {scale.earlier && (
        <text x="0" y={HEIGHT - 3}>
          ←<title>{words.t("strip.before", { month: monthText(scale.first) })}</title>
        </text>
      )}
      <Closing timeline={timeline} scale={scale} />
      {LANES.map((lane, place) => (
        <LaneMarks
          key={lane.name}
          lane={lane}
          place={place}
          months={months}
          scale={scale}
        />
      ))}
    </svg>
  );
}

/** What began, was paid and was found, month by month. */
export function MonthStrip({
  title,
  timeline,
  failed,
  onTable,
}: {
  title: string;
  timeline: Timeline | undefined;
  failed: boolean;
  onTable: () => void;
}) {
  const { t } = useWords();
  const undated =
    (timeline?.undated_guarantees ?? 0) + (timeline?.undated_holdings ?? 0);
  const empty = timeline?.months.length === 0;
  return (
    <section className="strip" aria-label={title}>
      <div className="strip-head">
        <h2>{title}</h2>
        <button type="button" className="link small" onClick={onTable}>
          {t("strip.table")}
        </button>
        {undated > 0 && (
          <span className="small quiet">{t("strip.undated", { n: undated })}</span>
        )}
      </div>
      <div className="strip-lanes small" aria-hidden="true">
        {LANES.map((lane) => (
          <span key={lane.name} style={{ height: LANE }}>
            {t(laneWord(lane))}
          </span>
        ))}
      </div>
      {timeline && !empty && <Plot timeline={timeline} />}
      {(failed || empty) && (
        <p className="small quiet grow">
          {t(failed ? "strip.failed" : "strip.nothing")}
        </p>
      )}
      {timeline?.outcomes_hidden && (
        <span className="strip-hidden small">
          <Masked />
        </span>
      )}
    </section>
  );
}
