import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from "react";
import { fetchNeighbours, type Moment } from "../api/queries";
import type { GraphPayload } from "../api/types";
import { useWords } from "../i18n";
import { say } from "../shell/live";
import { useVocabulary } from "../vocabulary/VocabularyProvider";
import { diameterOf } from "./layout/nodeSize";
import { ownId } from "./nodeIds";
import { emptyWorkspace, type Picture, picture, reduce, type Step } from "./workspace";

/** Which links an expansion brings. */
export type Expand = {
  /** One relation or several, with commas between; else what is usual. */
  relation?: string | null;
  direction?: "both" | "in" | "out";
  cap?: number;
};

/** The picture, and what can be done to it. */
export type WorkspaceTools = {
  picture: Picture;
  hidden: number;
  pinned: string[];
  canUndo: boolean;
  canRedo: boolean;
  /** Something is on its way into the picture. */
  busy: boolean;
  /** Grows by one with each picture that the service sent. */
  loads: number;
  dispatch: (step: Step) => void;
  add: (anchor: string, relation: string | null, payload: GraphPayload) => void;
  expand: (id: string, how?: Expand) => Promise<void>;
};

/** Most nodes of one expansion, unless it asks for more of one relation. */
const LIMIT = 60;
/** Most nodes that the service draws. */
const MOST = 1_500;

/** The reader's picture: what the service sent, and each change with its undo. */
export function useWorkspace(
  payload: GraphPayload | undefined,
  moment: Moment,
): WorkspaceTools {
  const { t } = useWords();
  const vocabulary = useVocabulary();
  const [state, dispatch] = useReducer(reduce, emptyWorkspace);
  const [pending, setPending] = useState(0);
  const [loaded, setLoaded] = useState<{ count: number; last?: GraphPayload }>({
    count: 0,
  });
  useEffect(() => {
    if (!payload) return;
    dispatch({ type: "load", payload });
    setLoaded(({ count }) => ({ count: count + 1, last: payload }));
  }, [payload]);
  const shown = useMemo(() => {
    const { focus, nodes, edges } = picture(state);
    const sized = nodes.map((node) => ({
      ...node,
      size: diameterOf(node, focus, vocabulary),
    }));
    return { focus, nodes: sized, edges };
  }, [state, vocabulary]);
  const drawn = useRef(shown);
  drawn.current = shown;

  const add = useCallback(
    (anchor: string, relation: string | null, brought: GraphPayload) => {
      const known = new Set(drawn.current.nodes.map((node) => node.id));
      const fresh = brought.nodes.filter((node) => !known.has(node.id)).length;
      dispatch({ type: "add", anchor, relation, payload: brought });
      say(fresh > 0 ? t("say.expanded", { n: fresh }) : t("say.nothing_new"));
    },
    [t],
  );

  const { as_of, known_at } = moment;
  const expand = useCallback(
    async (id: string, how: Expand = {}) => {
      setPending((count) => count + 1);
      try {
        const node = drawn.current.nodes.find((other) => other.id === id);
        if (!node) return;
        const brought = await fetchNeighbours(node.node_kind, ownId(node), {
          relations: how.relation,
          direction: how.direction ?? "both",
          depth: 1,
          limit: Math.min(MOST, Math.max(LIMIT, (how.cap ?? 0) + 1)),
          hub_cap: how.cap && Math.min(MOST, how.cap),
          as_of,
          known_at,
        });
        add(id, how.relation ?? null, brought);
      } finally {
        setPending((count) => count - 1);
      }
    },
    [add, as_of, known_at],
  );

  return {
    picture: shown,
    hidden: state.present.hidden.length,
    pinned: state.present.pinned,
    canUndo: state.past.length > 0,
    canRedo: state.future.length > 0,
    busy: pending > 0 || loaded.last !== payload,
    loads: loaded.count,
    dispatch,
    add,
    expand,
  };
}
