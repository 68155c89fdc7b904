import { useCallback, useMemo } from "react";
import type { GraphNode } from "../api/types";
import { useWords } from "../i18n";
import { guidesOf, type HullGroup, middleOf } from "./BackLayer";
import type { Marks } from "./elements";
import { bows } from "./geometry";
import type { Box } from "./labels";
import { hubsOf, labelsFor, linksOf, tagsFor, textsFor, wavesOf } from "./layers";
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
};

/** All that the two drawn layers show, from the picture and the zoom. */
export function useScene(given: Given) {
  const { nodes, picture, layout, marks, ring, hulls, contagion, zoom } = given;
  const words = useWords();
  const bowOf = useMemo(() => {
    const members = nodes.filter((node) => ring.has(node.id));
    const centre = layout === "ring" && members.length > 2 ? middleOf(members) : null;
    return bows(nodes, picture.edges, centre, ring);
  }, [nodes, picture.edges, layout, ring]);
  const links = useMemo(
    () => linksOf(nodes, picture.edges, bowOf),
    [nodes, picture.edges, bowOf],
  );
  const guides = useMemo(
    () => guidesOf(nodes, layout, picture.focus, ring),
    [nodes, layout, picture.focus, ring],
  );
  const waves = useMemo(
    () => (contagion ? wavesOf(links, ring, marks.faded) : []),
    [contagion, links, ring, marks.faded],
  );
  const partsAt = useCallback(
    (scale: number) => ({ nodes, words, zoom: scale, marks }),
    [nodes, words, marks],
  );
  const labelsAt = useCallback(
    (scale: number) => {
      const parts = partsAt(scale);
      return labelsFor(parts, links, tagsFor(parts, hulls), picture.focus, ring);
    },
    [partsAt, links, hulls, picture.focus, ring],
  );
  const labels = useMemo(() => labelsAt(zoom), [labelsAt, zoom]);
  const tags = useMemo(() => tagsFor(partsAt(zoom), hulls), [partsAt, zoom, hulls]);
  const texts = useMemo(
    () => textsFor(partsAt(zoom), links, waves, labels, tags),
    [partsAt, zoom, links, waves, labels, tags],
  );
  const boxesAt = useCallback(
    (scale: number): Box[] => labelsAt(scale).map((label) => label.box),
    [labelsAt],
  );
  const hubs = useMemo(() => hubsOf(nodes, picture.edges), [nodes, picture.edges]);
  return { hubs, bowOf, guides, waves, labels, tags, texts, boxesAt };
}
