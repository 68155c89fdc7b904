import { useRef } from "react";
import { everyFlag, useFlagPages } from "../api/flagQueries";
import type { FlaggedFirm, FlaggedPage as Page } from "../api/types";
import { useWords } from "../i18n";
import { BehindBanner } from "../parts/BehindBanner";
import { Tabs } from "../parts/controls";
import { TableActions, type Whole } from "../parts/DataTable";
import { failureOf } from "../parts/More";
import { Band } from "../parts/marks";
import { Pennant } from "../parts/Pennant";
import { Banner, Failure, Skeleton, State } from "../parts/states";
import { useRowKeys } from "../parts/useRowKeys";
import { lettersOn } from "../shell/KeyList";
import { navigate, setParams, toEvidence, toParty, useRoute } from "../shell/route";
import { useShortcut } from "../shell/shortcut";
import { useTitle } from "../shell/title";
import { choiceIn, FlagFilters, UNSCORED } from "./FlagFilters";
import { FlaggedFirms, UnscoredFirms } from "./FlaggedFirms";
import { FlagPanel, StaleBanner } from "./FlagPanel";
import { flagColumns } from "./flagColumns";
import { Figure } from "./HomePage";
import { ModelPanel } from "./ModelPanel";

const PAGE = 50;
/** Firms that a file holds at most. */
const MOST_IN_FILE = 5_000;
const PUBLISH = "suretynet snapshot build";
type PanelTab = "why" | "model";

/** Nothing found is told from nothing scored. */
function NoFlags({ page, filtered }: { page: Page; filtered: boolean }) {
  const { t, count } = useWords();
  if (filtered) return <p className="empty-row quiet">{t("flags.none_chosen")}</p>;
  const all = count(page.scored);
  return (
    <State
      icon="flagged"
      title={
        page.by === "model"
          ? t("flags.none", { all, band: page.least_flagged })
          : t("flags.none_rules", { all })
      }
    >
      <p className="soft">{t("flags.none_text")}</p>
    </State>
  );
}

/** The list of flagged firms, with why the chosen one is. */
export function FlaggedPage() {
  const words = useWords();
  const { t, text, count } = words;
  const { query } = useRoute();
  const frame = useRef<HTMLDivElement>(null);
  useRowKeys(frame, true);
  useTitle(t("flags.title"));
  const { filtered, ...choice } = choiceIn(query);
  const found = useFlagPages(choice, PAGE);
  const failed = failureOf(found);
  const page = found.data?.pages[0];
  const firms = found.data?.pages.flatMap((one) => one.items) ?? [];
  const selected = query.get("sel") ?? firms[0]?.party.party_id ?? null;
  const panel: PanelTab = query.get("panel") === "model" ? "model" : "why";
  const open = (id: string | null) => id && navigate(toParty(id));
  useShortcut("w", () => {
    if (lettersOn() && selected) navigate(toEvidence(selected));
  });
  const load = async (): Promise<Whole<FlaggedFirm>> => {
    const lists = [await everyFlag(choice, MOST_IN_FILE)];
    if (!filtered) {
      lists.push(await everyFlag(UNSCORED, MOST_IN_FILE));
    }
    const rows = lists.flatMap((list) => list.items);
    const all = lists.reduce((sum, list) => sum + list.page.total.value, 0);
    if (all <= rows.length) return { rows, note: "", file: "flagged" };
    const note = t("flags.file_cut", { n: count(rows.length), all: count(all) });
    return { rows, note, file: `flagged-first-${rows.length}-of-${all}` };
  };
  const by = page?.by ?? null;
  return (
    <div className="page" ref={frame}>
      <header className="context-bar">
        <div className="grow">
          <h1>{t("flags.title")}</h1>
          <span className="small soft">
            {t("flags.task")}
            {page && by && (
              <>
                {" · "}
                {t(by === "model" ? "flags.sub" : "flags.sub_rules", {
                  n: count(page.flagged),
                  all: count(page.scored),
                })}
              </>
            )}
          </span>
        </div>
        {page && by && (
          <>
            <Figure label={t("flags.flagged")} value={count(page.flagged)} />
            <Figure label={t("flags.open")} value={count(page.statuses.open ?? 0)} />
          </>
        )}
      </header>
      <BehindBanner />
      <div className="workspace">
        <div className="flagged-main">
          {page && by && (
            <div className="money-tools">
              <FlagFilters page={page} />
              <span className="grow" />
              <span className="small quiet num">
                {firms.length < page.total.value
                  ? t("rings.first", { n: firms.length, all: count(page.total.value) })
                  : t("table.rows", { n: count(firms.length) })}
              </span>
              <TableActions
                columns={flagColumns(words, firms, page, choice.by_evidence)}
                rows={firms}
                file="flagged"
                load={load}
                shortcut="x"
              />
            </div>
          )}
          <div className="page-body" aria-busy={found.isFetching}>
            {found.isPending && <Skeleton rows={10} />}
            {failed && <Failure error={failed} onRetry={() => void found.refetch()} />}
            {page && !failed && by === null && (
              <State icon="store" title={t("flags.unpublished")}>
                <p className="soft">
                  {t("flags.unpublished_text")} <code>{PUBLISH}</code>
                </p>
              </State>
            )}
            {page && !failed && by && (
              <>
                {by === "rules" && (
                  <Banner tone="caution" icon="info">
                    <b>{t("flags.by_rules")}.</b> {t("flags.by_rules_text")}
                  </Banner>
                )}
                <StaleBanner stale={page.stale} />
                {firms.length === 0 && <NoFlags page={page} filtered={filtered} />}
                {firms.length > 0 && (
                  <FlaggedFirms
                    answer={found}
                    page={page}
                    firms={firms}
                    joined={choice.by_evidence}
                    selected={selected}
                    onOpen={open}
                  />
                )}
                {!filtered && (
                  <UnscoredFirms page={page} selected={selected} onOpen={open} />
                )}
              </>
            )}
          </div>
          {by && (
            <p className="money-key flagged-foot small soft">
              {by === "model" && (
                <span>
                  <Pennant band={3} /> … <Pennant band={5} /> {t("flags.key_flag")};{" "}
                  <Band band={5} /> {t("flags.key_default")}
                </span>
              )}
              {page?.model && <span>{text(page.model.text)}</span>}
              {by === "rules" && <span>{t("flags.by_rules")}</span>}
            </p>
          )}
        </div>
        {by && (
          <aside className="panel">
            <Tabs<PanelTab>
              label={t("flag.why")}
              chosen={panel}
              onChoose={(id) => setParams({ panel: id === "why" ? null : id })}
              choices={[
                { id: "why", label: t("flag.tab_why") },
                { id: "model", label: t("flag.tab_model") },
              ]}
            />
            {panel === "model" && <ModelPanel />}
            {panel === "why" && selected && <FlagPanel key={selected} id={selected} />}
            {panel === "why" && !selected && (
              <p className="panel-section soft">{t("flag.choose")}</p>
            )}
          </aside>
        )}
      </div>
    </div>
  );
}
