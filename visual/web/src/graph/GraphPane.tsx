import {
  type ReactNode,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { Moment } from "../api/queries";
import type { Completeness, GraphNode } from "../api/types";
import { download } from "../format/csv";
import { useWords } from "../i18n";
import { CompletenessLine, Failure, Skeleton } from "../parts/states";
import { navigate } from "../shell/route";
import { useVocabulary } from "../vocabulary/VocabularyProvider";
import { FOLDED } from "../vocabulary/vocabulary";
import { Canvas, type CanvasHandle } from "./canvas/Canvas";
import { relationDegrees } from "./degree";
import { ExpandMenu } from "./ExpandMenu";
import { linkColumns, nodeColumns } from "./graphColumns";
import type { HullGroup } from "./layout/controllerHulls";
import type { Point } from "./layout/geometry";
import { linksInOrder } from "./layout/links";
import { Legend } from "./legend/Legend";
import { pageOf } from "./nodePage";
import { type Sheet, sheetOf, TablePanel } from "./TablePanel";
import { ToolBar } from "./ToolBar";
import { useGraphKeys } from "./useGraphKeys";
import { usePictureState } from "./usePictureState";
import type { Expand, WorkspaceTools } from "./useWorkspace";

const PAGE = 20;
const MENU = { width: 300, height: 420 };
const NOBODY: ReadonlySet<string> = new Set();

export type GraphPaneProps = {
  tools: WorkspaceTools;
  title: string;
  file: string;
  layout: string;
  moment: Moment;
  loading: boolean;
  error: unknown;
  onRetry: () => void;
  completeness: Completeness | undefined;
  selected: string | null;
  onSelect: (id: string | null) => void;
  ring?: ReadonlySet<string>;
  controllers?: ReadonlySet<string>;
  hulls?: HullGroup[];
  lit?: ReadonlySet<string> | null;
  /** What is there but not counted. */
  pale?: ReadonlySet<string>;
  contagion?: boolean;
  onContagion?: () => void;
  /** Tables before those of links and nodes, or in their place by the same id. */
  sheets?: Sheet[];
  sheet: string;
  onSheet: (id: string) => void;
  controls: ReactNode;
  /** How complete the picture is, where it is not told as usual. */
  completed?: ReactNode;
  onPath?: (from: string) => void;
  empty?: ReactNode;
  note?: ReactNode;
  /** What stands between the legend and the tables. */
  strip?: ReactNode;
};

/** Tool bar, canvas, legend, strip and tables of one picture. */
export function GraphPane(props: GraphPaneProps) {
  const { tools, selected, onSelect, moment, layout } = props;
  const words = useWords();
  const vocabulary = useVocabulary();
  const { picture } = tools;
  const canvas = useRef<CanvasHandle>(null);
  const pane = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const [menu, setMenu] = useState<{ id: string; at: Point } | null>(null);
  const ring = props.ring ?? NOBODY;
  const controllers = props.controllers ?? NOBODY;
  const pale = props.pale ?? NOBODY;
  const marks = useMemo(
    () => ({
      selected,
      pinned: new Set(tools.pinned),
      controllers,
      faded: props.lit ?? null,
      pale,
    }),
    [selected, tools.pinned, controllers, props.lit, pale],
  );

  const openMenu = useCallback((id: string | null) => {
    const place = id ? canvas.current?.screenOf(id) : null;
    const box = frame.current?.getBoundingClientRect();
    if (!id || !place || !box) return setMenu(null);
    const x = Math.max(8, Math.min(place.x + 32, box.width - MENU.width - 8));
    const y = Math.max(8, Math.min(place.y - 20, box.height - MENU.height - 8));
    setMenu({ id, at: { x, y } });
  }, []);
  const closeMenu = useCallback(() => setMenu(null), []);

  const node = (id: string) => picture.nodes.find((other) => other.id === id);
  /** Where a node has a page that is not this one. */
  const pageBeside = (other: GraphNode | undefined): string | null =>
    other && other.id !== picture.focus ? pageOf(other, vocabulary) : null;
  const unfold = (id: string) => {
    const link = picture.edges.find((edge) => edge.target === id);
    if (!link) return;
    onSelect(null);
    const drawn = relationDegrees(picture, link.source);
    const folded = vocabulary.collected().filter(({ name }) => drawn.has(name));
    void tools.expand(link.source, {
      relation: folded.map(({ name }) => name).join(","),
      cap: Math.max(...drawn.values()) + PAGE,
    });
  };
  const open = (id: string) => {
    const page = pageBeside(node(id));
    if (node(id)?.node_kind === FOLDED) unfold(id);
    else if (page) navigate(page);
    else openMenu(id);
  };
  const keys = useGraphKeys({
    tools,
    canvas,
    selected,
    onSelect,
    onOpen: open,
    onMenu: openMenu,
    onContagion: props.onContagion,
    onTable: () => {
      const find = (rows: string) => pane.current?.querySelector<HTMLElement>(rows);
      (
        find(".table-panel tbody tr[tabindex='0']") ?? find(".table-panel-body")
      )?.focus();
    },
  });
  usePictureState(pane, props.loading || tools.busy || tools.loads === 0);

  useEffect(() => {
    if (selected && !props.loading && tools.loads > 0 && picture.nodes.length === 0) {
      onSelect(null);
    }
  }, [selected, props.loading, tools.loads, picture.nodes.length, onSelect]);

  const saveImage = async () => {
    const image = await canvas.current?.image(props.title);
    if (image) download(`${props.file}.png`, image, "image/png");
  };
  const select = { selected, onSelect, onOpen: open };
  const links = linksInOrder(
    picture.edges.filter((edge) => edge.relation !== FOLDED),
    vocabulary,
  );
  const given = props.sheets ?? [];
  const usual = [
    sheetOf({
      id: "links",
      label: words.t("tables.links"),
      file: `${props.file}-links`,
      columns: linkColumns(picture.nodes, links, words, vocabulary),
      rows: links,
      keyOf: (edge) => edge.id,
      ...select,
    }),
    sheetOf({
      id: "nodes",
      label: words.t("tables.nodes"),
      file: `${props.file}-nodes`,
      columns: nodeColumns(picture.edges, words, vocabulary),
      rows: picture.nodes.filter((other) => other.node_kind !== FOLDED),
      keyOf: (other) => other.id,
      ...select,
    }),
  ];
  const replaced = new Set(given.map(({ id }) => id));
  const sheets = [...given, ...usual.filter(({ id }) => !replaced.has(id))];
  const menuNode = menu && node(menu.id);
  const menuPage = menuNode ? pageBeside(menuNode) : null;
  const chosen = selected && !menu ? node(selected) : undefined;
  const act = (run: () => void) => () => {
    closeMenu();
    run();
    canvas.current?.focus();
  };
  const showEmpty = !props.loading && !props.error && picture.edges.length === 0;
  return (
    <div className="graph-pane" ref={pane}>
      <ToolBar
        tools={tools}
        onFit={() => canvas.current?.fit()}
        onZoom={(factor) => canvas.current?.zoomBy(factor)}
        onImage={() => void saveImage()}
      >
        {props.controls}
      </ToolBar>
      <div className="canvas-frame" ref={frame}>
        <Canvas
          handle={canvas}
          picture={picture}
          layout={layout}
          marks={marks}
          ring={ring}
          hulls={props.hulls ?? []}
          contagion={props.contagion ?? false}
          fitKey={`${tools.loads} ${layout}`}
          onSelect={(id) => {
            closeMenu();
            if (id && node(id)?.node_kind === FOLDED) unfold(id);
            else onSelect(id);
          }}
          onOpen={open}
          onMenu={openMenu}
          onMove={(id, to) => tools.dispatch({ type: "move", id, to })}
          onKeyDown={keys.onCanvasKey}
        />
        {chosen && vocabulary.hasPage(chosen.node_kind) && (
          <button
            type="button"
            className="expand-button button"
            onClick={() => openMenu(chosen.id)}
          >
            {words.t("expand.title", { name: words.short(chosen) })}
          </button>
        )}
        {props.note && <p className="canvas-note small quiet">{props.note}</p>}
        {props.loading && tools.loads === 0 && (
          <div className="canvas-state">
            <Skeleton rows={6} />
          </div>
        )}
        {Boolean(props.error) && (
          <div className="canvas-state">
            <Failure error={props.error} onRetry={props.onRetry} />
          </div>
        )}
        {showEmpty && tools.loads > 0 && (
          <div className="canvas-state">{props.empty}</div>
        )}
        {menu && menuNode && (
          <ExpandMenu
            node={menuNode}
            at={menu.at}
            moment={moment}
            pinned={tools.pinned.includes(menu.id)}
            isFocus={menu.id === picture.focus}
            onExpand={(how: Expand) => act(() => void tools.expand(menu.id, how))()}
            onCollapse={act(() => tools.dispatch({ type: "collapse", id: menu.id }))}
            onHide={act(() => {
              tools.dispatch({ type: "hide", id: menu.id });
              onSelect(null);
            })}
            onPin={act(() => tools.dispatch({ type: "pin", id: menu.id }))}
            onPath={props.onPath ? act(() => props.onPath?.(menu.id)) : null}
            onOpen={menuPage ? () => navigate(menuPage) : null}
            onClose={closeMenu}
          />
        )}
      </div>
      <Legend
        picture={picture}
        contagion={props.contagion ?? false}
        hulls={(props.hulls ?? []).length > 0}
      />
      {props.strip}
      <TablePanel
        sheets={sheets}
        chosen={props.sheet}
        onChoose={props.onSheet}
        note={
          props.completed ??
          (props.completeness && <CompletenessLine completeness={props.completeness} />)
        }
        onKeyDown={keys.onTableKey}
      />
    </div>
  );
}
