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
import { useWords } from "../i18n";
import { useTheme } from "../shell/theme";
import { BackLayer, guidesOf, type HullGroup, middleOf } from "./BackLayer";
import { edgeElement, type Marks, nodeElement } from "./elements";
import { FrontLayer } from "./FrontLayer";
import { bows } from "./geometry";
import { pictureImage } from "./image";
import { measureText } from "./labels";
import { labelsFor, marksFor, tagsFor } from "./layers";
import { readPalette } from "./palette";
import type { Point } from "./placement";
import { useCytoscape } from "./useCytoscape";
import { fitted, type View, ZOOM_LIMITS } from "./view";
import type { Picture } from "./workspace";

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

const START: View = { zoom: 1, pan: { x: 0, y: 0 } };
const moveTo = (view: View) => `translate(${view.pan.x} ${view.pan.y})`;

/** Three layers under one transform: hulls, the Cytoscape canvas, chevrons and names. */
export function Canvas(props: CanvasProps) {
  const { picture, layout, marks, ring, hulls, contagion, fitKey, handle } = props;
  const words = useWords();
  const { shown: theme } = useTheme();
  const frame = useRef<HTMLDivElement>(null);
  const holder = useRef<HTMLDivElement>(null);
  const back = useRef<SVGSVGElement>(null);
  const front = useRef<SVGSVGElement>(null);
  const view = useRef<View>(START);
  const [zoom, setZoom] = useState(1);
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
  const centre = useMemo(() => {
    const members = nodes.filter((node) => ring.has(node.id));
    return layout === "ring" && members.length > 2 ? middleOf(members) : null;
  }, [nodes, ring, layout]);
  const bowOf = useMemo(
    () => bows(nodes, picture.edges, centre, ring),
    [nodes, picture.edges, centre, ring],
  );
  const elements = useMemo(
    () => [
      ...picture.nodes.map((node) =>
        nodeElement(node, picture.focus, marks, palette, words.short(node)),
      ),
      ...picture.edges.map((edge) => edgeElement(edge, bowOf.get(edge.id) ?? 0, marks)),
    ],
    [picture, marks, palette, words, bowOf],
  );

  const onView = useCallback((next: View) => {
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
    onHover: () => {},
    onView,
  });

  const fit = useCallback(() => {
    const box = frame.current?.getBoundingClientRect();
    if (!core || !box || box.width === 0) return;
    const next = fitted(picture.nodes, box.width, box.height);
    core.viewport(next);
    onView(next);
  }, [core, picture.nodes, onView]);

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

  const parts = { nodes, words, zoom, marks };
  const edgeMarks = marksFor(parts, picture.edges, bowOf, contagion, ring);
  const labels = useMemo(
    () => labelsFor({ nodes, words, zoom, marks }, picture.focus, ring),
    [nodes, words, zoom, marks, picture.focus, ring],
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the picture takes keys
    <div
      ref={frame}
      className="canvas"
      tabIndex={0}
      role="application"
      aria-label={words.t("canvas.label", {
        n: picture.nodes.length,
        m: picture.edges.length,
      })}
      onKeyDown={props.onKeyDown}
      onContextMenu={(event) => event.preventDefault()}
    >
      <svg ref={back} className="layer" aria-hidden="true">
        <g transform={moveTo(view.current)}>
          <BackLayer
            nodes={nodes}
            zoom={zoom}
            guides={guidesOf(nodes, layout, picture.focus, ring)}
            hulls={hulls}
          />
        </g>
      </svg>
      <div ref={holder} className="layer __________cytoscape_container" />
      <svg ref={front} className="layer marks" aria-hidden="true">
        <g transform={moveTo(view.current)}>
          <FrontLayer
            nodes={nodes}
            labels={labels}
            marks={edgeMarks}
            zoom={zoom}
            hullTags={tagsFor(parts, hulls)}
            colourOf={(id) =>
              marks.controllers.has(id) ? "var(--control)" : "var(--text)"
            }
            faded={marks.faded}
            measure={(text) => measureText(text, "plain") * 0.96}
          />
        </g>
      </svg>
    </div>
  );
}
