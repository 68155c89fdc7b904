import { expect, test } from "vitest";
import {
  emptyWorkspace,
  leavesOf,
  picture,
  reduce,
  type Step,
  type Workspace,
} from "../src/graph/workspace";
import { edge, node, payload } from "./picture";

const base = payload(
  "a",
  [node("a"), node("b", 100, 0), node("c", 0, 100)],
  [edge("a", "b"), edge("b", "c"), edge("a", "c")],
);
const brought = payload("b", [node("b"), node("d")], [edge("b", "d")]);
const expandB: Step = { type: "add", anchor: "b", relation: null, payload: brought };

function after(...steps: Step[]): Workspace {
  return steps.reduce(reduce, reduce(emptyWorkspace, { type: "load", payload: base }));
}

const idsOf = (state: Workspace) => picture(state).nodes.map(({ id }) => id);

test("nothing is drawn before the first answer", () => {
  expect(picture(emptyWorkspace)).toEqual({ focus: null, nodes: [], edges: [] });
});

test("an expansion adds what is new and moves nothing", () => {
  const state = after(expandB);
  expect(idsOf(state)).toEqual(["a", "b", "c", "d"]);
  expect(picture(state).nodes.find(({ id }) => id === "b")).toMatchObject({
    x: 100,
    y: 0,
  });
  expect(picture(state).edges.map(({ id }) => id)).toContain("b>d:guarantee");
});

test("each link keeps the instant of the answer it came in", () => {
  const at = { as_of: "2026-09-16", known_at: "2026-09-17" };
  const later = { ...brought, at };
  const { edges } = picture(after({ ...expandB, payload: later }));
  const instants = new Map(edges.map((drawn) => [drawn.id, drawn.at]));
  expect(instants.get("b>d:guarantee")).toEqual(at);
  expect(instants.get("a>b:guarantee")).toEqual(base.at);
});

test("an expansion that brings nothing new is no step", () => {
  const state = after(expandB);
  expect(reduce(state, expandB)).toBe(state);
});

test("undo and redo are each other's inverse", () => {
  const state = after(expandB, { type: "hide", id: "c" });
  const back = reduce(reduce(state, { type: "undo" }), { type: "undo" });
  expect(idsOf(back)).toEqual(["a", "b", "c"]);
  const forth = reduce(reduce(back, { type: "redo" }), { type: "redo" });
  expect(picture(forth)).toEqual(picture(state));
});

test("undo with no past and redo with no future change nothing", () => {
  const state = after();
  expect(reduce(state, { type: "undo" })).toBe(state);
  expect(reduce(state, { type: "redo" })).toBe(state);
});

test("a new step forgets what was undone", () => {
  const state = after(expandB, { type: "undo" }, { type: "hide", id: "c" });
  expect(state.future).toEqual([]);
});

test("hiding a node hides its links, and showing all brings both back", () => {
  const hidden = after({ type: "hide", id: "c" });
  expect(picture(hidden).edges.map(({ id }) => id)).toEqual(["a>b:guarantee"]);
  expect(picture(reduce(hidden, { type: "unhide" })).edges).toHaveLength(3);
});

test("the focus cannot be hidden", () => {
  const state = after();
  expect(reduce(state, { type: "hide", id: "a" })).toBe(state);
});

test("collapse drops what the expansion brought", () => {
  expect(idsOf(after(expandB, { type: "collapse", id: "b" }))).toEqual(["a", "b", "c"]);
});

test("collapse hides only neighbours that hang on the node alone", () => {
  const star = payload(
    "a",
    ["a", "b", "c", "d"].map((id) => node(id)),
    [edge("a", "b"), edge("b", "c"), edge("b", "d"), edge("d", "a")],
  );
  const state = reduce(emptyWorkspace, { type: "load", payload: star });
  expect(leavesOf(picture(state), "b")).toEqual(["c"]);
  expect(idsOf(reduce(state, { type: "collapse", id: "b" }))).toEqual(["a", "b", "d"]);
});

test("expanding again shows what was hidden", () => {
  const state = after(expandB, { type: "hide", id: "d" }, expandB);
  expect(idsOf(state)).toContain("d");
});

test("a new picture keeps hidden nodes away and pinned nodes in place", () => {
  const state = after(
    { type: "pin", id: "b" },
    { type: "move", id: "b", to: { x: 7, y: 8 } },
    { type: "move", id: "c", to: { x: 9, y: 9 } },
    { type: "hide", id: "c" },
    { type: "load", payload: base },
    { type: "unhide" },
  );
  const at = (id: string) => picture(state).nodes.find((other) => other.id === id);
  expect(at("b")).toMatchObject({ x: 7, y: 8 });
  expect(at("c")).toMatchObject({ x: 0, y: 100 });
});

test("unfolding counts the rest anew, and takes the fold away once nothing is left", () => {
  const fold = { ...node("more|a", 50, 50), node_kind: "more", name: "+9" };
  const folded = payload("a", [node("a"), fold], [edge("a", "more|a", "more")]);
  const start = reduce(emptyWorkspace, { type: "load", payload: folded });
  const brought = (nodes: ReturnType<typeof node>[]): Step => ({
    type: "add",
    anchor: "a",
    relation: null,
    payload: payload("a", nodes, [edge("a", "b")]),
  });
  const rest = reduce(
    start,
    brought([node("a"), node("b"), { ...fold, x: 0, y: 0, name: "+5" }]),
  );
  const left = picture(rest).nodes.find(({ id }) => id === "more|a");
  expect(left).toMatchObject({ name: "+5", x: 50, y: 50 });
  const none = reduce(rest, brought([node("a"), node("b"), node("c")]));
  expect(idsOf(none)).toEqual(["a", "b", "c"]);
  expect(idsOf(reduce(none, { type: "undo" }))).toContain("more|a");
});
