import type { MoneyRingPage, MoneyRingSummary, PartyRef } from "../api/types";
import { exactAmount } from "../format/amount";
import { formatDay } from "../format/date";
import { langOf } from "../format/name";
import type { Words } from "../i18n";
import { CaseStateTag } from "../parts/CaseStateTag";
import type { Column } from "../parts/DataTable";
import { Band, NotCollected, Tag } from "../parts/marks";
import { type Params, toRing } from "../shell/route";
import { MoneyRingThumbnail, ShareBar, StepLine, StepScale } from "./RingMarks";

type Held = Pick<MoneyRingSummary, "account_ids" | "holders" | "parties">;

/** Known holders of the account at a place of the ring. */
export function holdersAt(ring: Held, place: number): PartyRef[] {
  const ids = ring.holders[place] ?? [];
  return ring.parties.filter((party) => ids.includes(party.party_id));
}

/** Whoever holds the account at a place, or that nobody knows. */
export function holderText(ring: Held, place: number, words: Words): string {
  const known = holdersAt(ring, place).map(words.brief);
  return known.length > 0 ? words.list(known) : words.t("rings.unknown_holder");
}

/** Accounts of the ring of which no holder is known. */
export const unheld = ({ holders }: Held): number =>
  holders.filter((ids) => ids.length === 0).length;

/** A column of amounts: exact in the file, short in the cell, each with its unit. */
export function moneyColumn<Row>(
  words: Words,
  id: string,
  head: string,
  currency: string,
  of: (row: Row) => string | null,
): Column<Row> {
  return {
    id,
    head,
    right: true,
    value: of,
    show: (row) => {
      const amount = of(row);
      if (amount === null) return <NotCollected />;
      return (
        <b title={exactAmount(amount, currency)}>{words.amount(amount, currency)}</b>
      );
    },
  };
}

/** Names that a cell of a list has room for. */
const FEW = 2;

function passedText(ring: MoneyRingSummary, words: Words, most = 99): string {
  const start = new Set(ring.holders[0] ?? []);
  const names = ring.parties
    .filter((party) => !start.has(party.party_id))
    .map(words.brief);
  const more = names.length - most;
  if (more > 0) names.splice(most, more, words.t("rings.more", { n: more }));
  const unknown = unheld(ring);
  if (unknown > 0) names.push(words.t("rings.unknown_holders", { n: unknown }));
  return words.list(names);
}

type Listed = Pick<MoneyRingPage, "currency" | "readings" | "receipt">;

/** The start of a ring: its picture, whoever holds the account, and their worst band. */
function StartCell({
  ring,
  params,
  words,
}: {
  ring: MoneyRingSummary;
  params: Params;
  words: Words;
}) {
  const name = holderText(ring, 0, words);
  const known = holdersAt(ring, 0).map(words.shortChinese);
  const second = known.length > 0 ? words.list(known) : ring.account_ids[0];
  return (
    <span className="ring-start">
      <MoneyRingThumbnail ring={ring} />
      <span className="clip">
        <a
          className="name strong"
          href={toRing(ring.ring_id, params)}
          lang={langOf(name)}
          title={`${name} · ${ring.account_ids[0]}`}
        >
          {name}
        </a>
        {ring.worst_band !== null && ring.worst_band >= 3 && (
          <>
            {" "}
            <Band band={ring.worst_band} />
          </>
        )}
        <br />
        {second !== name && <span className="small soft">{second}</span>}
      </span>
    </span>
  );
}

/** Whether related parties pay each other, or one hand is behind several. */
function RelatedCell({ ring, words }: { ring: MoneyRingSummary; words: Words }) {
  const tied = ring.controlled?.length ?? 0;
  if (tied > 0)
    return <Tag tone="control">{words.t("rings.share_controller", { n: tied })}</Tag>;
  return ring.related ? <Tag tone="control">{words.t("rings.related")}</Tag> : "–";
}

/** Titles of the readings of a list of which a ring has this verdict. */
function titlesOf(
  ring: MoneyRingSummary,
  { readings }: Listed,
  verdict: string,
  words: Words,
): string[] {
  return readings
    .filter(({ name }) => ring[name as ReadingName] === verdict)
    .map(({ title }) => words.text(title));
}

type ReadingName = "cash_sweep" | "refund" | "payroll_tax" | "agency";

function ReadingCell({
  ring,
  page,
  words,
}: {
  ring: MoneyRingSummary;
  page: Listed;
  words: Words;
}) {
  const fitting = titlesOf(ring, page, "fits", words);
  if (fitting.length > 0) {
    return fitting.map((title) => <Tag key={title}>{title}</Tag>);
  }
  const unchecked = titlesOf(ring, page, "not_checked", words);
  const tried = page.readings.length - unchecked.length;
  return (
    <span className="ring-reading">
      {tried > 0 && (
        <span className="quiet">{words.t("ring.none_fits", { n: tried })}</span>
      )}
      {unchecked.length > 0 && (
        <span className="not-collected" title={words.list(unchecked)}>
          {words.t("ring.unchecked", { n: unchecked.length })}
        </span>
      )}
    </span>
  );
}

/** How every list of money rings looks. */
export function ringColumns(
  words: Words,
  page: Listed,
  params: Params = {},
): Column<MoneyRingSummary>[] {
  const { t, percent } = words;
  const { currency } = page;
  const window = Number(page.receipt.parameters.window ?? 30);
  const money = (
    id: string,
    head: "col.sent" | "col.back",
    of: (ring: MoneyRingSummary) => string | null,
  ) => moneyColumn(words, id, t(head), currency, of);
  return [
    {
      id: "from",
      head: t("col.ring_from"),
      value: (ring) => holderText(ring, 0, words),
      show: (ring) => <StartCell ring={ring} params={params} words={words} />,
    },
    {
      id: "band",
      head: t("col.band"),
      exportOnly: true,
      value: (ring) => ring.worst_band,
    },
    money("sent", "col.sent", (ring) => ring.first_amount),
    money("back", "col.back", (ring) => ring.last_amount),
    {
      id: "currency",
      head: t("col.currency"),
      exportOnly: true,
      value: () => currency,
    },
    {
      id: "retention",
      head: t("col.retention"),
      right: true,
      value: (ring) => percent(ring.retention),
      show: (ring) => (
        <ShareBar share={ring.retention} text={percent(ring.retention)} />
      ),
    },
    {
      id: "hops",
      head: t("col.ring_hops"),
      right: true,
      value: (ring) => ring.length,
    },
    {
      id: "days",
      head: t("col.days"),
      right: true,
      value: (ring) => ring.days.toFixed(1),
      show: (ring) => (
        <>
          {ring.days.toFixed(1)}
          <br />
          <span className="small soft">{formatDay(ring.begins)}</span>
        </>
      ),
    },
    {
      id: "steps",
      head: <StepScale window={window} />,
      label: t("rings.steps", { n: window }),
      width: 104,
      value: (ring) =>
        ring.steps
          .map((step) => `${step.days.toFixed(2)}: ${step.amount ?? ""}`)
          .join("; "),
      show: (ring) => <StepLine ring={ring} window={window} currency={currency} />,
    },
    {
      id: "begins",
      head: t("col.begins"),
      exportOnly: true,
      value: (ring) => ring.begins,
    },
    {
      id: "score",
      head: t("col.score"),
      exportOnly: true,
      value: (ring) => ring.score?.toFixed(2) ?? null,
    },
    {
      id: "passes",
      head: t("col.passes"),
      flow: true,
      value: (ring) => passedText(ring, words),
      show: (ring) => (
        <span title={passedText(ring, words)}>{passedText(ring, words, FEW)}</span>
      ),
    },
    {
      id: "related",
      head: t("col.related"),
      value: (ring) => t(ring.related ? "value.yes" : "value.no"),
      show: (ring) => <RelatedCell ring={ring} words={words} />,
    },
    {
      id: "reading",
      head: t("col.reading"),
      value: (ring) => words.list(titlesOf(ring, page, "fits", words)),
      show: (ring) => <ReadingCell ring={ring} page={page} words={words} />,
    },
    {
      id: "unchecked",
      head: t("col.unchecked"),
      exportOnly: true,
      value: (ring) => words.list(titlesOf(ring, page, "not_checked", words)),
    },
    {
      id: "state",
      head: t("col.state"),
      value: (ring) => t(`case.state.${ring.state ?? "hidden"}`),
      show: (ring) => <CaseStateTag state={ring.state} />,
    },
    {
      id: "ring",
      head: t("col.ring"),
      exportOnly: true,
      value: (ring) => ring.ring_id,
    },
    {
      id: "accounts",
      head: t("col.accounts"),
      exportOnly: true,
      value: (ring) => ring.account_ids.join(" "),
    },
  ];
}
