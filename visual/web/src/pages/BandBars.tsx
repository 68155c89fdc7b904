import type { Portfolio } from "../api/types";
import { toNumber } from "../format/amount";
import { useWords } from "../i18n";

const LONGEST = 128;

/** Exposure by band: the band colours, each beside its digit and word. */
export function BandBars({ portfolio }: { portfolio: Portfolio }) {
  const { t, amount, percent, band, count } = useWords();
  const currency = portfolio.reporting_currency;
  const rows = portfolio.bands.map((row) => ({
    ...row,
    value: toNumber(row.exposure),
  }));
  const known = rows.flatMap(({ value }) => (value === null ? [] : [value]));
  const sum = known.reduce((so, value) => so + value, 0);
  const unknown = rows.some(({ value }) => value === null);
  const total = unknown && sum === 0 ? null : sum;
  const largest = Math.max(1, ...known);
  return (
    <section>
      <div className="section-head">
        <h2>{t("home.by_band")}</h2>
        <span className="small quiet">
          {t("home.by_band_sub", { total: amount(total, currency) })}
        </span>
      </div>
      <table className="band-bars">
        <caption className="away">{t("home.by_band")}</caption>
        <tbody>
          {rows.map((row) => (
            <tr key={row.band} title={`${count(row.parties)} ${t("nav.parties")}`}>
              <th scope="row">
                <b className="num">{row.band}</b> {band(row.band)}
              </th>
              <td>
                <i
                  style={{
                    width: Math.max(2, ((row.value ?? 0) / largest) * LONGEST),
                    background: `var(--band${row.band})`,
                    borderColor: `var(--band${row.band}L)`,
                  }}
                />
                <span className="num">{amount(row.exposure, currency)}</span>{" "}
                <span className="num quiet">
                  {percent(row.value && total ? row.value / total : row.value)}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
