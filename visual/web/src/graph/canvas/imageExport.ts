import type { Core } from "cytoscape";
import { type Palette, withoutTokens } from "./palette";

const SCALE = 2;
const FOOTER = 28;

function load(source: string): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error("the layer could not be drawn"));
    image.src = source;
  });
}

function layerSource(
  svg: SVGSVGElement,
  palette: Palette,
  w: number,
  h: number,
): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(w));
  copy.setAttribute("height", String(h));
  copy.setAttribute("font-family", getComputedStyle(document.body).fontFamily);
  const text = withoutTokens(new XMLSerializer().serializeToString(copy), palette);
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
}

/** All three layers as one picture, with a line that says what it shows. */
export async function pictureImage(
  core: Core | null,
  back: SVGSVGElement | null,
  front: SVGSVGElement | null,
  palette: Palette,
  title: string,
): Promise<Blob> {
  if (!core || !back || !front) throw new Error("the canvas is not drawn yet");
  const [width, height] = [core.width(), core.height()];
  const canvas = document.createElement("canvas");
  canvas.width = width * SCALE;
  canvas.height = (height + FOOTER) * SCALE;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("the browser draws no canvas");
  context.scale(SCALE, SCALE);
  context.fillStyle = palette.canvas ?? "#fff";
  context.fillRect(0, 0, width, height + FOOTER);
  const middle = core.png({ output: "base64uri", full: false, scale: SCALE });
  for (const source of [
    layerSource(back, palette, width, height),
    middle,
    layerSource(front, palette, width, height),
  ]) {
    context.drawImage(await load(source), 0, 0, width, height);
  }
  context.fillStyle = palette.text2 ?? "#000";
  context.font = `12px ${getComputedStyle(document.body).fontFamily}`;
  context.fillText(title, 12, height + 18);
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("no picture"))),
      "image/png",
    ),
  );
}
