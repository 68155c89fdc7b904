import { describe, expect, test } from "vitest";
import { widthOfAmount } from "../src/graph/canvas/elements";
import { fitted, isOutside } from "../src/graph/canvas/viewport";
import { neighbourTowards } from "../src/graph/keyboardNavigation";
import { placeEdgeLabels } from "../src/graph/label/edgeLabels";
import { placeLabels } from "../src/graph/label/nodeLabels";
import { contains, convexHull, hullPolygons } from "../src/graph/layout/convexHull";
import { arcHeights, curveOf } from "../src/graph/layout/edgeCurves";
import { placeAround } from "../src/graph/layout/expansionPlacement";
import { type Box, overlap } from "../src/graph/layout/geometry";
import { ellipseThrough, guidesOf } from "../src/graph/layout/guides";
import { linksOf } from "../src/graph/layout/links";
import { diameterOf } from "../src/graph/layout/nodeSize";
import { isDenseRing, labelledLinks } from "../src/graph/layout/ringDensity";
import { vocabulary } from "./ontology";
import { edge, node } from "./picture";

const NOBODY = new Set<string>();
const inside = (box: Box, x: number, y: number) =>
  box.left < x && x < box.right && box.top < y && y < box.bottom;
const measure = (text: string) => text.length * 7;

describe("links", () => {
  test.each([
    ["1000000", 1.25],
    ["10000000", 3],
    ["100000000", 4.75],
    ["1000000000", 6.5],
    ["1", 1.25],
    [null, 1.25],
  ])("the width of %s is %s px", (amount, pixels) => {
    expect(widthOfAmount(amount, 1.25)).toBeCloseTo(pixels);
  });

  test("a mutual pair arcHeights to both sides", () => {
    const nodes = [node("a"), node("b", 200, 0)];
    const found = arcHeights(nodes, [edge("a", "b"), edge("b", "a")], null, NOBODY);
    expect([...found.values()].every((arcHeight) => arcHeight !== 0)).toBe(true);
    const middles = [
      curveOf(nodes[0]!, nodes[1]!, found.get("a>b:guarantee")!).at(0.5).y,
      curveOf(nodes[1]!, nodes[0]!, found.get("b>a:guarantee")!).at(0.5).y,
    ];
    expect(Math.sign(middles[0]!)).toBe(-Math.sign(middles[1]!));
  });

  test("no link runs straight through a third node", () => {
    const nodes = [node("a"), node("b", 300, 0), node("c", 150, 0)];
    const found = arcHeights(nodes, [edge("a", "b")], null, NOBODY);
    expect(Math.abs(found.get("a>b:guarantee")!)).toBeGreaterThan(20);
  });

  test("ring links arcHeight away from the middle", () => {
    const nodes = [node("a", 0, -100), node("b", 100, 0), node("c", -100, 0)];
    const ring = new Set(["a", "b", "c"]);
    const arcHeight = arcHeights(nodes, [edge("a", "b")], { x: 0, y: 0 }, ring).get(
      "a>b:guarantee",
    )!;
    const middle = curveOf(nodes[0]!, nodes[1]!, arcHeight).at(0.5);
    expect(Math.hypot(middle.x, middle.y)).toBeGreaterThan(Math.hypot(50, 50));
  });
});

describe("guides and hulls", () => {
  test("an ellipse is drawn only where the nodes lie on one", () => {
    const on = [0, 1, 2, 3, 4].map((k) => ({
      x: 200 * Math.cos(k),
      y: 100 * Math.sin(k),
    }));
    const found = ellipseThrough(on, { x: 0, y: 0 });
    expect(found?.rx).toBeCloseTo(200);
    expect(found?.ry).toBeCloseTo(100);
    expect(ellipseThrough([...on, { x: 5, y: 5 }], { x: 0, y: 0 })).toBeNull();
  });

  test("only the hops layout has rings of steps", () => {
    expect(guidesOf([node("a")], "force", "a", NOBODY)).toEqual([]);
  });

  test("a hull holds its members, and is split where it would swallow another", () => {
    const members = [
      { x: 0, y: 0 },
      { x: 200, y: 0 },
    ];
    expect(contains(convexHull(members, 30), { x: 100, y: 10 })).toBe(true);
    expect(hullPolygons(members, [{ x: 100, y: 200 }], 30)).toHaveLength(1);
    expect(hullPolygons(members, [{ x: 100, y: 0 }], 30)).toHaveLength(2);
  });
});

describe("names", () => {
  const wanted = (nodes: ReturnType<typeof node>[]) =>
    nodes.map((each, k) => ({
      node: each,
      text: { first: `Company number ${k}`, second: "second line" },
      priority: -k,
    }));

  test("no two names touch, and none covers a node", () => {
    const nodes = Array.from({ length: 30 }, (_, k) =>
      node(`n${k}`, (k % 6) * 70, Math.floor(k / 6) * 60),
    );
    const labels = placeLabels(wanted(nodes), nodes, [], 1, measure);
    expect(labels.length).toBeGreaterThan(3);
    for (const [k, label] of labels.entries()) {
      for (const other of labels.slice(k + 1)) {
        expect(overlap(label.box, other.box)).toBe(false);
      }
    }
  });

  test("second lines go below 60 % zoom and all but twenty names below 40 %", () => {
    const nodes = Array.from({ length: 40 }, (_, k) => node(`n${k}`, k * 900, 0));
    const far = placeLabels(wanted(nodes), nodes, [], 0.5, measure);
    expect(far.every((label) => label.second === "")).toBe(true);
    expect(placeLabels(wanted(nodes), nodes, [], 0.3, measure)).toHaveLength(20);
  });

  test("a name goes to another side before it covers a link", () => {
    const nodes = [node("a"), node("b", 300, 0)];
    const points = Array.from({ length: 50 }, (_, k) => ({ x: 24 + k * 6, y: 0 }));
    const [first] = wanted(nodes.slice(0, 1));
    const right = { ...first!, node: { ...first!.node, label_side: "right" as const } };
    const free = placeLabels([right], nodes, [], 1, measure)[0]!;
    expect(free.anchor).toBe("start");
    const line = { points, weight: 1 };
    const moved = placeLabels([right], nodes, [line], 1, measure)[0]!;
    expect(points.some(({ x, y }) => inside(moved.box, x, y))).toBe(false);
    expect(moved.second).toBe("second line");
  });

  test("a name loses its second line before it covers a link", () => {
    const nodes = [node("a")];
    const rows = [-60, -40, 0, 40, 60].flatMap((y) =>
      Array.from({ length: 80 }, (_, k) => ({ x: -240 + k * 6, y })),
    );
    const lines = [{ points: rows, weight: 1 }];
    const short = placeLabels(wanted(nodes), nodes, lines, 1, measure)[0]!;
    expect(short.second).toBe("");
    expect(rows.some(({ x, y }) => inside(short.box, x, y))).toBe(false);
  });

  test("a dense ring speaks along itself, and for the firm that is pointed at", () => {
    const ids = ["a", "b", "c", "d", "e"];
    const nodes = ids.map((id, k) =>
      node(id, 100 * Math.cos(k * 1.2566), 100 * Math.sin(k * 1.2566)),
    );
    const edges = ids.flatMap((one) =>
      ids.flatMap((other) => (one === other ? [] : edge(one, other))),
    );
    const links = linksOf(nodes, edges, new Map(), vocabulary);
    const ring = new Set(ids);
    const labelled = (near: string | null) =>
      labelledLinks(links, nodes, ring, { x: 0, y: 0 }, near);
    expect(isDenseRing(edges, ring)).toBe(true);
    expect(labelled(null)).toHaveLength(10);
    const own = labelled("a").map((link) => link.edge);
    expect(own).toHaveLength(8);
    expect(own.every(({ source, target }) => source === "a" || target === "a")).toBe(
      true,
    );
    const few = edges.slice(0, 6);
    expect(isDenseRing(few, ring)).toBe(false);
  });

  test("amounts keep off nodes and each other", () => {
    const [a, b] = [node("a"), node("b", 200, 0)];
    const curve = curveOf(a, b, 0);
    const common = {
      curve,
      arcHeight: 0,
      colour: "",
      faded: false,
      optional: false,
      chevrons: false,
    };
    const texts = placeEdgeLabels(
      [
        { ...common, id: "1", text: "¥60m" },
        { ...common, id: "2", text: "¥95m" },
      ],
      1,
      [],
      new Map(),
      measure,
    );
    expect(texts).toHaveLength(2);
    expect(texts[0]).not.toMatchObject({ x: texts[1]!.x, y: texts[1]!.y });
  });
});

describe("places", () => {
  test("new nodes stand free of those that are drawn, away from the focus", () => {
    const drawn = [node("a"), node("b", 150, 0)];
    const fresh = Array.from({ length: 25 }, (_, k) => node(`n${k}`));
    const places = placeAround(drawn, "b", "a", fresh);
    expect(places.size).toBe(25);
    const points = [...places.values(), ...drawn];
    for (const [k, one] of points.entries()) {
      for (const other of points.slice(k + 1)) {
        expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(80);
      }
    }
    expect(places.get("n0")!.x).toBeGreaterThan(150);
  });

  test("an arrow key walks to the neighbour in its direction", () => {
    const nodes = [node("a"), node("b", 100, 0), node("c", 0, 100), node("d", 90, 5)];
    const shown = { focus: "a", nodes, edges: [edge("a", "b"), edge("c", "a")] };
    expect(neighbourTowards(shown, "a", "ArrowRight")).toBe("b");
    expect(neighbourTowards(shown, "a", "ArrowDown")).toBe("c");
    expect(neighbourTowards(shown, "a", "ArrowUp")).toBeNull();
    expect(neighbourTowards(shown, null, "ArrowUp")).toBe("a");
  });

  test("a fitted view leaves no node outside", () => {
    const nodes = [node("a", -900, -700), node("b", 1200, 500)];
    const view = fitted(nodes, 900, 480);
    const frame = { width: 900, height: 480 };
    expect(nodes.some((each) => isOutside(view, each, frame))).toBe(false);
  });

  test("a node is as large as its kind, its loans and its place say", () => {
    const size = (size: number, rest = {}, focus = "") =>
      diameterOf({ ...node("a"), size, ...rest }, focus, vocabulary);
    expect(size(500)).toBe(52);
    expect(size(2)).toBe(28);
    expect(size(2, { party_type: "person" })).toBe(32);
    expect(size(2, { node_kind: "account", party_type: null })).toBe(36);
    expect(size(30, {}, "a")).toBe(52);
  });
});
