import { useRef } from "react";
import { everyHit, usePatternHits } from "../api/queries";
import type { ListedHit, ListedHits, PatternEvidence } from "../api/types";
import { formatDay, formatMinute } from "../format/date";
import { useWords, type Words } from "../i18n";
import { BehindBanner } from "../parts/BehindBanner";
import { type Column, DataTable, TableActions, type Whole } from "../parts/DataTable";
import { Icon } from "../parts/Icon";
import { PartyName } from "../parts/marks";
import { Failure, Skeleton, State } from "../parts/states";
import { useRowKeys } from "../parts/useRowKeys";
import { setParams, toAccount, useRoute } from "../shell/route";
import { useTitle } from "../shell/title";
import { Figure } from "./HomePage";
import { MoneySide } from "./MoneySide";
import { ReceiptView } from "./ReceiptView";
import { More } from "./RingsPage";
import { moneyColumn } from "./ringColumns";

const PAGE = 50;
/** Hits that a file holds at most. */
const MOST_IN_FILE = 5_000;

function hitColumns(words: Words, currency: string): Column<ListedHit>[] {
  const { t, count } = words;
  return [
    {
      id: "begins",
      head: t("col.begins"),
      value: (hit) => hit.begins,
      show: (hit) => <span className="num">{formatDay(hit.begins)}</span>,
    },
    {
      id: "days",
      head: t("col.days"),
      right: true,
      value: (hit) => hit.days.toFixed(1),
    },
    moneyColumn(words, "amount", t("col.amount"), currency, (hit) => hit.amount),
    {
      id: "currency",
      head: t("col.currency"),
      exportOnly: true,
      value: () => currency,
    },
    {
      id: "accounts",
      head: t("col.accounts"),
      right: true,
      value: (hit) => hit.accounts,
      show: (hit) => count(hit.accounts),
    },
    {
      id: "evidence",
      head: t("pattern.evidence"),
      right: true,
      value: (hit) => hit.transfers,
      show: (hit) => count(hit.transfers),
    },
    {
      id: "parties",
      head: t("col.parties"),
      flow: true,
      value: (hit) => words.list(hit.parties.map(words.brief)),
      show: (hit) => {
        const shown = hit.parties.slice(0, 2).map(words.brief);
        const more = hit.parties.length - shown.length;
        if (shown.length === 0)
          return <span className="not-collected">{t("rings.unknown_holder")}</span>;
        return words.list([
          ...shown,
          ...(more > 0 ? [t("rings.more", { n: more })] : []),
        ]);
      },
    },
    {
      id: "ids",
      head: "account_ids",
      exportOnly: true,
      value: (hit) => hit.account_ids.join(" "),
    },
    {
      id: "hit",
      head: t("pattern.hit"),
      exportOnly: true,
      value: (hit) => hit.hit_id,
    },
  ];
}

function evidenceColumns(words: Words, currency: string): Column<PatternEvidence>[] {
  const { t } = words;
  return [
    {
      id: "time",
      head: `${t("col.time")} · ${t("col.record")}`,
      value: (fact) => fact.at,
      show: (fact) => (
        <>
          <span className="num">{formatMinute(fact.at)}</span>
          <br />
          <span className="small soft">{fact.record_id}</span>
        </>
      ),
    },
    {
      id: "ends",
      head: `${t("col.from")} → ${t("col.to")}`,
      value: (fact) => `${fact.from_id} → ${fact.to_id}`,
      show: (fact) => (
        <>
          {fact.kind === "transfer" ? (
            <a className="num" href={toAccount(fact.from_id)}>
              {fact.from_id}
            </a>
          ) : (
            <span className="num">{fact.from_id}</span>
          )}
          <br />→{" "}
          <a className="num" href={toAccount(fact.to_id)}>
            {fact.to_id}
          </a>
        </>
      ),
    },
    moneyColumn(words, "amount", t("col.amount"), currency, (fact) => fact.amount),
    {
      id: "source",
      head: t("col.source"),
      exportOnly: true,
      value: (fact) => fact.source,
    },
    {
      id: "record",
      head: t("col.record"),
      exportOnly: true,
      value: (fact) => fact.record_id,
    },
  ];
}

/** The evidence of one hit: who, and every fact by its record. */
function HitPanel({ hit, page }: { hit: ListedHit; page: ListedHits }) {
  const words = useWords();
  const { t } = words;
  const columns = evidenceColumns(words, page.currency);
  const cut = hit.transfers > hit.evidence.length;
  return (
    <aside className="panel hit-panel" aria-label={t("pattern.evidence")}>
      <div className="panel-body">
        <section className="panel-section">
          <h2>
            {t("pattern.hit")} <span className="num quiet">{hit.hit_id}</span>
          </h2>
          <ul className="plain-rows ring-parties">
            {hit.parties.map((party) => (
              <li key={party.party_id}>
                <PartyName party={party} link />
                <span className="quiet num">{party.party_id}</span>
              </li>
            ))}
          </ul>
          {hit.parties.length === 0 && (
            <p className="small soft">{t("rings.unknown_holder")}</p>
          )}
        </section>
        <div className="section-head">
          <h2>{t("pattern.evidence")}</h2>
          <span className="small quiet grow">
            {cut
              ? t("pattern.first", { n: hit.evidence.length, all: hit.transfers })
              : words.count(hit.transfers)}
          </span>
          <TableActions columns={columns} rows={hit.evidence} file={hit.hit_id} />
        </div>
        <DataTable
          tall
          caption={t("pattern.evidence")}
          columns={columns}
          rows={hit.evidence}
          keyOf={(fact) => `${fact.kind} ${fact.source} ${fact.record_id}`}
        />
      </div>
    </aside>
  );
}

/** Whether the search saw all; that a list has more pages is no cut of it. */
function Searched({ page }: { page: ListedHits }) {
  const { t } = useWords();
  if (page.total.relation === "eq") {
    return (
      <span className="complete better">
        <Icon name="done" size={14} /> {t("complete.all_plain")}
      </span>
    );
  }
  return (
    <span className="complete caution">
      <Icon name="warning" size={14} /> {t("pattern.cut")}
    </span>
  );
}

/** What was found of a pattern of payments, with its evidence. */
export function PatternPage({ name }: { name: string }) {
  const words = useWords();
  const { t, text, count } = words;
  const frame = useRef<HTMLDivElement>(null);
  useRowKeys(frame);
  const answer = usePatternHits(name, PAGE);
  const page = answer.data?.pages[0];
  const hits = answer.data?.pages.flatMap(({ items }) => items) ?? [];
  const asked = useRoute().query.get("hit");
  const hit = hits.find(({ hit_id }) => hit_id === asked) ?? hits[0];
  useTitle(page && text(page.pattern.title));
  if (answer.error) {
    return <Failure page error={answer.error} onRetry={() => void answer.refetch()} />;
  }
  if (!page) return <Skeleton rows={8} />;
  const load = async (): Promise<Whole<ListedHit>> => {
    const { items, total } = await everyHit(name, MOST_IN_FILE);
    if (total.value === items.length) return { rows: items, file: name, note: "" };
    const [n, all] = [count(items.length), count(total.value)];
    const note = t("money.file_hits_cut", { n, all });
    return {
      rows: items,
      note,
      file: `${name}-first-${items.length}-of-${total.value}`,
    };
  };
  const { pattern } = page;
  const missing = pattern.not_collected.map((kind) =>
    words.nodeKind({ node_kind: kind, party_type: null }),
  );
  const atLeast = page.total.relation === "gte" ? "≥ " : "";
  return (
    <div className="page" ref={frame}>
      <header className="context-bar">
        <div className="grow">
          <h1>{text(pattern.title)}</h1>
          <p className="small soft">
            <a href="#/rings">{t("nav.rings")}</a> › {text(pattern.text)}
          </p>
        </div>
        {pattern.hits !== null && (
          <Figure
            label={t("pattern.hits")}
            value={`${atLeast}${count(page.total.value)}`}
          />
        )}
        {hits.length > 0 && (
          <TableActions
            columns={hitColumns(words, page.currency)}
            rows={hits}
            file={name}
            load={load}
            shortcut="x"
          />
        )}
      </header>
      <BehindBanner />
      <div className="money">
        <MoneySide here={name} rings={null} />
        <div className="money-main">
          <div className="ring-bounds small">
            {pattern.hits !== null && <Searched page={page} />}
            <p className="soft grow">{t("pattern.no_verdict")}</p>
            <ReceiptView receipt={page.receipt} />
          </div>
          {hits.length === 0 && (
            <State
              icon={pattern.hits === null ? "warning" : "rings"}
              title={
                pattern.hits === null
                  ? t("pattern.missing", { kinds: words.list(missing) })
                  : t("pattern.none")
              }
            >
              <p className="soft">
                {t(
                  pattern.hits === null ? "pattern.missing_text" : "pattern.none_text",
                )}
              </p>
            </State>
          )}
          {hit && (
            <div className="workspace">
              <div className="page-body">
                <DataTable
                  caption={t("pattern.hits")}
                  columns={hitColumns(words, page.currency)}
                  rows={hits}
                  keyOf={(hit) => hit.hit_id}
                  selected={hit?.hit_id ?? null}
                  onSelect={(id) => setParams({ hit: id })}
                  onOpen={(id) => setParams({ hit: id })}
                />
                <More answer={answer} />
              </div>
              <HitPanel hit={hit} page={page} />
            </div>
          )}
        </div>
      </div>
    </div>
  );
}
