import { usePortfolio } from "../api/queries";
import type { MoneyRingPage, MoneyRingSummary } from "../api/types";
import { useWords } from "../i18n";
import { DataTable } from "../parts/DataTable";
import { Icon } from "../parts/Icon";
import { State } from "../parts/states";
import { useMoment } from "../parts/TimeControl";
import { navigate, toRing } from "../shell/route";
import { ReceiptView } from "./ReceiptView";
import { ringColumns } from "./ringColumns";

/** What was searched, up to when, and what is outside. */
export function RingBounds({ page }: { page: MoneyRingPage }) {
  const { t, day } = useWords();
  const { parameters } = page.receipt;
  const bound = (name: string) => String(parameters[name] ?? "–");
  const ordered = parameters.conserving !== false && parameters.order !== "any";
  return (
    <div className="ring-bounds small">
      {page.complete_before === null ? (
        <span className="complete better">
          <Icon name="done" size={14} /> {t("rings.complete")}
        </span>
      ) : (
        <span className="complete caution">
          <Icon name="warning" size={14} />{" "}
          {t("rings.complete_before", { day: day(page.complete_before) })}
        </span>
      )}
      <p className="soft grow">
        {t(ordered ? "rings.bounds" : "rings.bounds_any", {
          least: bound("min_length"),
          most: bound("max_length"),
          gap: bound("gap"),
          window: bound("window"),
          keep: bound("keep"),
        })}{" "}
        {t("rings.no_verdict")}
      </p>
      <ReceiptView receipt={page.receipt} />
    </div>
  );
}

/** Nothing found is told from nothing searched. */
function NoRings({ page, accounts }: { page: MoneyRingPage; accounts: number | null }) {
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
  return (
    <>
      <RingBounds page={page} />
      <State icon="rings" title={t("rings.none")}>
        <p className="soft">{t("rings.none_text", { n: count(transfers) })}</p>
      </State>
    </>
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
  const words = useWords();
  const found = page.unexplained + page.everyday;
  if (found === 0) return <NoRings page={page} accounts={accounts} />;
  const unexplained = page.items.filter((ring) => !ring.everyday);
  const everyday = page.items.filter((ring) => ring.everyday);
  return (
    <>
      <RingBounds page={page} />
      {unexplained.length > 0 ? (
        <DataTable
          tall
          caption={words.t("rings.title")}
          columns={ringColumns(words, page)}
          rows={unexplained}
          keyOf={(ring) => ring.ring_id}
          onSelect={(id) => navigate(toRing(id))}
        />
      ) : (
        <p className="empty-row quiet">{words.t("rings.all_everyday")}</p>
      )}
      <EverydayRings page={page} rings={everyday} />
    </>
  );
}

/** Rings that an everyday reading fits: below all others, faded, counted apart. */
export function EverydayRings({
  page,
  rings,
}: {
  page: MoneyRingPage;
  rings: MoneyRingSummary[];
}) {
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
        columns={ringColumns(words, page)}
        rows={rings}
        keyOf={(ring) => ring.ring_id}
        onSelect={(id) => navigate(toRing(id))}
      />
    </section>
  );
}
