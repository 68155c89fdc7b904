import { useCallback, useMemo, useState } from "react";
import { useCircle, useCircleTimeline, useCycles } from "../api/queries";
import type { Circle, GraphPayload } from "../api/types";
import { langOf } from "../format/name";
import { isIdle } from "../graph/force";
import { GraphPane } from "../graph/GraphPane";
import type { HullGroup } from "../graph/layout/controllerHulls";
import { isDenseRing } from "../graph/layout/ringDensity";
import { useWorkspace } from "../graph/useWorkspace";
import { useWords, type Words } from "../i18n";
import { BehindBanner } from "../parts/BehindBanner";
import { Checkbox, Tabs } from "../parts/controls";
import { BandWord, Tag } from "../parts/marks";
import { Failure, Skeleton } from "../parts/states";
import { PastBanner, TimeControl, useMoment } from "../parts/TimeControl";
import { setParams, useRoute } from "../shell/route";
import { useTitle } from "../shell/title";
import { useVocabulary } from "../vocabulary/VocabularyProvider";
import type { Vocabulary } from "../vocabulary/vocabulary";
import { CirclePanel } from "./CirclePanel";
import { cycleSheet, memberSheet } from "./circleSheets";
import { DetailsPanel } from "./DetailsPanel";
import { Figure } from "./HomePage";
import { MonthStrip } from "./MonthStrip";
import { monthSheet } from "./monthSheet";
import { ShareButtons } from "./ShareButtons";

type PanelTab = "why" | "details";
const MOST_CYCLES = 50;

function Header({ circle }: { circle: Circle }) {
  const words = useWords();
  const { t, title, amount, percent } = words;
  return (
    <header className="context-bar">
      <div className="grow">
        <p className="row">
          <h1
            className="clip"
            lang={langOf(title(circle.name))}
            title={title(circle.name)}
          >
            {title(circle.name)}
          </h1>
          <BandWord band={circle.band} />
          {circle.unknown_amounts > 0 && (
            <Tag tone="caution">{t("tag.unknown", { n: circle.unknown_amounts })}</Tag>
          )}
        </p>
        <p className="small soft clip">
          <a href="#/circles">{t("nav.circles")}</a> ›{" "}
          <span className="num">{circle.circle_id}</span> ·{" "}
          {t("circle.sub", {
            kind: t(`kind.${circle.kind}`),
            firms: circle.firms,
            guarantees: circle.guarantees,
          })}
        </p>
      </div>
      <Figure
        label={t("circle.amount")}
        value={amount(circle.effective_amount, circle.currency)}
      />
      <Figure
        label={t("circle.added")}
        value={amount(circle.contagion_exposure, circle.currency)}
      />
      <Figure label={t("circle.worst")} value={percent(circle.max_pd)} />
      <TimeControl now={circle.at.as_of} />
      <ShareButtons
        report={`v1/reports/circles/${encodeURIComponent(circle.circle_id)}`}
      />
    </header>
  );
}

/** The picture without the links that are switched off, and whom only they tied. */
function shownOf(
  circle: Circle,
  ring: ReadonlySet<string>,
  idle: boolean,
  background: boolean,
  vocabulary: Vocabulary,
): GraphPayload {
  const edges = circle.graph.edges.filter(
    (edge) =>
      (idle || !isIdle(edge)) &&
      (background || !vocabulary.relation(edge.relation).background),
  );
  const tied = new Set(edges.flatMap((edge) => [edge.source, edge.target]));
  const nodes = circle.graph.nodes.filter(
    (node) => ring.has(node.id) || tied.has(node.id),
  );
  return { ...circle.graph, nodes, edges };
}

function hullsOf(circle: Circle, words: Words): HullGroup[] {
  return circle.controllers.map(({ party, confirmed, ties }) => ({
    id: party.party_id,
    members: ties.map((tie) => tie.party_id),
    confirmed,
    label: `${words.t(confirmed ? "hull.confirmed" : "hull.suspected")} · ${words.t(
      "hull.firms",
      { n: ties.length },
    )}`,
  }));
}

export function CirclePage({ id }: { id: string }) {
  const moment = useMoment();
  const { title } = useWords();
  const answer = useCircle(id, moment);
  useTitle(answer.data && title(answer.data.name));
  if (answer.isPending) return <Skeleton rows={8} />;
  if (answer.error) {
    return (
      <>
        <PastBanner />
        <Failure page error={answer.error} onRetry={() => void answer.refetch()} />
      </>
    );
  }
  return (
    <div className="page">
      <Header circle={answer.data} />
      <PastBanner />
      <BehindBanner />
      <Workspace circle={answer.data} loading={answer.isFetching} />
    </div>
  );
}

function Workspace({ circle, loading }: { circle: Circle; loading: boolean }) {
  const words = useWords();
  const vocabulary = useVocabulary();
  const { t } = words;
  const { query } = useRoute();
  const moment = useMoment();
  const selected = query.get("sel");
  const contagion = query.get("contagion") !== "off";
  const controllersOn = query.get("controllers") !== "off";
  const idleOn = query.get("idle") !== "off";
  const ownersOn = query.get("owners") === "on";
  const sheet = query.get("sheet") ?? "members";
  const [lit, setLit] = useState<ReadonlySet<string> | null>(null);
  const [panel, setPanel] = useState<PanelTab>("why");
  const cycles = useCycles(circle.circle_id, MOST_CYCLES, sheet === "cycles");
  const timeline = useCircleTimeline(circle.circle_id, moment);

  const ring = useMemo(
    () => new Set(circle.members.map((member) => member.party.party_id)),
    [circle.members],
  );
  const payload = useMemo(
    () => shownOf(circle, ring, idleOn, ownersOn, vocabulary),
    [circle, ring, idleOn, ownersOn, vocabulary],
  );
  const tools = useWorkspace(payload, moment);
  const hulls = useMemo(
    () => (controllersOn ? hullsOf(circle, words) : []),
    [circle, words, controllersOn],
  );
  const controllers = useMemo(() => new Set(hulls.map((hull) => hull.id)), [hulls]);
  const onSelect = useCallback((next: string | null) => {
    setParams({ sel: next });
    setLit(null);
    setPanel(next ? "details" : "why");
  }, []);
  const light = (ids: string[]) => setLit(ids.length > 0 ? new Set(ids) : null);
  const onSheet = (next: string) =>
    setParams({ sheet: next === "members" ? null : next });
  const toggle = (name: string) => (on: boolean) =>
    setParams({ [name]: on ? null : "off" });
  return (
    <div className="workspace">
      <GraphPane
        tools={tools}
        title={`${words.title(circle.name)} · ${circle.circle_id} · suretynet`}
        file={circle.circle_id}
        layout="ring"
        moment={moment}
        loading={loading}
        error={null}
        onRetry={() => {}}
        completeness={circle.completeness}
        note={isDenseRing(tools.picture.edges, ring) ? t("circle.dense") : undefined}
        selected={selected}
        onSelect={onSelect}
        ring={ring}
        controllers={controllers}
        hulls={hulls}
        lit={lit}
        contagion={contagion}
        onContagion={() => toggle("contagion")(!contagion)}
        sheets={[
          memberSheet(circle, words, { selected, onSelect }),
          cycleSheet(circle, cycles.data, words, tools.picture, light),
          monthSheet(circle.circle_id, timeline.data, words),
        ]}
        sheet={sheet}
        onSheet={onSheet}
        strip={
          <MonthStrip
            title={t("strip.title")}
            timeline={timeline.data}
            failed={timeline.isError}
            onTable={() => onSheet("months")}
          />
        }
        controls={
          <>
            {circle.controllers.length > 0 && (
              <Checkbox checked={controllersOn} onChange={toggle("controllers")}>
                {t("tool.controllers")}
              </Checkbox>
            )}
            <Checkbox checked={contagion} onChange={toggle("contagion")}>
              {t("tool.contagion")}
            </Checkbox>
            <Checkbox checked={idleOn} onChange={toggle("idle")}>
              {t("tool.no_force")}
            </Checkbox>
            <Checkbox
              checked={ownersOn}
              onChange={(on) => setParams({ owners: on ? "on" : null })}
            >
              {t("tool.owners")}
            </Checkbox>
          </>
        }
      />
      <aside className="panel">
        <Tabs<PanelTab>
          label={t("tab.why")}
          chosen={panel}
          onChoose={setPanel}
          choices={[
            { id: "why", label: t("tab.why") },
            { id: "details", label: t("tab.details") },
          ]}
        />
        <div className="panel-body">
          {panel === "why" ? (
            <CirclePanel circle={circle} onReason={light} />
          ) : (
            <DetailsPanel picture={tools.picture} selected={selected} moment={moment} />
          )}
        </div>
      </aside>
    </div>
  );
}
