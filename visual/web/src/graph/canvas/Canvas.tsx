import {
  type KeyboardEvent,
  type Ref,
  useCallback,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from "react";
import { useWords } from "../../i18n";
import { useTheme } from "../../shell/theme";
import { useVocabulary } from "../../vocabulary/VocabularyProvider";
import type { HullGroup } from "../layout/controllerHulls";
import type { Point } from "../layout/geometry";
import type { Picture } from "../workspace";
import { edgeElement, type Marks, nodeElement } from "./elements";
import { HullLayer } from "./HullLayer";
import { pictureImage } from "./imageExport";
import { LabelLayer } from "./LabelLayer";
import { readPalette } from "./palette";
import { useCytoscape } from "./useCytoscape";
import { useScene } from "./useScene";
import { fitted, isOutside, type Viewport, withLabels, ZOOM_LIMITS } from "./viewport";

/** What the tool bar and the keys ask of the canvas. */
export type CanvasHandle = {
  fit: () => void;
  zoomBy: (factor: number) => void;
  image: (title: string) => Promise<Blob>;
  focus: () => void;
  screenOf: (id: string) => Point | null;
};

export type CanvasProps = {
  picture: Picture;
  layout: string;
  marks: Marks;
  ring: ReadonlySet<string>;
  hulls: HullGroup[];
  contagion: boolean;
  /** Changes when the view should be fitted anew. */
  fitKey: string;
  onSelect: (id: string | null) => void;
  onOpen: (id: string) => void;
  onMenu: (id: string) => void;
  onMove: (id: string, to: Point) => void;
  onKeyDown: (event: KeyboardEvent) => void;
  handle: Ref<CanvasHandle>;
};

const START: Viewport = { zoom: 1, pan: { x: 0, y: 0 } };
/** Names find other places when the view shrinks for them. */
const FIT_PASSES = 3;
const moveTo = (view: Viewport) => `translate(${view.pan.x} ${view.pan.y})`;

/** Three layers under one transform: hulls, the Cytoscape canvas, chevrons and names. */
export function Canvas(props: CanvasProps) {
  const { picture, layout, marks, ring, hulls, contagion, fitKey, handle } = props;
  const words = useWords();
  const vocabulary = useVocabulary();
  const { shown: theme } = useTheme();
  const frame = useRef<HTMLDivElement>(null);
  const holder = useRef<HTMLDivElement>(null);
  const back = useRef<SVGSVGElement>(null);
  const front = useRef<SVGSVGElement>(null);
  const view = useRef<Viewport>(START);
  const [zoom, setZoom] = useState(1);
  const [hovered, setHovered] = useState<string | null>(null);
  const [dragged, setDragged] = useState<{ id: string; to: Point } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme decides the colours
  const palette = useMemo(readPalette, [theme]);

  const nodes = useMemo(
    () =>
      picture.nodes.map((node) =>
        node.id === dragged?.id ? { ...node, ...dragged.to } : node,
      ),
    [picture.nodes, dragged],
  );
  const scene = useScene({
    nodes,
    picture,
    layout,
    marks,
    ring,
    hulls,
    contagion,
    zoom,
    highlighted: hovered ?? marks.selected,
  });
  const { arcHeightOf, boxesAt } = scene;
  const elements = useMemo(
    () => [
      ...picture.nodes.map((node) => nodeElement(node, marks, palette, vocabulary)),
      ...picture.edges.map((edge) =>
        edgeElement(edge, arcHeightOf.get(edge.id) ?? 0, marks, palette, vocabulary),
      ),
    ],
    [picture, marks, palette, vocabulary, arcHeightOf],
  );

  const onView = useCallback((next: Viewport) => {
    view.current = next;
    for (const svg of [back.current, front.current]) {
      svg?.firstElementChild?.setAttribute("transform", moveTo(next));
    }
    setZoom(next.zoom);
  }, []);

  const core = useCytoscape(holder, elements, palette, {
    onSelect: props.onSelect,
    onOpen: props.onOpen,
    onMenu: props.onMenu,
    onMove: (id, to) => {
      setDragged(null);
      props.onMove(id, to);
    },
    onDrag: (id, to) => setDragged({ id, to }),
    onHover: setHovered,
    onView,
  });

  const fit = useCallback(() => {
    const box = frame.current?.getBoundingClientRect();
    if (!core || !box || box.width === 0) return;
    let next = fitted(picture.nodes, box.width, box.height);
    for (let pass = 0; pass < FIT_PASSES; pass++) {
      next = withLabels(next, picture.nodes, boxesAt(next.zoom), box);
    }
    core.viewport(next);
    onView(next);
  }, [core, picture.nodes, boxesAt, onView]);

  const latestFit = useRef(fit);
  latestFit.current = fit;
  // biome-ignore lint/correctness/useExhaustiveDependencies: fits when the key says so
  useEffect(() => latestFit.current(), [fitKey, core]);

  useEffect(() => {
    if (!frame.current || !core) return;
    const watch = new ResizeObserver(() => {
      core.resize();
      latestFit.current();
    });
    watch.observe(frame.current);
    return () => watch.disconnect();
  }, [core]);

  // What an expansion brings must be seen: fit where it fell outside.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a drag must not fit
  useEffect(() => {
    const box = frame.current?.getBoundingClientRect();
    if (box && picture.nodes.some((node) => isOutside(view.current, node, box))) {
      latestFit.current();
    }
  }, [picture.nodes.length]);

  useImperativeHandle(handle, () => ({
    fit,
    zoomBy: (factor) => {
      const box = frame.current?.getBoundingClientRect();
      if (!core || !box) return;
      const level = Math.min(
        ZOOM_LIMITS.max,
        Math.max(ZOOM_LIMITS.min, core.zoom() * factor),
      );
      core.zoom({ level, renderedPosition: { x: box.width / 2, y: box.height / 2 } });
    },
    image: (title) => pictureImage(core, back.current, front.current, palette, title),
    focus: () => frame.current?.focus(),
    screenOf: (id) => {
      const node = nodes.find((other) => other.id === id);
      if (!node) return null;
      const { zoom: scale, pan } = view.current;
      return { x: node.x * scale + pan.x, y: node.y * scale + pan.y };
    },
  }));

  const near = useMemo(() => {
    if (!hovered) return null;
    const linked = picture.edges.filter(
      (edge) => edge.source === hovered || edge.target === hovered,
    );
    return new Set([hovered, ...linked.flatMap((edge) => [edge.source, edge.target])]);
  }, [hovered, picture.edges]);
  const opacityOf = (id: string) => {
    if (marks.pale.has(id)) return 0.36;
    const out = (marks.faded && !marks.faded.has(id)) || (near && !near.has(id));
    return out ? 0.45 : 1;
  };
  return (
    <div
      ref={frame}
      className="canvas"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the picture takes keys
      tabIndex={0}
      role="application"
      aria-label={words.t("canvas.label", {
        n: picture.nodes.length,
        m: picture.edges.length,
      })}
      onKeyDown={props.onKeyDown}
      // Cytoscape takes the focus away when the mouse goes down.
      onPointerUp={(event) => event.currentTarget.focus({ preventScroll: true })}
      onContextMenu={(event) => event.preventDefault()}
    >
      <svg ref={back} className="layer" aria-hidden="true">
        <g transform={moveTo(view.current)}>
          <HullLayer zoom={zoom} guides={scene.guides} borders={scene.borders} />
        </g>
      </svg>
      <div ref={holder} className="layer __________cytoscape_container" />
      <svg ref={front} className="layer marks" aria-hidden="true">
        <g transform={moveTo(view.current)}>
          <LabelLayer
            nodes={nodes}
            focus={picture.focus}
            nodeLabels={scene.nodeLabels}
            chevrons={scene.chevrons}
            edgeLabels={scene.edgeLabels}
            zoom={zoom}
            hullLabels={scene.hullLabels}
            hubs={scene.hubs}
            colourOf={(id) =>
              marks.controllers.has(id) ? "var(--control)" : "var(--text)"
            }
            pillOf={(node) => words.text(node.subtitle)}
            opacityOf={opacityOf}
          />
        </g>
      </svg>
    </div>
  );
}
