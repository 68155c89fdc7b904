import type { Portfolio } from "../api/types";
import { formatTotal } from "../format/total";
import { useWords } from "../i18n";
import { NotCollected } from "../parts/marks";
import { href } from "../shell/route";

/** What is known of money: transfers, accounts with and without a holder, rings. */
export function MoneyCounts({ portfolio }: { portfolio: Portfolio }) {
  const { t, count, day } = useWords();
  const rows = [
    { label: t("home.transfers"), n: count(portfolio.transfers), to: null },
    {
      label: t("accounts.title"),
      n: count(portfolio.accounts),
      to: href(["accounts"]),
    },
    {
      label: t("home.unheld"),
      n: count(portfolio.accounts_unheld),
      to: href(["accounts"], { holders: "unheld" }),
    },
    {
      label: t("rings.title"),
      n: portfolio.rings && formatTotal(portfolio.rings, count),
      to: href(["rings"]),
    },
  ];
  return (
    <section>
      <h2 className="section-head">{t("nav.rings")}</h2>
      <dl className="facts money-counts">
        {rows.map(({ label, n, to }) => (
          <div key={label}>
            <dt>{to ? <a href={to}>{label}</a> : label}</dt>
            <dd className="num">{n === null ? <NotCollected /> : n}</dd>
          </div>
        ))}
      </dl>
      {portfolio.rings_complete_before && (
        <p className="money-counts small caution">
          {t("rings.complete_before", { day: day(portfolio.rings_complete_before) })}
        </p>
      )}
    </section>
  );
}
