import { type ReactNode, useMemo } from "react";
import { GraphPane } from "../graph/GraphPane";
import { RelationFilter } from "../graph/RelationFilter";
import type { Sheet } from "../graph/TablePanel";
import { useWords } from "../i18n";
import { Segmented } from "../parts/controls";
import { State } from "../parts/states";
import { setParams } from "../shell/route";
import {
  DEFAULT_DEPTH,
  DEPTHS,
  type Depth,
  LAYOUTS,
  type Layout,
  type Neighbourhood,
} from "./useNeighbourhood";

type Props = {
  around: Neighbourhood;
  /** Of the picture, where it is saved. */
  title: string;
  file: string;
  onSelect: (id: string | null) => void;
  lit?: ReadonlySet<string> | null;
  sheets?: Sheet[];
  error?: unknown;
  onPath?: (from: string) => void;
  /** Tools that only some pages have. */
  children?: ReactNode;
};

/** The picture around one node with its layouts, depth and filter. */
export function NeighbourhoodPane({ around, children, error, ...rest }: Props) {
  const { t } = useWords();
  const { tools, answer, layout, depth, kind } = around;
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
    <GraphPane
      {...rest}
      tools={tools}
      layout={layout}
      moment={around.moment}
      loading={answer.isFetching}
      error={answer.error ?? error}
      onRetry={() => void answer.refetch()}
      completeness={answer.data?.completeness}
      note={layout === "hops" ? t("legend.rings") : undefined}
      selected={around.selected}
      controllers={controllers}
      sheet={around.sheet}
      onSheet={(sheet) => setParams({ sheet: sheet === "links" ? null : sheet })}
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
            choices={LAYOUTS.map((id) => ({ id, label: t(`layout.${id}`) }))}
          />
          <i className="split" />
          <span className="soft">{t("tool.depth")}</span>
          <Segmented<Depth>
            label={t("tool.depth")}
            chosen={depth}
            onChoose={(next) =>
              setParams({ depth: next === DEFAULT_DEPTH ? null : next })
            }
            choices={DEPTHS.map((id) => ({ id, label: id }))}
          />
          <i className="split" />
          <RelationFilter kind={kind} chosen={around.relations} />
          {children}
        </>
      }
    />
  );
}
