import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useEvidence, useModelScore } from "../api/flagQueries";
import type { Evidence, GraphPayload } from "../api/types";
import { toNumber } from "../format/amount";
import { fileName } from "../format/csv";
import { langOf } from "../format/name";
import { GraphPane } from "../graph/GraphPane";
import type { HullGroup } from "../graph/layout/controllerHulls";
import { useWorkspace } from "../graph/useWorkspace";
import { useWords, type Words } from "../i18n";
import { uncapitalised } from "../i18n/words";
import { BehindBanner } from "../parts/BehindBanner";
import { Checkbox, Tabs } from "../parts/controls";
import { Icon } from "../parts/Icon";
import { Tag } from "../parts/marks";
import { Pennant } from "../parts/Pennant";
import { Failure, Skeleton, State } from "../parts/states";
import { useMoment } from "../parts/TimeControl";
import { useRowKeys } from "../parts/useRowKeys";
import { lettersOn } from "../shell/KeyList";
import { navigate, setParams, toParty, useRoute } from "../shell/route";
import { useShortcut } from "../shell/shortcut";
import { useTitle } from "../shell/title";
import { useVocabulary } from "../vocabulary/VocabularyProvider";
import { DetailsPanel } from "./DetailsPanel";
import { EvidencePanel } from "./EvidencePanel";
import { evidenceSheets } from "./evidenceSheets";
import { FactDetails } from "./FactDetails";
import { Figure } from "./HomePage";
import { ModelPanel } from "./ModelPanel";
import { ShareButtons } from "./ShareButtons";
import { offIn, paleIds, restOfCircle, whatIfRows } from "./whatIf";

const MOST_FIRMS = 25;
const PANEL_TABS = ["why", "details", "model"] as const;
type PanelTab = (typeof PANEL_TABS)[number];

const titleOf = ({ party, score }: Evidence, words: Words): string =>
  words.t(score.flagged ? "evidence.title" : "evidence.title_plain", {
    name: words.brief(party),
  });

/** What the facts of a group come to; null: no amount is known. */
function sumOf({ edges }: Evidence, group: string): number | null {
  const amounts = edges.flatMap((edge) => {
    const amount = edge.group === group ? toNumber(edge.amount) : null;
    return amount === null ? [] : [amount];
  });
  return amounts.length > 0 ? amounts.reduce((sum, one) => sum + one, 0) : null;
}

function Header({ evidence }: { evidence: Evidence }) {
  const words = useWords();
  const { t, amount } = words;
  const { score, party, companies, persons, contacts, hulls } = evidence;
  const title = titleOf(evidence, words);
  const currency = evidence.edges[0]?.currency ?? null;
  const [given, paid] = [sumOf(evidence, "guarantees"), sumOf(evidence, "payments")];
  return (
    <header className="context-bar">
      <div className="grow">
        <p className="row">
          <h1 className="clip" lang={langOf(title)} title={title}>
            {title}
          </h1>
          {score.by === "model" && <Pennant band={score.band} />}
          {score.band && <span>{words.band(score.band)}</span>}
          {score.by === "rules" && <Tag>{t("flag.rule")}</Tag>}
          {hulls.length > 0 && <Tag tone="control">{t("evidence.hidden_control")}</Tag>}
        </p>
        <p className="small soft clip">
          <a href="#/flagged">{t("nav.flagged")}</a> ›{" "}
          <a href={toParty(party.party_id, { panel: "flag" })}>{words.brief(party)}</a>{" "}
          ›{" "}
          {t("evidence.crumb", {
            firms: companies.length,
            persons: persons.length,
            contacts: contacts.length,
          })}
          {score.since && <> · {t("evidence.since", { day: score.since.day })}</>}
        </p>
      </div>
      {given !== null && (
        <Figure label={t("evidence.guaranteed")} value={amount(given, currency)} />
      )}
      {paid !== null && (
        <Figure label={t("evidence.paid")} value={amount(paid, currency)} />
      )}
      <ShareButtons
        report={`v1/reports/evidence/${encodeURIComponent(party.party_id)}`}
      />
    </header>
  );
}

/** How many of the firms that the rule names are there; amber where some are not. */
function Completed({ evidence }: { evidence: Evidence }) {
  const words = useWords();
  const { t } = words;
  const vocabulary = useVocabulary();
  const { shown, left_out, circle, circle_shown, not_collected, complete, advice } =
    evidence.completeness;
  const cut = [
    ...(left_out > 0 ? [t("evidence.cut", { n: shown, all: shown + left_out })] : []),
    ...(circle_shown ? [] : [t("evidence.big_circle", { n: circle })]),
  ];
  return (
    <>
      {not_collected.map((kind) => (
        <span key={kind} className="not-collected" title={t("value.not_collected")}>
          {uncapitalised(words.text(vocabulary.kindLabel(kind)))}
        </span>
      ))}
      {complete ? (
        <span className="complete better">
          <Icon name="done" size={14} />{" "}
          {t("evidence.complete", { n: shown, most: MOST_FIRMS })}
        </span>
      ) : (
        <span className="complete caution" title={advice ?? undefined}>
          <Icon name="warning" size={14} /> {cut.join(". ")}
        </span>
      )}
    </>
  );
}

const hullsOf = ({ hulls }: Evidence, pale: boolean, words: Words): HullGroup[] =>
  hulls.map(({ controller, confirmed, members }) => ({
    id: controller.party_id,
    members: [...members],
    confirmed,
    pale,
    label: `${words.t(confirmed ? "hull.confirmed" : "hull.suspected")} · ${words.t(
      "hull.firms",
      { n: members.length },
    )}`,
  }));

function shownOf(evidence: Evidence, rest: boolean): GraphPayload {
  const { graph } = evidence;
  if (rest) return graph;
  const away = restOfCircle(evidence);
  return {
    ...graph,
    nodes: graph.nodes.filter(({ id }) => !away.has(id)),
    edges: graph.edges.filter(
      ({ source, target }) => !away.has(source) && !away.has(target),
    ),
  };
}

/** What the flag of a firm rests on, drawn, with what the score would be without it. */
export function EvidencePage({ id }: { id: string }) {
  const words = useWords();
  const answer = useEvidence(id);
  useTitle(answer.data && titleOf(answer.data, words));
  if (answer.isPending) return <Skeleton rows={8} />;
  if (answer.error) {
    return <Failure page error={answer.error} onRetry={() => void answer.refetch()} />;
  }
  return (
    <div className="page">
      <Header evidence={answer.data} />
      <BehindBanner />
      <Workspace evidence={answer.data} />
    </div>
  );
}

function Workspace({ evidence }: { evidence: Evidence }) {
  const words = useWords();
  const vocabulary = useVocabulary();
  const { t } = words;
  const { query } = useRoute();
  const moment = useMoment();
  const frame = useRef<HTMLDivElement>(null);
  useRowKeys(frame, true);
  const id = evidence.party.party_id;
  const score = useModelScore(id).data;
  const [lit, setLit] = useState<{ of: string; ids: ReadonlySet<string> } | null>(null);
  const selected = query.get("sel");
  const controllersOn = query.get("controllers") !== "off";
  const restOn = query.get("rest") !== "off";
  const panel = PANEL_TABS.find((known) => known === query.get("panel")) ?? "why";
  const off = offIn(query, whatIfRows(evidence));
  const offKey = off.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says which are off
  const pale = useMemo(() => paleIds(evidence, off), [evidence, offKey]);
  const payload = useMemo(() => shownOf(evidence, restOn), [evidence, restOn]);
  const tools = useWorkspace(payload, moment);
  const controlOff = off.includes("shared_control");
  const hulls = useMemo(
    () => (controllersOn ? hullsOf(evidence, controlOff, words) : []),
    [evidence, controllersOn, controlOff, words],
  );
  const controllers = useMemo(() => new Set(hulls.map((hull) => hull.id)), [hulls]);
  const onSelect = useCallback((next: string | null) => {
    setParams({ sel: next, panel: next ? "details" : null });
    setLit(null);
  }, []);
  const onOpen = (node: string) => {
    if (evidence.companies.some((firm) => firm.id === node)) navigate(toParty(node));
  };
  useShortcut("t", () => {
    const row = ".table-panel tbody tr[tabindex='0']";
    if (lettersOn()) frame.current?.querySelector<HTMLElement>(row)?.focus();
  });
  // A line that is chosen in the picture has its row further down the table.
  useEffect(() => {
    if (!selected) return;
    const row = frame.current?.querySelector(".table-panel tr.selected");
    row?.scrollIntoView({ block: "nearest" });
  }, [selected]);
  const fact = evidence.edges.find((edge) => edge.id === selected);
  const toggle = (name: string) => (on: boolean) =>
    setParams({ [name]: on ? null : "off" });
  return (
    <div className="workspace evidence-page" ref={frame}>
      <GraphPane
        tools={tools}
        title={`${titleOf(evidence, words)} · suretynet`}
        file={fileName(`${id}-evidence`)}
        layout={evidence.graph.layout}
        moment={moment}
        loading={false}
        error={null}
        onRetry={() => {}}
        completeness={undefined}
        completed={<Completed evidence={evidence} />}
        selected={selected}
        onSelect={onSelect}
        controllers={controllers}
        hulls={hulls}
        lit={lit?.ids ?? null}
        pale={pale}
        sheets={evidenceSheets(
          evidence,
          score,
          pale,
          { selected, onSelect, onOpen },
          words,
          vocabulary,
        )}
        sheet={query.get("sheet") ?? "links"}
        onSheet={(next) => setParams({ sheet: next === "links" ? null : next })}
        empty={
          <State icon="flagged" title={t("table.empty")}>
            <p className="soft">{t("evidence.none")}</p>
          </State>
        }
        controls={
          <>
            {evidence.hulls.length > 0 && (
              <Checkbox checked={controllersOn} onChange={toggle("controllers")}>
                {t("tool.controllers")}
              </Checkbox>
            )}
            {restOfCircle(evidence).size > 0 && (
              <Checkbox checked={restOn} onChange={toggle("rest")}>
                {t("evidence.rest")}
              </Checkbox>
            )}
            <span className="small soft clip evidence-rule" title={t("evidence.rule")}>
              {t("evidence.rule")}
            </span>
          </>
        }
      />
      <aside className="panel">
        <Tabs<PanelTab>
          label={t("flag.why")}
          chosen={panel}
          onChoose={(next) => setParams({ panel: next === "why" ? null : next })}
          choices={[
            { id: "why", label: t("tab.why") },
            { id: "details", label: t("tab.details") },
            { id: "model", label: t("flag.tab_model") },
          ]}
        />
        {panel === "model" && <ModelPanel />}
        {panel === "why" && (
          <EvidencePanel
            score={score}
            evidence={evidence}
            off={off}
            picked={lit?.of ?? null}
            onPick={(feature, ids) =>
              setLit(feature ? { of: feature, ids: new Set(ids) } : null)
            }
          />
        )}
        {panel === "details" && (
          <div className="panel-body">
            {fact ? (
              <FactDetails key={fact.id} edge={fact} evidence={evidence} />
            ) : (
              <DetailsPanel
                picture={tools.picture}
                selected={selected}
                focus={id}
                moment={moment}
              />
            )}
          </div>
        )}
      </aside>
    </div>
  );
}
