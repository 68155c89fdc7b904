import { useCallback, useState } from "react";
import { type Moment, useScore } from "../api/queries";
import type { Entity } from "../api/types";
import { PathFinder } from "../graph/PathFinder";
import { type Sheet, sheetOf } from "../graph/TablePanel";
import { type Company, useCompany } from "../graph/useCompany";
import { idsOf, type PathSearch, usePaths } from "../graph/usePaths";
import { useWords, type Words } from "../i18n";
import { Tabs } from "../parts/controls";
import { Banner, CompletenessLine, Failure, Skeleton } from "../parts/states";
import { isNow } from "../parts/TimeControl";
import { lettersOn } from "../shell/KeyList";
import { decoded, navigate, setParams, toEvidence, useRoute } from "../shell/route";
import { useShortcut } from "../shell/shortcut";
import { DetailsPanel } from "./DetailsPanel";
import { FlagPanel } from "./FlagPanel";
import { NeighbourhoodPane } from "./NeighbourhoodPane";
import { NotScored, ScorePanel } from "./ScorePanel";
import { useNeighbourhood } from "./useNeighbourhood";

const PANEL_TABS = ["score", "flag", "details"] as const;
type PanelTab = (typeof PANEL_TABS)[number];

function pathSheet(
  search: PathSearch,
  file: string,
  onLight: (ids: string[]) => void,
  words: Words,
): Sheet[] {
  const { completeness } = search;
  if (!completeness) return [];
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
      note: <CompletenessLine completeness={completeness} />,
      onSelect: (key) => {
        const path = search.paths.find((other) => keyOf(other) === key);
        if (path) onLight(idsOf(path));
      },
    }),
  ];
}

/** That all holders of a ring are on the graph, or which are not. */
function RingBanner({
  others,
  company,
  back,
}: {
  others: string[];
  company: Company;
  back: string | null;
}) {
  const { t, list } = useWords();
  const { drawn, failed } = company;
  return (
    <Banner
      tone={failed.length > 0 ? "caution" : "quiet"}
      icon="rings"
      action={back?.startsWith("#/rings/") && <a href={back}>{t("ring.to_ring")}</a>}
    >
      <span role="status">
        {t("ring.drawn", { n: 1 + drawn, all: 1 + others.length })}
      </span>
      {failed.length > 0 && ` ${t("ring.not_drawn", { names: list(failed) })}`}
    </Banner>
  );
}

type Props = { id: string; entity: Entity; moment: Moment };

export function PartyGraph({ id, entity, moment }: Props) {
  const words = useWords();
  const { t } = words;
  const { query } = useRoute();
  const to = query.get("to");
  const around = useNeighbourhood("party", id, moment);
  const { tools, selected } = around;
  const score = useScore(id, moment, entity.score !== null);
  const search = usePaths(tools, id, to, around.relations.join(","), moment);
  const others = (query.get("with") ?? "").split(",").filter(Boolean).map(decoded);
  const company = useCompany(tools, id, others, around.relations.join(","), moment);
  const [picked, setPicked] = useState<ReadonlySet<string> | null>(null);
  const panel = PANEL_TABS.find((known) => known === query.get("panel")) ?? "score";
  const setPanel = (next: PanelTab) =>
    setParams({ panel: next === "score" ? null : next });
  // the flag first, then, of a firm, what it rests on
  useShortcut("w", () => {
    if (!lettersOn()) return;
    if (panel !== "flag") setPanel("flag");
    else if (entity.party_type === "company" && isNow(moment)) navigate(toEvidence(id));
  });
  const onSelect = useCallback((next: string | null) => {
    setParams({ sel: next, panel: next ? "details" : null });
    setPicked(null);
  }, []);
  const light = (ids: string[]) => setPicked(ids.length > 0 ? new Set(ids) : null);
  const lightDebtor = (debtor: string) => {
    const link = tools.picture.edges.filter(
      (edge) => edge.source === id && edge.target === debtor,
    );
    light([id, debtor, ...link.map((edge) => edge.id)]);
  };
  return (
    <>
      {others.length > 0 && (
        <RingBanner others={others} company={company} back={query.get("ring")} />
      )}
      <div className="workspace">
        <NeighbourhoodPane
          around={around}
          title={`${words.name(entity)} · suretynet`}
          file={entity.party_id}
          error={search.error}
          onSelect={onSelect}
          lit={picked ?? search.ids}
          sheets={pathSheet(search, `${id}-paths`, light, words)}
          onPath={(from) =>
            setParams({ to: from === id ? null : from, sheet: "paths" })
          }
        >
          <PathFinder to={to} />
        </NeighbourhoodPane>
        <aside className="panel">
          <Tabs<PanelTab>
            label={t("tab.details")}
            chosen={panel}
            onChoose={setPanel}
            choices={[
              { id: "score", label: t("tab.score") },
              { id: "flag", label: t("tab.flag") },
              { id: "details", label: t("tab.details") },
            ]}
          />
          {panel === "flag" && isNow(moment) && <FlagPanel id={id} />}
          {panel === "flag" && !isNow(moment) && (
            <p className="panel-section soft">{t("flag.past")}</p>
          )}
          {panel !== "flag" && (
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
          )}
        </aside>
      </div>
    </>
  );
}
