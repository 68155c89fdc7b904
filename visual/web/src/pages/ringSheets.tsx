import type { MoneyRing, RingTransfer } from "../api/types";
import { toNumber } from "../format/amount";
import { formatMinute } from "../format/date";
import { langOf } from "../format/name";
import { type Sheet, sheetOf } from "../graph/TablePanel";
import type { Words } from "../i18n";
import type { Column } from "../parts/DataTable";
import { toNode, toParty } from "../shell/route";
import { holdersAt, holderText, moneyColumn } from "./ringColumns";

type Hop = RingTransfer & { place: number };
type Account = { place: number; id: string };

/** Known holders by name, or the hatched word. */
function Holders({
  ring,
  place,
  words,
}: {
  ring: MoneyRing;
  place: number;
  words: Words;
}) {
  const known = holdersAt(ring, place);
  if (known.length === 0)
    return <span className="not-collected">{words.t("rings.unknown_holder")}</span>;
  return known.map((party, k) => (
    <span key={party.party_id}>
      {k > 0 && ", "}
      <a
        className="name strong"
        href={toParty(party.party_id)}
        lang={langOf(words.brief(party))}
        title={words.name(party)}
      >
        {words.brief(party)}
      </a>
    </span>
  ));
}

/** What a transfer passed on of the one before; null of the first. */
export function passedOn(ring: MoneyRing, place: number): number | null {
  const before = toNumber(ring.transfers[place - 1]?.amount);
  const amount = toNumber(ring.transfers[place]?.amount);
  return before && amount !== null ? amount / before : null;
}

/** The transfers of a ring in order, with their records. */
export function transferSheet(
  ring: MoneyRing,
  words: Words,
  step: number | null,
  onPick: (place: number) => void,
): Sheet {
  const { t } = words;
  const end = (id: "payer" | "payee", placeOf: (hop: Hop) => number): Column<Hop>[] => [
    {
      id,
      head: t(`col.${id}`),
      flow: true,
      value: (hop) => holderText(ring, placeOf(hop), words),
      show: (hop) => (
        <>
          <Holders ring={ring} place={placeOf(hop)} words={words} />{" "}
          <span className="quiet num">{ring.account_ids[placeOf(hop)]}</span>
        </>
      ),
    },
    {
      id: `${id}_id`,
      head: `${id}_id`,
      exportOnly: true,
      value: (hop) => ring.account_ids[placeOf(hop)],
    },
  ];
  return sheetOf<Hop>({
    id: "transfers",
    label: t("ring.transfers"),
    file: `${ring.ring_id}-transfers`,
    rows: ring.transfers.map((hop, place) => ({ ...hop, place })),
    keyOf: (hop) => String(hop.place),
    selected: step === null ? null : String(step),
    onSelect: (key) => onPick(Number(key)),
    columns: [
      { id: "place", head: "#", width: 32, value: (hop) => hop.place + 1 },
      {
        id: "time",
        head: t("col.time"),
        value: (hop) => hop.moved_at,
        show: (hop) => <span className="num">{formatMinute(hop.moved_at)}</span>,
      },
      ...end("payer", (hop) => hop.place),
      ...end("payee", (hop) => (hop.place + 1) % ring.length),
      moneyColumn(words, "amount", t("col.amount"), ring.currency, (hop) => hop.amount),
      {
        id: "currency",
        head: t("col.currency"),
        exportOnly: true,
        value: () => ring.currency,
      },
      {
        id: "kept",
        head: t("col.kept"),
        right: true,
        value: (hop) => words.percent(passedOn(ring, hop.place)),
      },
      {
        id: "goods",
        head: t("col.goods"),
        exportOnly: ring.transfers.every((hop) => hop.goods_type === null),
        value: (hop) => hop.goods_type,
      },
      {
        id: "order",
        head: t("col.order_no"),
        exportOnly: ring.transfers.every((hop) => hop.order_no === null),
        value: (hop) => hop.order_no,
      },
      { id: "source", head: t("col.source"), value: (hop) => hop.source },
      {
        id: "record",
        head: t("col.record"),
        wide: true,
        value: (hop) => hop.record_id,
        show: (hop) => <span className="num">{hop.record_id}</span>,
      },
    ],
  });
}

/** The accounts of a ring in the order in which the money passed. */
export function accountSheet(ring: MoneyRing, words: Words): Sheet {
  const { t } = words;
  return sheetOf<Account>({
    id: "accounts",
    label: t("ring.accounts"),
    file: `${ring.ring_id}-accounts`,
    rows: ring.account_ids.map((id, place) => ({ id, place })),
    keyOf: ({ id }) => id,
    columns: [
      { id: "place", head: "#", width: 32, value: ({ place }) => place + 1 },
      {
        id: "account",
        head: t("ring.accounts"),
        wide: true,
        value: ({ id }) => id,
        show: ({ id }) => (
          <a className="name num" href={toNode("account", id)}>
            {id}
          </a>
        ),
      },
      {
        id: "holder",
        head: t("ring.hull"),
        wide: true,
        value: ({ place }) => holderText(ring, place, words),
        show: ({ place }) => <Holders ring={ring} place={place} words={words} />,
      },
    ],
  });
}
