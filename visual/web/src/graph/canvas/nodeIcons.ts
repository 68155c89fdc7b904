import type { NodeStyle } from "../../api/types";

export type NodeIcon = NonNullable<NodeStyle["icon"]>;

/** Our own strokes for the inside of nodes, on a 16 x 16 grid, 1.5 wide. */
export const ICONS: Record<NodeIcon, string> = {
  person:
    "M8 7.6a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2ZM3.2 13.6c.4-2.6 2.3-4 4.8-4s4.4 1.4 4.8 4",
  bank: "M2.2 6.4 8 2.8l5.8 3.6ZM2.4 13.4h11.2M4.2 6.6v4.8M6.8 6.6v4.8M9.3 6.6v4.8M11.8 6.6v4.8M3.2 11.4h9.6",
  contact:
    "M8 14.2S3.4 9.8 3.4 6.6a4.6 4.6 0 0 1 9.2 0C12.6 9.8 8 14.2 8 14.2ZM8 8.2a1.6 1.6 0 1 0 0-3.2 1.6 1.6 0 0 0 0 3.2Z",
  account: "M2.2 3.8h11.6v8.6H2.2ZM2.2 6.6h11.6M4.4 9.8h3",
  case: "M8.6 2.4 5 6l3 3 3.6-3.6ZM7.8 9.8 3.4 5.4M12.4 5.2 8 .8M7.2 8.2l-4.6 4.6M9.4 14h4.6",
  contract: "M4 2h5.6L12 4.4V14H4ZM9.4 2.2v2.4h2.4M6 7.6h4M6 10.4h4",
  loan: "M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2ZM5.6 4.8 8 8l2.4-3.2M8 8v3.6M6 8.4h4M6 10h4",
};

/** An icon as an image that Cytoscape draws. */
export function iconImage(icon: NodeIcon, colour: string): string {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32" viewBox="0 0 16 16" ' +
    `fill="none" stroke="${colour}" stroke-width="1.5" stroke-linecap="round" ` +
    `stroke-linejoin="round"><path d="${ICONS[icon]}"/></svg>`;
  return `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`;
}
