import type { ReactNode } from "react";
import { usePortfolio } from "../api/queries";
import type { DemoCase, Portfolio, RiskyParty } from "../api/types";
import { shortTitle } from "../format/name";
import { useWords } from "../i18n";
import { BehindBanner } from "../parts/BehindBanner";
import { type Column, DataTable, TableActions } from "../parts/DataTable";
import { Band, PartyName } from "../parts/marks";
import { Dumbbell, ScaleHead, scaleTop } from "../parts/plots";
import { Failure, Skeleton } from "../parts/states";
import { PastBanner, TimeControl, useMoment } from "../parts/TimeControl";
import { navigate, toCircle, toParty } from "../shell/route";
import { useTitle } from "../shell/title";
import { BandBars } from "./BandBars";
import { circleColumns } from "./circleColumns";
import { HomeFlags } from "./HomeFlags";
import { MoneyCounts } from "./MoneyCounts";

const PLOT = 180;

export function Figure({
  label,
  value,
  note,
}: {
  label: string;
  value: ReactNode;
  note?: ReactNode;
}) {
  return (
    <div className="figure">
      <span className="small soft">{label}</span>
      <strong className="num">{value}</strong>
      <span className="small soft clip">{note}</span>
    </div>
  );
}

function Headline({ portfolio }: { portfolio: Portfolio }) {
  const { t, amount, count } = useWords();
  const currency = portfolio.reporting_currency;
  return (
    <header className="context-bar context-home">
      <div className="figure">
        <span className="small soft">{t("home.kicker")}</span>
        <h1>{t("home.title")}</h1>
        <span className="small soft clip">
          {t("home.snapshot", { id: portfolio.snapshot_id.slice(0, 10) })}
        </span>
      </div>
      <Figure
        label={t("home.guaranteed")}
        value={amount(portfolio.guaranteed_amount, currency)}
        note={
          portfolio.unknown_amounts > 0
            ? t("home.guaranteed_cut", {
                n: count(portfolio.guarantees),
                unknown: count(portfolio.unknown_amounts),
              })
            : t("home.guaranteed_sub", { n: count(portfolio.guarantees) })
        }
      />
      <Figure
        label={t("home.inside")}
        value={amount(portfolio.exposure_in_circles, currency)}
        note={t("home.inside_sub", { n: count(portfolio.circle_firms) })}
      />
      <Figure
        label={t("home.circles")}
        value={count(portfolio.circles)}
        note={t("home.circles_sub", { n: count(portfolio.parties) })}
      />
      <Figure
        label={t("home.expected")}
        value={count(Math.round(portfolio.expected_defaults))}
        note={t("home.expected_sub", {
          n: count(Math.round(portfolio.expected_defaults_alone)),
        })}
      />
      <span className="grow" />
      <TimeControl now={portfolio.at.as_of} />
    </header>
  );
}

function riskyColumns(
  words: ReturnType<typeof useWords>,
  rows: RiskyParty[],
): Column<RiskyParty>[] {
  const { t, percent, text } = words;
  const top = scaleTop(Math.max(0.01, ...rows.map((row) => row.pd)));
  return [
    {
      id: "band",
      head: t("col.band"),
      width: 56,
      value: (row) => row.band,
      show: (row) => <Band band={row.band} />,
    },
    {
      id: "party",
      head: t("col.party"),
      value: (row) => words.name(row.party),
      show: (row) => <PartyName party={row.party} link />,
    },
    {
      id: "alone",
      head: t("col.alone"),
      right: true,
      value: (row) => percent(row.self_pd),
    },
    {
      id: "with",
      head: t("col.with"),
      right: true,
      value: (row) => percent(row.pd),
      show: (row) => <b>{percent(row.pd)}</b>,
    },
    {
      id: "plot",
      head: <ScaleHead top={top} length={PLOT} />,
      label: t("col.increment"),
      width: PLOT + 16,
      value: (row) => percent(row.increment),
      show: (row) => (
        <Dumbbell
          length={PLOT}
          alone={row.self_pd}
          together={row.pd}
          band={row.band}
          top={top}
        />
      ),
    },
    {
      id: "reason",
      head: t("col.reason"),
      value: (row) => text(row.main_reason),
      show: (row) => (
        <span className="soft" title={text(row.main_reason)}>
          {shortTitle(text(row.main_reason))}
        </span>
      ),
    },
  ];
}

function Demo({ demo }: { demo: DemoCase }) {
  const { t, text } = useWords();
  return (
    <section>
      <h2 className="section-head">{t("home.demo")}</h2>
      <div className="demo-text">
        <h3>{text(demo.title)}</h3>
        <p className="soft">{text(demo.text)}</p>
        <p className="row">
          {demo.circle_id && (
            <a className="button primary" href={toCircle(demo.circle_id)}>
              {t("home.demo_open")}
            </a>
          )}
          {demo.party_id && (
            <a className="button" href={toParty(demo.party_id)}>
              {t("home.demo_party")}
            </a>
          )}
        </p>
      </div>
    </section>
  );
}

export function HomePage() {
  const words = useWords();
  const { t, count } = words;
  const moment = useMoment();
  const answer = usePortfolio(moment);
  useTitle(t("home.title"));
  if (answer.isPending) return <Skeleton rows={8} />;
  if (answer.error) {
    return (
      <>
        <PastBanner />
        <Failure page error={answer.error} onRetry={() => void answer.refetch()} />
      </>
    );
  }
  const portfolio = answer.data;
  const circles = circleColumns(words, portfolio.riskiest_circles);
  const risky = riskyColumns(words, portfolio.riskiest_parties);
  return (
    <div className="page">
      <Headline portfolio={portfolio} />
      <PastBanner />
      <BehindBanner />
      <div className="home">
        <div className="home-main">
          <section>
            <div className="section-head">
              <h2>{t("home.need_you")}</h2>
              <span className="small quiet grow">
                {t("home.need_you_sub", {
                  n: portfolio.riskiest_circles.length,
                  all: count(portfolio.circles),
                })}
              </span>
              <TableActions
                columns={circles}
                rows={portfolio.riskiest_circles}
                file="circles"
              />
              <a href="#/circles">{t("page.all", { n: count(portfolio.circles) })}</a>
            </div>
            <DataTable
              tall
              caption={t("home.need_you")}
              columns={circles}
              rows={portfolio.riskiest_circles}
              keyOf={(row) => row.circle_id}
              onSelect={(id) => navigate(toCircle(id))}
            />
          </section>
          <HomeFlags flags={portfolio.flags} />
          <section>
            <div className="section-head">
              <h2>{t("home.riskiest")}</h2>
              <span className="small quiet grow">{t("home.riskiest_sub")}</span>
              <TableActions
                columns={risky}
                rows={portfolio.riskiest_parties}
                file="parties"
              />
            </div>
            <DataTable
              caption={t("home.riskiest")}
              columns={risky}
              rows={portfolio.riskiest_parties}
              keyOf={(row) => row.party.party_id}
              onSelect={(id) => navigate(toParty(id))}
            />
          </section>
        </div>
        <aside className="home-side">
          {portfolio.demo_case && <Demo demo={portfolio.demo_case} />}
          <BandBars portfolio={portfolio} />
          <MoneyCounts portfolio={portfolio} />
        </aside>
      </div>
    </div>
  );
}
