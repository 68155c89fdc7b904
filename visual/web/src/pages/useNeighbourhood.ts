import { type Moment, useNeighbours } from "../api/queries";
import { pictureId } from "../graph/nodeIds";
import { relationsIn } from "../graph/RelationFilter";
import { useWorkspace } from "../graph/useWorkspace";
import { useRoute } from "../shell/route";
import { useVocabulary } from "../vocabulary/VocabularyProvider";

export const LAYOUTS = ["hops", "layers", "force"] as const;
export type Layout = (typeof LAYOUTS)[number];
export const DEPTHS = ["1", "2", "3"] as const;
export type Depth = (typeof DEPTHS)[number];
export const DEFAULT_DEPTH: Depth = "2";
/** The first picture of a page stays readable; the reader expands it from there. */
const LIMIT = 40;
const HUB_CAP = 8;

/** The picture around one node, as the address asks for it. */
export function useNeighbourhood(kind: string, id: string, moment: Moment) {
  const vocabulary = useVocabulary();
  const { query } = useRoute();
  const layout = LAYOUTS.find((known) => known === query.get("layout")) ?? "hops";
  const depth = DEPTHS.find((known) => known === query.get("depth")) ?? DEFAULT_DEPTH;
  const relations = relationsIn(query, kind, vocabulary);
  const answer = useNeighbours(kind, id, {
    relations: relations.join(","),
    depth,
    layout,
    limit: LIMIT,
    hub_cap: HUB_CAP,
    ...moment,
  });
  const tools = useWorkspace(answer.data, moment);
  return {
    kind,
    focus: pictureId(kind, id),
    selected: query.get("sel"),
    sheet: query.get("sheet") ?? "links",
    layout,
    depth,
    relations,
    answer,
    tools,
    moment,
  };
}

export type Neighbourhood = ReturnType<typeof useNeighbourhood>;
