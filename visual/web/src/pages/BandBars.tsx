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
    value: toNumber(row.exposure) ?? 0,
  }));
  const total = rows.reduce((sum, row) => sum + row.value, 0);
  const largest = Math.max(1, ...rows.map((row) => row.value));
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
                    width: Math.max(2, (row.value / largest) * LONGEST),
                    background: `var(--band${row.band})`,
                    borderColor: `var(--band${row.band}L)`,
                  }}
                />
                <span className="num">{amount(row.exposure, currency)}</span>{" "}
                <span className="num quiet">
                  {percent(total > 0 ? row.value / total : 0)}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
