import type { LineStyle, NodeStyle } from "../../api/types";

/** How a line looks, as far as the legend shows it. */
export type LineSample = {
  colour: LineStyle["colour"] | "distress";
  stroke: LineStyle["stroke"];
  /** A hollow head has no legal force; waves are distress that travels back. */
  arrow: LineStyle["arrow"] | "hollow" | "waves";
  width?: number;
};

const ARROWS: Record<LineSample["arrow"], string> = {
  triangle: "M22 3 30 7 22 11Z",
  hollow: "M22 3 30 7 22 11Z",
  vee: "M21 2.6 30 7 21 11.4 24 7Z",
  dot: "M27 4.4a2.6 2.6 0 1 0 .01 0Z",
  diamond: "M20 7 25 4 30 7 25 10Z",
  chevron: "M20 3 25 7 20 11M25 3 30 7 25 11",
  bar: "M5 2.5V11.5",
  waves: "M14 3 10 7 14 11M19 3 15 7 19 11M24 3 20 7 24 11",
  none: "",
};
const OPEN = new Set<LineSample["arrow"]>(["chevron", "bar", "waves", "none"]);
const WHOLE = new Set<LineSample["arrow"]>(["bar", "waves", "none"]);
const DASHES = { solid: undefined, dashed: "5 3", dotted: "1.5 2.5" };

/** A piece of line as the picture draws it. */
export function LineSign({ sample }: { sample: LineSample }) {
  const { arrow, width = 1.6 } = sample;
  const colour = `var(--${sample.colour})`;
  const sign = arrow === "waves" ? "var(--distress)" : colour;
  return (
    <svg
      width={28}
      height={14}
      viewBox="3 0 28 14"
      fill="none"
      stroke={colour}
      aria-hidden="true"
    >
      <path
        d={WHOLE.has(arrow) ? "M1 7H28" : "M1 7H23"}
        strokeWidth={width}
        strokeDasharray={DASHES[sample.stroke]}
      />
      <path
        d={ARROWS[arrow]}
        stroke={sign}
        strokeWidth={OPEN.has(arrow) ? 1.8 : 1}
        fill={OPEN.has(arrow) ? "none" : arrow === "hollow" ? "var(--surface)" : colour}
      />
    </svg>
  );
}

const SHAPES: Record<NodeStyle["shape"], string> = {
  box: "M3 2h8a1.5 1.5 0 0 1 1.5 1.5v7A1.5 1.5 0 0 1 11 12H3a1.5 1.5 0 0 1-1.5-1.5v-7A1.5 1.5 0 0 1 3 2Z",
  circle: "M7 1.5a5.5 5.5 0 1 0 .01 0Z",
  hexagon: "M4 2h6l3 5-3 5H4L1 7Z",
  diamond: "M7 1 13 7 7 13 1 7Z",
  barrel: "M2 3.5q5-1.6 10 0v7q-5 1.6-10 0Z",
  document: "M5 1.5h4L11.5 4v6L9 12.5H5L2.5 10V4Z",
  octagon: "M4.5 1.5h5l3 3v5l-3 3h-5l-3-3v-5Z",
};

/** The outline of a node as the picture draws it. */
export function NodeSign({ style }: { style: NodeStyle }) {
  return (
    <svg
      width={14}
      height={14}
      fill="none"
      stroke={`var(--${style.colour})`}
      strokeWidth={1.3}
      aria-hidden="true"
    >
      <path d={SHAPES[style.shape]} />
    </svg>
  );
}
