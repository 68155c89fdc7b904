import { useCallback, useMemo } from "react";
import type { GraphNode } from "../../api/types";
import { useWords } from "../../i18n";
import { useVocabulary } from "../../vocabulary/VocabularyProvider";
import { hubDegrees } from "../degree";
import { hullLabelBox, placeHullLabels } from "../label/hullLabels";
import type { NodeLabel } from "../label/nodeLabels";
import { obstacleOf } from "../label/obstacles";
import { edgeLabelsOf, nodeLabelsOf } from "../label/sceneLabels";
import { chevronBox, contagionMarks } from "../layout/contagion";
import { type HullGroup, hullBorders } from "../layout/controllerHulls";
import { arcHeights } from "../layout/edgeCurves";
import { type Box, centreOf } from "../layout/geometry";
import { guidesOf } from "../layout/guides";
import { linksOf } from "../layout/links";
import { labelledLinks } from "../layout/ringDensity";
import type { Picture } from "../workspace";
import type { Marks } from "./elements";

type Given = {
  nodes: GraphNode[];
  picture: Picture;
  layout: string;
  marks: Marks;
  ring: ReadonlySet<string>;
  hulls: HullGroup[];
  contagion: boolean;
  zoom: number;
  /** The node that is pointed at, or else the selected one. */
  highlighted: string | null;
};

/** All that the two drawn layers show, from the picture and the zoom. */
export function useScene(given: Given) {
  const { nodes, picture, layout, marks, ring, hulls, contagion, zoom, highlighted } =
    given;
  const words = useWords();
  const vocabulary = useVocabulary();
  const centre = useMemo(() => {
    const members = nodes.filter((node) => ring.has(node.id));
    return layout === "ring" && members.length > 2 ? centreOf(members) : null;
  }, [nodes, layout, ring]);
  const arcHeightOf = useMemo(
    () => arcHeights(nodes, picture.edges, centre, ring),
    [nodes, picture.edges, centre, ring],
  );
  const links = useMemo(
    () => linksOf(nodes, picture.edges, arcHeightOf, vocabulary),
    [nodes, picture.edges, arcHeightOf, vocabulary],
  );
  const labelled = useMemo(
    () => labelledLinks(links, nodes, ring, centre, highlighted),
    [links, nodes, ring, centre, highlighted],
  );
  const guides = useMemo(
    () => guidesOf(nodes, layout, picture.focus, ring),
    [nodes, layout, picture.focus, ring],
  );
  const chevrons = useMemo(
    () => (contagion ? contagionMarks(labelled, ring, marks.faded) : []),
    [contagion, labelled, ring, marks.faded],
  );
  const borders = useMemo(() => hullBorders(nodes, hulls), [nodes, hulls]);
  const obstacles = useMemo(
    () => new Map(links.map((link) => [link.edge.id, obstacleOf(link)])),
    [links],
  );
  const lines = useMemo(
    () => [
      ...obstacles.values(),
      ...borders.map(({ points }) => ({ points, weight: 1 })),
    ],
    [obstacles, borders],
  );
  const partsAt = useCallback(
    (scale: number) => ({ nodes, words, vocabulary, zoom: scale, marks }),
    [nodes, words, vocabulary, marks],
  );
  const nodeLabelsAt = useCallback(
    (scale: number) => nodeLabelsOf(partsAt(scale), lines, picture.focus, ring),
    [partsAt, lines, picture.focus, ring],
  );
  const hullLabelsAt = useCallback(
    (scale: number, nodeLabels: NodeLabel[]) => {
      const names = nodeLabels.map((label) => label.box);
      const crossed = contagionMarks(links, ring, null).map((mark) =>
        chevronBox(mark, scale),
      );
      return placeHullLabels(
        borders,
        nodes,
        [...names, ...crossed],
        [...obstacles.values()],
        scale,
      );
    },
    [borders, nodes, obstacles, links, ring],
  );
  const nodeLabels = useMemo(() => nodeLabelsAt(zoom), [nodeLabelsAt, zoom]);
  const hullLabels = useMemo(
    () => hullLabelsAt(zoom, nodeLabels),
    [hullLabelsAt, zoom, nodeLabels],
  );
  const edgeLabels = useMemo(
    () =>
      edgeLabelsOf(
        partsAt(zoom),
        labelled,
        chevrons,
        nodeLabels,
        hullLabels,
        obstacles,
      ),
    [partsAt, zoom, labelled, chevrons, nodeLabels, hullLabels, obstacles],
  );
  const boxesAt = useCallback(
    (scale: number): Box[] => {
      const names = nodeLabelsAt(scale);
      return [
        ...names.map((label) => label.box),
        ...hullLabelsAt(scale, names).map(hullLabelBox),
      ];
    },
    [nodeLabelsAt, hullLabelsAt],
  );
  const hubs = useMemo(() => hubDegrees(nodes, picture.edges), [nodes, picture.edges]);
  return {
    hubs,
    arcHeightOf,
    guides,
    borders,
    chevrons,
    nodeLabels,
    hullLabels,
    edgeLabels,
    boxesAt,
  };
}
