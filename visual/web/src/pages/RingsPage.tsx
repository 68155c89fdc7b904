import { useRef } from "react";
import { everyRing, type RingChoice, useRingPages } from "../api/moneyQueries";
import type { MoneyRingOrder, MoneyRingPage, MoneyRingSummary } from "../api/types";
import { useWords } from "../i18n";
import { BehindBanner } from "../parts/BehindBanner";
import { Segmented } from "../parts/controls";
import { TableActions, type Whole } from "../parts/DataTable";
import { failureOf, More } from "../parts/More";
import { Failure, Skeleton, State } from "../parts/states";
import { useRowKeys } from "../parts/useRowKeys";
import { setParams, useRoute } from "../shell/route";
import { useTitle } from "../shell/title";
import { BoundsForm, isRefusal } from "./BoundsForm";
import { Figure } from "./HomePage";
import { MoneySide } from "./MoneySide";
import { RingMarksKey } from "./RingMarks";
import { EverydayRings, FoundRings, NoRings, RingBounds } from "./RingsTable";
import { boundsIn, paramsOf, searchOf } from "./ringBounds";
import { ringColumns } from "./ringColumns";

const PAGE = 50;
/** Rings of each kind that a file holds at most. */
const MOST_IN_FILE = 5_000;
const ORDERS = [
  "score",
  "first_amount",
  "retention",
  "length",
  "days",
  "begins",
] as const satisfies MoneyRingOrder[];
const RELATED = { any: null, yes: true, no: false } as const;
const FIRMS = { all: null, raised: 3, severe: 5 } as const;

/** Which of a few values a parameter of the address names; else the first. */
function chosenOf<T extends object>(of: T, text: string | null): keyof T & string {
  const names = Object.keys(of) as (keyof T & string)[];
  return names.find((name) => name === text) ?? (names[0] as keyof T & string);
}

/** A choice of a few among the tools of the list. */
function Choice<T extends object>({
  name,
  of,
  chosen,
}: {
  name: "related" | "firms";
  of: T;
  chosen: keyof T & string;
}) {
  const { t } = useWords();
  const names = Object.keys(of);
  return (
    <span className="row small">
      <span className="soft" aria-hidden="true">
        {t(`money.${name}`)}
      </span>
      <select
        className="field"
        aria-label={t(`money.${name}`)}
        value={chosen}
        onChange={(event) => {
          const { value } = event.target;
          setParams({ [name]: value === names[0] ? null : value });
        }}
      >
        {names.map((id) => (
          <option key={id} value={id}>
            {t(`money.${name}.${id}` as "money.related.any")}
          </option>
        ))}
      </select>
    </span>
  );
}

const itemsOf = (pages: MoneyRingPage[] | undefined): MoneyRingSummary[] =>
  pages?.flatMap((page) => page.items) ?? [];

/** Money that came back to where it started: what was found, and another search. */
export function RingsPage() {
  const words = useWords();
  const { t, amount, count } = words;
  const { query } = useRoute();
  const frame = useRef<HTMLDivElement>(null);
  useRowKeys(frame);
  const bounds = boundsIn(query);
  const search = searchOf(bounds);
  const params = paramsOf(bounds);
  const order = ORDERS.find((known) => known === query.get("order")) ?? ORDERS[0];
  const related = chosenOf(RELATED, query.get("related"));
  const firms = chosenOf(FIRMS, query.get("firms"));
  const choice: Omit<RingChoice, "everyday"> = {
    sort: order,
    related: RELATED[related],
    least_band: FIRMS[firms],
  };
  const found = useRingPages(search, { ...choice, everyday: false }, PAGE);
  const everyday = useRingPages(search, { ...choice, everyday: true }, PAGE);
  const [failed, apartFailed] = [failureOf(found), failureOf(everyday)];
  const page = found.data?.pages[0];
  const apart = everyday.data?.pages[0];
  const [rings, readable] = [itemsOf(found.data?.pages), itemsOf(everyday.data?.pages)];
  useTitle(t("rings.title"));
  const file = search ? "money-rings-search" : "money-rings";
  const load = async (): Promise<Whole<MoneyRingSummary>> => {
    const lists = [];
    for (const one of [false, true]) {
      lists.push(await everyRing(search, { ...choice, everyday: one }, MOST_IN_FILE));
    }
    const rows = lists.flatMap((list) => list.rings);
    const all = lists.reduce((sum, list) => sum + list.all, 0);
    if (all > rows.length) {
      const note = t("money.file_cut", { n: count(rows.length), all: count(all) });
      return { rows, note, file: `${file}-first-${rows.length}-of-${all}` };
    }
    const complete = lists.every((list) => list.complete);
    if (complete) return { rows, note: "", file };
    return { rows, note: t("money.file_incomplete"), file: `${file}-incomplete` };
  };
  const filtered = related !== "any" || firms !== "all";
  const whole = search === null && !filtered && !found.isPlaceholderData;
  const published =
    whole && page ? { value: page.unexplained, relation: page.total.relation } : null;
  const sub = page?.total.relation === "gte" ? "rings.sub_more" : "rings.sub";
  return (
    <div className="page" ref={frame}>
      <header className="context-bar">
        <div className="grow">
          <h1>{t("rings.title")}</h1>
          <span className="small soft">
            {page && <>{t(sub, { n: count(page.total.value) })} · </>}
            <a href="#/accounts">{t("accounts.title")}</a>
          </span>
        </div>
        {page && (
          <>
            <Figure
              label={t("money.rings")}
              value={`${page.total.relation === "gte" ? "≥ " : ""}${count(page.total.value)}`}
            />
            <Figure
              label={t("money.sent_round")}
              value={`${page.total.relation === "gte" ? "≥ " : ""}${amount(page.sent, page.currency)}`}
            />
          </>
        )}
      </header>
      <BehindBanner />
      <div className="money">
        <MoneySide here={null} rings={published}>
          <BoundsForm bounds={bounds} error={failed} />
        </MoneySide>
        <div className="money-main">
          <div className="money-tools">
            <span className="small soft">{t("rings.order")}</span>
            <Segmented<MoneyRingOrder>
              label={t("rings.order")}
              chosen={order}
              onChoose={(id) => setParams({ order: id })}
              choices={ORDERS.map((id) => ({ id, label: t(`rings.by.${id}`) }))}
            />
            <span className="grow" />
            <Choice name="firms" of={FIRMS} chosen={firms} />
            <Choice name="related" of={RELATED} chosen={related} />
            {page && (
              <TableActions
                columns={ringColumns(words, page, params)}
                rows={[...rings, ...readable]}
                file={file}
                load={load}
                shortcut="x"
              />
            )}
          </div>
          <div className="page-body" aria-busy={found.isFetching}>
            {found.isPending && <Skeleton rows={10} />}
            {failed && isRefusal(failed) && (
              <State icon="warning" title={t("bounds.refused")}>
                <p className="soft">{failed.message}</p>
              </State>
            )}
            {failed && !isRefusal(failed) && (
              <Failure error={failed} onRetry={() => void found.refetch()} />
            )}
            {page && !failed && (
              <>
                {page.unexplained + page.everyday === 0 && !filtered ? (
                  <NoRings page={page} accounts={null} bounds={bounds} />
                ) : (
                  <>
                    <RingBounds page={page} bounds={bounds} />
                    {page.unexplained + page.everyday === 0 ? (
                      <p className="empty-row quiet">{t("rings.none_chosen")}</p>
                    ) : (
                      <FoundRings page={page} rings={rings} params={params} />
                    )}
                  </>
                )}
                <More answer={found} />
              </>
            )}
            {apartFailed && !failed && (
              <Failure error={apartFailed} onRetry={() => void everyday.refetch()} />
            )}
            {apart && !apartFailed && !failed && (
              <>
                <EverydayRings page={apart} rings={readable} params={params} />
                <More answer={everyday} />
              </>
            )}
          </div>
          <RingMarksKey />
        </div>
      </div>
    </div>
  );
}
