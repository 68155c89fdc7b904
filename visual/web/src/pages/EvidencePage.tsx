import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useEvidence, useModelScore } from "../api/flagQueries";
import type { Evidence, GraphPayload } from "../api/types";
import { fileName } from "../format/csv";
import { GraphPane } from "../graph/GraphPane";
import type { HullGroup } from "../graph/layout/controllerHulls";
import { useWorkspace } from "../graph/useWorkspace";
import { useWords, type Words } from "../i18n";
import { BehindBanner } from "../parts/BehindBanner";
import { Checkbox, Tabs } from "../parts/controls";
import { Failure, Skeleton, State } from "../parts/states";
import { useMoment } from "../parts/TimeControl";
import { useRowKeys } from "../parts/useRowKeys";
import { lettersOn } from "../shell/KeyList";
import { navigate, setParams, toParty, useRoute } from "../shell/route";
import { useShortcut } from "../shell/shortcut";
import { useTitle } from "../shell/title";
import { useVocabulary } from "../vocabulary/VocabularyProvider";
import { DetailsPanel } from "./DetailsPanel";
import { Completed, EvidenceHeader, titleOf } from "./EvidenceHeader";
import { EvidencePanel } from "./EvidencePanel";
import { evidenceSheets } from "./evidenceSheets";
import { FactDetails } from "./FactDetails";
import { ModelPanel } from "./ModelPanel";
import { offIn, paleIds, restOfCircle, whatIfRows } from "./whatIf";

const PANEL_TABS = ["why", "details", "model"] as const;
type PanelTab = (typeof PANEL_TABS)[number];

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
      <EvidenceHeader evidence={answer.data} />
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
