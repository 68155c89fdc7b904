import type { At, GraphEdge, GraphNode, GraphPayload } from "../api/types";
import { FOLDED } from "../vocabulary/vocabulary";
import { placeAround } from "./layout/expansionPlacement";
import type { Point } from "./layout/geometry";

/** A link with the instant that it was drawn of: each answer has its own. */
export type DrawnEdge = GraphEdge & { at: At };

/** What one expansion brought, kept whole so that undo and collapse can drop it. */
export type Addition = {
  anchor: string;
  relation: string | null;
  nodes: GraphNode[];
  edges: DrawnEdge[];
};

/** The reader's own changes to the picture that the service sent. */
export type Changes = {
  additions: Addition[];
  hidden: string[];
  pinned: string[];
  moved: Record<string, Point>;
};

export type Workspace = {
  base: GraphPayload | null;
  present: Changes;
  past: Changes[];
  future: Changes[];
};

export type Step =
  | { type: "load"; payload: GraphPayload }
  | { type: "add"; anchor: string; relation: string | null; payload: GraphPayload }
  | { type: "collapse"; id: string }
  | { type: "hide"; id: string }
  | { type: "unhide" }
  | { type: "pin"; id: string }
  | { type: "move"; id: string; to: Point }
  | { type: "undo" }
  | { type: "redo" };

/** What is on the canvas. */
export type Picture = { focus: string | null; nodes: GraphNode[]; edges: DrawnEdge[] };

const DEEPEST_UNDO = 100;
const UNCHANGED: Changes = { additions: [], hidden: [], pinned: [], moved: {} };

export const emptyWorkspace: Workspace = {
  base: null,
  present: UNCHANGED,
  past: [],
  future: [],
};

/** What came later holds: a folded node says how many are left by now. */
function unique<T extends { id: string }>(lists: T[][]): T[] {
  const seen = new Map<string, T>();
  for (const item of lists.flat()) seen.set(item.id, item);
  return [...seen.values()];
}

const edgesOf = ({ edges, at }: GraphPayload): DrawnEdge[] =>
  edges.map((edge) => ({ ...edge, at }));

/** What is on the canvas: the service's picture with the reader's changes. */
export function picture({ base, present }: Workspace): Picture {
  if (!base) return { focus: null, nodes: [], edges: [] };
  const away = new Set(present.hidden);
  const nodes = unique([base.nodes, ...present.additions.map((a) => a.nodes)])
    .filter((node) => !away.has(node.id))
    .map((node) => ({ ...node, ...present.moved[node.id] }));
  const drawn = new Set(nodes.map((node) => node.id));
  const edges = unique([
    edgesOf(base),
    ...present.additions.map((a) => a.edges),
  ]).filter((edge) => drawn.has(edge.source) && drawn.has(edge.target));
  return { focus: base.focus, nodes, edges };
}

/** Neighbours that hang on this node alone; the focus never folds away. */
export function leavesOf({ focus, nodes, edges }: Picture, id: string): string[] {
  const others = new Map<string, Set<string>>();
  for (const { source, target } of edges) {
    for (const [one, other] of [
      [source, target],
      [target, source],
    ] as const) {
      if (!others.has(one)) others.set(one, new Set());
      others.get(one)?.add(other);
    }
  }
  return nodes
    .map((node) => node.id)
    .filter((other) => {
      const linked = others.get(other);
      return other !== focus && other !== id && linked?.size === 1 && linked.has(id);
    });
}

const foldOf = (id: string): string => `${FOLDED}|${id}`;

function addition(state: Workspace, step: Step & { type: "add" }): Changes | null {
  const now = picture(state);
  const drawn = new Map(now.nodes.map((node) => [node.id, node]));
  const wanted = new Set(step.payload.nodes.map((node) => node.id));
  const hidden = state.present.hidden.filter((id) => !wanted.has(id));
  const fold = foldOf(step.anchor);
  if (drawn.has(fold) && !wanted.has(fold)) hidden.push(fold);
  const fresh = step.payload.nodes.filter(
    (node) => !drawn.has(node.id) && !state.present.hidden.includes(node.id),
  );
  const refolded = step.payload.nodes.flatMap((node) => {
    const old = node.id === fold ? drawn.get(fold) : undefined;
    return old ? { ...node, x: old.x, y: old.y } : [];
  });
  const known = new Set(now.edges.map((edge) => edge.id));
  const edges = edgesOf(step.payload).filter((edge) => !known.has(edge.id));
  const same = hidden.join() === state.present.hidden.join();
  if (fresh.length === 0 && edges.length === 0 && same) return null;
  const places = placeAround(now.nodes, step.anchor, now.focus, fresh);
  const nodes = fresh.map((node) => ({ ...node, ...places.get(node.id) }));
  const { anchor, relation } = step;
  return {
    ...state.present,
    hidden,
    additions: [
      ...state.present.additions,
      { anchor, relation, nodes: [...nodes, ...refolded], edges },
    ],
  };
}

function toggled(list: string[], id: string): string[] {
  return list.includes(id) ? list.filter((other) => other !== id) : [...list, id];
}

function change(state: Workspace, step: Step): Changes | null {
  const { present } = state;
  switch (step.type) {
    case "add":
      return addition(state, step);
    case "collapse": {
      const additions = present.additions.filter((a) => a.anchor !== step.id);
      const folded = { ...present, additions };
      const leaves = leavesOf(picture({ ...state, present: folded }), step.id);
      if (leaves.length === 0 && additions.length === present.additions.length)
        return null;
      return { ...folded, hidden: [...present.hidden, ...leaves] };
    }
    case "hide":
      if (step.id === state.base?.focus || present.hidden.includes(step.id))
        return null;
      return { ...present, hidden: [...present.hidden, step.id] };
    case "unhide":
      return present.hidden.length > 0 ? { ...present, hidden: [] } : null;
    case "pin":
      return { ...present, pinned: toggled(present.pinned, step.id) };
    case "move":
      return { ...present, moved: { ...present.moved, [step.id]: step.to } };
    default:
      return null;
  }
}

/** A new picture keeps what was hidden and what was pinned in its place. */
function load({ present }: Workspace, payload: GraphPayload): Workspace {
  const moved = Object.fromEntries(
    Object.entries(present.moved).filter(([id]) => present.pinned.includes(id)),
  );
  return {
    ...emptyWorkspace,
    base: payload,
    present: { ...present, additions: [], moved },
  };
}

/** The workspace after a step; the same object where nothing changes. */
export function reduce(state: Workspace, step: Step): Workspace {
  const { past, present, future } = state;
  if (step.type === "load") return load(state, step.payload);
  if (step.type === "undo") {
    const previous = past.at(-1);
    if (!previous) return state;
    const left = past.slice(0, -1);
    return { ...state, present: previous, past: left, future: [present, ...future] };
  }
  if (step.type === "redo") {
    const [next, ...rest] = future;
    if (!next) return state;
    return { ...state, present: next, past: [...past, present], future: rest };
  }
  const next = change(state, step);
  if (!next) return state;
  const kept = [...past, present].slice(-DEEPEST_UNDO);
  return { ...state, present: next, past: kept, future: [] };
}
