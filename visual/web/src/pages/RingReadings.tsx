import type { MoneyRing, RingReading } from "../api/types";
import { useWords } from "../i18n";
import { Tag } from "../parts/marks";

function Verdict({ reading }: { reading: RingReading }) {
  const { t } = useWords();
  if (reading.verdict === "not_checked") {
    return <span className="not-collected">{t("ring.not_checked")}</span>;
  }
  if (reading.verdict === "no") return <span className="quiet">{t("ring.no")}</span>;
  return <Tag tone="better">{t("ring.fits")}</Tag>;
}

/** How many readings were tried, and that none fits where none does. */
export function readingsTried(
  readings: { verdict: string }[],
  { t }: ReturnType<typeof useWords>,
): string {
  const tried = readings.filter(({ verdict }) => verdict !== "not_checked").length;
  const fitting = readings.some(({ verdict }) => verdict === "fits");
  return t(fitting ? "ring.some_fit" : "ring.none_fits", { n: tried });
}

/** What else the ring may be, each reading with its verdict and why. */
export function RingReadings({ ring }: { ring: MoneyRing }) {
  const words = useWords();
  const { t, text } = words;
  return (
    <section className="panel-section">
      <div className="row ring-tried">
        <h2 className="grow">{t("ring.readings")}</h2>
        <span className="small quiet">{readingsTried(ring.readings, words)}</span>
      </div>
      <dl className="ring-readings">
        {ring.readings.map((reading) => (
          <div key={reading.name}>
            <dt>
              <span className="grow">{text(reading.title)}</span>
              <Verdict reading={reading} />
            </dt>
            <dd className="small soft">{text(reading.text)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
