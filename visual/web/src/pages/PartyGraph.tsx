import { useCallback, useMemo, useState } from "react";
import { type Moment, useNeighbours, useScore } from "../api/queries";
import type { Entity } from "../api/types";
import { GraphPane } from "../graph/GraphPane";
import { PathFinder } from "../graph/PathFinder";
import { RelationFilter, relationsIn } from "../graph/RelationFilter";
import { type Sheet, sheetOf } from "../graph/TablePanel";
import { idsOf, type PathSearch, usePaths } from "../graph/usePaths";
import { useWorkspace } from "../graph/useWorkspace";
import { useWords, type Words } from "../i18n";
import { Segmented, Tabs } from "../parts/controls";
import { Failure, Skeleton, State } from "../parts/states";
import { setParams, useRoute } from "../shell/route";
import { useVocabulary } from "../vocabulary/VocabularyProvider";
import { DetailsPanel } from "./DetailsPanel";
import { NotScored, ScorePanel } from "./ScorePanel";

const LAYOUTS = ["hops", "layers", "force"] as const;
type Layout = (typeof LAYOUTS)[number];
type PanelTab = "score" | "details";
type Depth = "1" | "2" | "3";
const DEFAULT_DEPTH: Depth = "2";
const LIMIT = 40;
const HUB_CAP = 8;

function pathSheet(
  search: PathSearch,
  file: string,
  onLight: (ids: string[]) => void,
  words: Words,
): Sheet[] {
  if (!search.ids) return [];
  const keyOf = (path: PathSearch["paths"][number]) => path.edges.join(" ");
  return [
    sheetOf({
      id: "paths",
      label: words.t("tables.paths"),
      file,
      columns: [
        {
          id: "length",
          head: words.t("col.length"),
          right: true,
          width: 64,
          value: (path) => path.edges.length,
        },
        {
          id: "path",
          flow: true,
          head: words.t("col.name"),
          value: (path) => path.nodes.map((node) => words.brief(node)).join(" – "),
        },
      ],
      rows: search.paths,
      keyOf,
      onSelect: (key) => {
        const path = search.paths.find((other) => keyOf(other) === key);
        if (path) onLight(idsOf(path));
      },
    }),
  ];
}

type Props = { id: string; entity: Entity; moment: Moment };

export function PartyGraph({ id, entity, moment }: Props) {
  const words = useWords();
  const { t } = words;
  const vocabulary = useVocabulary();
  const { query } = useRoute();
  const layout = LAYOUTS.find((known) => known === query.get("layout")) ?? "hops";
  const depth = (query.get("depth") ?? DEFAULT_DEPTH) as Depth;
  const relations = relationsIn(query, "party", vocabulary);
  const selected = query.get("sel");
  const to = query.get("to");
  const answer = useNeighbours(id, {
    relations: relations.join(","),
    depth,
    layout,
    limit: LIMIT,
    hub_cap: HUB_CAP,
    ...moment,
  });
  const score = useScore(id, moment, entity.score !== null);
  const tools = useWorkspace(answer.data, moment);
  const search = usePaths(tools, id, to, relations.join(","), moment);
  const [picked, setPicked] = useState<ReadonlySet<string> | null>(null);
  const [panel, setPanel] = useState<PanelTab>("score");
  const onSelect = useCallback((next: string | null) => {
    setParams({ sel: next });
    setPicked(null);
    setPanel(next ? "details" : "score");
  }, []);
  const light = (ids: string[]) => setPicked(ids.length > 0 ? new Set(ids) : null);
  const lightDebtor = (debtor: string) => {
    const link = tools.picture.edges.filter(
      (edge) => edge.source === id && edge.target === debtor,
    );
    light([id, debtor, ...link.map((edge) => edge.id)]);
  };
  const controllers = useMemo(
    () =>
      new Set(
        tools.picture.edges
          .filter((edge) => edge.relation === "control")
          .map((edge) => edge.source),
      ),
    [tools.picture.edges],
  );
  return (
    <div className="workspace">
      <GraphPane
        tools={tools}
        title={`${words.name(entity)} · suretynet`}
        file={entity.party_id}
        layout={layout}
        moment={moment}
        loading={answer.isFetching}
        error={answer.error ?? search.error}
        onRetry={() => void answer.refetch()}
        completeness={answer.data?.completeness}
        note={layout === "hops" ? t("legend.rings") : undefined}
        selected={selected}
        onSelect={onSelect}
        controllers={controllers}
        lit={picked ?? search.ids}
        sheets={pathSheet(search, `${id}-paths`, light, words)}
        sheet={query.get("sheet") ?? "links"}
        onSheet={(sheet) => setParams({ sheet: sheet === "links" ? null : sheet })}
        onPath={(from) => setParams({ to: from === id ? null : from, sheet: "paths" })}
        empty={
          <State icon="filter" title={t("canvas.empty")}>
            <button
              type="button"
              className="link"
              onClick={() => setParams({ relations: null })}
            >
              {t("canvas.clear_filters")}
            </button>
          </State>
        }
        controls={
          <>
            <Segmented<Layout>
              label={t("layout.title")}
              chosen={layout}
              onChoose={(next) => setParams({ layout: next === "hops" ? null : next })}
              choices={LAYOUTS.map((known) => ({
                id: known,
                label: t(`layout.${known}`),
              }))}
            />
            <i className="split" />
            <span className="soft">{t("tool.depth")}</span>
            <Segmented<Depth>
              label={t("tool.depth")}
              chosen={depth}
              onChoose={(next) =>
                setParams({ depth: next === DEFAULT_DEPTH ? null : next })
              }
              choices={(["1", "2", "3"] as const).map((n) => ({ id: n, label: n }))}
            />
            <i className="split" />
            <RelationFilter kind="party" chosen={relations} />
            <PathFinder to={to} />
          </>
        }
      />
      <aside className="panel">
        <Tabs<PanelTab>
          label={t("tab.details")}
          chosen={panel}
          onChoose={setPanel}
          choices={[
            { id: "score", label: t("tab.score") },
            { id: "details", label: t("tab.details") },
          ]}
        />
        <div className="panel-body">
          {panel === "details" && (
            <DetailsPanel
              picture={tools.picture}
              selected={selected}
              focus={id}
              moment={moment}
            />
          )}
          {panel === "score" && !entity.score && <NotScored />}
          {panel === "score" && entity.score && score.isPending && (
            <Skeleton rows={8} />
          )}
          {panel === "score" && score.error && (
            <Failure error={score.error} onRetry={() => void score.refetch()} />
          )}
          {panel === "score" && score.data && (
            <ScorePanel
              score={score.data}
              picked={null}
              onPick={lightDebtor}
              onReason={light}
            />
          )}
        </div>
      </aside>
    </div>
  );
}
