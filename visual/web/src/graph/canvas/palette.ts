import { tokenColour } from "../../shell/theme";

const NAMES = [
  "surface",
  "canvas",
  "sunk",
  "line",
  "line2",
  "lineS",
  "text",
  "text2",
  "text3",
  "accent",
  "accentW",
  "guarantee",
  "ownership",
  "control",
  "role",
  "transfer",
  "litigation",
  "distress",
  "onDistress",
  "better",
  ...[1, 2, 3, 4, 5].flatMap((band) => [`band${band}`, `band${band}T`, `band${band}L`]),
];

/** Colours by the name of their token. */
export type Palette = Record<string, string>;

/** The tokens as colours that a canvas understands, in the theme on the screen. */
export function readPalette(): Palette {
  return Object.fromEntries(NAMES.map((name) => [name, tokenColour(name)]));
}

/** Replaces `var(--token)` in serialised SVG, which leaves the page's style behind. */
export function withoutTokens(svg: string, palette: Palette): string {
  return svg.replace(
    /var\(--(\w+)\)/g,
    (whole, name: string) => palette[name] ?? whole,
  );
}
