import { usePortfolio } from "../api/queries";
import type { MoneyRingPage, MoneyRingSummary } from "../api/types";
import { useWords } from "../i18n";
import { DataTable } from "../parts/DataTable";
import { Icon } from "../parts/Icon";
import { State } from "../parts/states";
import { useMoment } from "../parts/TimeControl";
import { navigate, type Params, setParams, toRing } from "../shell/route";
import { ReceiptView } from "./ReceiptView";
import { type Bounds, further } from "./ringBounds";
import { ringColumns } from "./ringColumns";

/** What was searched, up to when, what is outside, and how to search on. */
export function RingBounds({
  page,
  bounds = null,
}: {
  page: MoneyRingPage;
  /** What the address asks for, where somebody may ask for more. */
  bounds?: Bounds | null;
}) {
  const { t, day } = useWords();
  const { parameters } = page.receipt;
  const bound = (name: string) => String(parameters[name] ?? "–");
  const ordered = parameters.order !== "any";
  const kept = parameters.conserving !== false;
  const before = page.complete_before;
  const onwards = bounds && before !== null ? further(bounds, before) : null;
  return (
    <div className="ring-bounds small">
      {before === null ? (
        <span className="complete better">
          <Icon name="done" size={14} /> {t("rings.complete")}
        </span>
      ) : (
        <span className="complete caution" role="status">
          <Icon name="warning" size={14} />{" "}
          {t("rings.complete_before", { day: day(before) })}
        </span>
      )}
      {onwards && (
        <button
          type="button"
          className="button small-button"
          onClick={() => setParams(onwards)}
        >
          {"since" in onwards
            ? t("bounds.onwards", { day: day(before ?? "") })
            : t("bounds.further")}
        </button>
      )}
      {bounds && before !== null && !onwards && <span>{t("bounds.furthest")}</span>}
      <p className="soft grow">
        {t(ordered && kept ? "rings.bounds" : "rings.bounds_wide", {
          least: bound("min_length"),
          most: bound("max_length"),
          gap: bound("gap"),
          window: bound("window"),
          keep: bound("keep"),
        })}
        {!(ordered && kept) &&
          ` ${t(ordered ? "rings.bounds_gap" : "rings.bounds_any_order", { gap: bound("gap") })} ${t(kept ? "rings.bounds_keep" : "rings.bounds_any_amount", { keep: bound("keep") })}`}
        {parameters.related_hop === true && ` ${t("rings.bounds_related")}`}
        {typeof parameters.since === "string" &&
          ` ${t("rings.bounds_since", { day: day(parameters.since) })}`}
        {typeof parameters.until === "string" &&
          ` ${t("rings.bounds_until", { day: day(parameters.until) })}`}{" "}
        {t("rings.no_verdict")}
      </p>
      <ReceiptView receipt={page.receipt} />
    </div>
  );
}

/** Nothing found is told from nothing searched. */
export function NoRings({
  page,
  accounts,
  bounds = null,
}: {
  page: MoneyRingPage;
  accounts: number | null;
  bounds?: Bounds | null;
}) {
  const { t, count } = useWords();
  const portfolio = usePortfolio(useMoment());
  if (!portfolio.data) return null;
  const transfers = portfolio.data.counts.transfer ?? 0;
  if (transfers === 0 || accounts === 0) {
    const what = transfers === 0 ? "rings.no_transfers" : "rings.no_accounts";
    return (
      <State icon="warning" title={t(what)}>
        <p className="soft">{t(`${what}_text`)}</p>
      </State>
    );
  }
  const cut = page.complete_before !== null;
  return (
    <>
      <RingBounds page={page} bounds={bounds} />
      <State icon="rings" title={t(cut ? "rings.none_yet" : "rings.none")}>
        <p className="soft">
          {cut
            ? t("rings.none_yet_text")
            : t("rings.none_text", { n: count(transfers) })}
        </p>
      </State>
    </>
  );
}

type TableProps = {
  page: MoneyRingPage;
  rings: MoneyRingSummary[];
  /** Bounds that the page of a ring must ask for, too. */
  params?: Params;
};

/** Rings that no everyday reading explains. */
export function FoundRings({ page, rings, params = {} }: TableProps) {
  const words = useWords();
  if (rings.length === 0) {
    return <p className="empty-row quiet">{words.t("rings.all_everyday")}</p>;
  }
  return (
    <DataTable
      tall
      caption={words.t("rings.title")}
      columns={ringColumns(words, page, params)}
      rows={rings}
      keyOf={(ring) => ring.ring_id}
      onOpen={(id) => navigate(toRing(id, params))}
    />
  );
}

/** Rings with what was searched; `accounts` are those known of a party, if of one. */
export function RingsTable({
  page,
  accounts = null,
}: {
  page: MoneyRingPage;
  accounts?: number | null;
}) {
  const found = page.unexplained + page.everyday;
  if (found === 0) return <NoRings page={page} accounts={accounts} />;
  return (
    <>
      <RingBounds page={page} />
      <FoundRings page={page} rings={page.items.filter((ring) => !ring.everyday)} />
      <EverydayRings page={page} rings={page.items.filter((ring) => ring.everyday)} />
    </>
  );
}

/** Rings that an everyday reading fits: below all others, faded, counted apart. */
export function EverydayRings({ page, rings, params = {} }: TableProps) {
  const words = useWords();
  const { t, count } = words;
  if (rings.length === 0) return null;
  return (
    <section className="everyday-rings" aria-labelledby="everyday-rings">
      <p className="everyday-head">
        <b id="everyday-rings">{t("rings.everyday")}</b>{" "}
        <span className="small soft">
          {t("rings.everyday_text", { n: count(page.everyday) })}
          {page.everyday > rings.length &&
            ` ${t("rings.first", { n: rings.length, all: page.everyday })}`}
        </span>
      </p>
      <DataTable
        tall
        caption={t("rings.everyday")}
        columns={ringColumns(words, page, params)}
        rows={rings}
        keyOf={(ring) => ring.ring_id}
        onOpen={(id) => navigate(toRing(id, params))}
      />
    </section>
  );
}
