/** Width of a text in pixels. */
export type Measure = (text: string, weight: "bold" | "plain") => number;

/** Canvas that measures, made when first asked for. */
let context: CanvasRenderingContext2D | null = null;

/** Width of a text in pixels at 12 px, by the browser's own fonts. */
export function measureText(text: string, weight: "bold" | "plain"): number {
  context ??= document.createElement("canvas").getContext("2d");
  if (!context) return text.length * 7;
  const { fontFamily } = getComputedStyle(document.body);
  context.font = `${weight === "bold" ? 600 : 400} 12px ${fontFamily}`;
  return context.measureText(text).width;
}
