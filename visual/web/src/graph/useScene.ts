import { useCallback, useMemo } from "react";
import type { GraphNode } from "../api/types";
import { useWords } from "../i18n";
import { bordersOf, guidesOf, type HullGroup, middleOf } from "./BackLayer";
import type { Box } from "./box";
import { spokenLinks } from "./dense";
import type { Marks } from "./elements";
import { chevronBox } from "./FrontLayer";
import { bows } from "./geometry";
import type { Label } from "./labels";
import { courseOf, hubsOf, labelsFor, linksOf, textsFor, wavesOf } from "./layers";
import { placeTags, tagBox } from "./tags";
import type { Picture } from "./workspace";

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
  near: string | null;
};

/** All that the two drawn layers show, from the picture and the zoom. */
export function useScene(given: Given) {
  const { nodes, picture, layout, marks, ring, hulls, contagion, zoom, near } = given;
  const words = useWords();
  const centre = useMemo(() => {
    const members = nodes.filter((node) => ring.has(node.id));
    return layout === "ring" && members.length > 2 ? middleOf(members) : null;
  }, [nodes, layout, ring]);
  const bowOf = useMemo(
    () => bows(nodes, picture.edges, centre, ring),
    [nodes, picture.edges, centre, ring],
  );
  const links = useMemo(
    () => linksOf(nodes, picture.edges, bowOf),
    [nodes, picture.edges, bowOf],
  );
  const spoken = useMemo(
    () => spokenLinks(links, nodes, ring, centre, near),
    [links, nodes, ring, centre, near],
  );
  const guides = useMemo(
    () => guidesOf(nodes, layout, picture.focus, ring),
    [nodes, layout, picture.focus, ring],
  );
  const waves = useMemo(
    () => (contagion ? wavesOf(spoken, ring, marks.faded) : []),
    [contagion, spoken, ring, marks.faded],
  );
  const borders = useMemo(() => bordersOf(nodes, hulls), [nodes, hulls]);
  const courses = useMemo(
    () => new Map(links.map((link) => [link.edge.id, courseOf(link)])),
    [links],
  );
  const lines = useMemo(
    () => [
      ...courses.values(),
      ...borders.map(({ points }) => ({ points, weight: 1 })),
    ],
    [courses, borders],
  );
  const partsAt = useCallback(
    (scale: number) => ({ nodes, words, zoom: scale, marks }),
    [nodes, words, marks],
  );
  const labelsAt = useCallback(
    (scale: number) => labelsFor(partsAt(scale), lines, picture.focus, ring),
    [partsAt, lines, picture.focus, ring],
  );
  const tagsAt = useCallback(
    (scale: number, labels: Label[]) => {
      const names = labels.map((label) => label.box);
      const chevrons = wavesOf(links, ring, null).map((wave) =>
        chevronBox(wave, scale),
      );
      return placeTags(
        borders,
        nodes,
        [...names, ...chevrons],
        [...courses.values()],
        scale,
      );
    },
    [borders, nodes, courses, links, ring],
  );
  const labels = useMemo(() => labelsAt(zoom), [labelsAt, zoom]);
  const tags = useMemo(() => tagsAt(zoom, labels), [tagsAt, zoom, labels]);
  const texts = useMemo(
    () => textsFor(partsAt(zoom), spoken, waves, labels, tags, courses),
    [partsAt, zoom, spoken, waves, labels, tags, courses],
  );
  const boxesAt = useCallback(
    (scale: number): Box[] => {
      const names = labelsAt(scale);
      return [...names.map((label) => label.box), ...tagsAt(scale, names).map(tagBox)];
    },
    [labelsAt, tagsAt],
  );
  const hubs = useMemo(() => hubsOf(nodes, picture.edges), [nodes, picture.edges]);
  return { hubs, bowOf, guides, borders, waves, labels, tags, texts, boxesAt };
}
