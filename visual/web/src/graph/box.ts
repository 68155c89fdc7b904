/** Part of the screen, in pixels from the origin of the picture. */
export type Box = { left: number; top: number; right: number; bottom: number };

export const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
