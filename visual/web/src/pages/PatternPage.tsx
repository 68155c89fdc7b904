import { useRef } from "react";
import { everyHit, usePatternHits } from "../api/moneyQueries";
import type { ListedHit, ListedHits } from "../api/types";
import { formatTotal } from "../format/total";
import { useWords } from "../i18n";
import { BehindBanner } from "../parts/BehindBanner";
import { DataTable, TableActions, type Whole } from "../parts/DataTable";
import { Icon } from "../parts/Icon";
import { failureOf, More } from "../parts/More";
import { PartyName } from "../parts/marks";
import { Failure, limitsOf, Skeleton, State } from "../parts/states";
import { useRowKeys } from "../parts/useRowKeys";
import { setParams, useRoute } from "../shell/route";
import { useTitle } from "../shell/title";
import { Figure } from "./HomePage";
import { MoneySide } from "./MoneySide";
import { evidenceColumns, hitColumns } from "./patternColumns";
import { ReceiptView } from "./ReceiptView";

const PAGE = 50;
/** Hits that a file holds at most. */
const MOST_IN_FILE = 5_000;

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

/** Whether it was not searched, for its limits are in a currency without a rate. */
const isUnrated = (page: ListedHits): boolean =>
  limitsOf(page.completeness).includes("rate");

/** Why no hit is listed: only a search that saw all says that there is none. */
function NoHits({ page }: { page: ListedHits }) {
  const words = useWords();
  const { t } = words;
  const { pattern, total } = page;
  if (pattern.hits === null) {
    const kinds = pattern.not_collected.map((kind) =>
      words.nodeKind({ node_kind: kind, party_type: null }),
    );
    return (
      <State icon="warning" title={t("pattern.missing", { kinds: words.list(kinds) })}>
        <p className="soft">{t("pattern.missing_text")}</p>
      </State>
    );
  }
  if (total.relation === "eq") {
    return (
      <State icon="rings" title={t("pattern.none")}>
        <p className="soft">{t("pattern.none_text")}</p>
      </State>
    );
  }
  const title = isUnrated(page) ? "pattern.unsearched" : "pattern.none_yet";
  return (
    <State icon="warning" title={t(title)}>
      <p className="soft">{t("pattern.none_yet_text")}</p>
    </State>
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
      <Icon name="warning" size={14} />{" "}
      {t(isUnrated(page) ? "advice.rate" : "pattern.cut")}
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
  const failed = failureOf(answer);
  if (failed) {
    return <Failure page error={failed} onRetry={() => void answer.refetch()} />;
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
          <Figure label={t("pattern.hits")} value={formatTotal(page.total, count)} />
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
          {hits.length === 0 && <NoHits page={page} />}
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
