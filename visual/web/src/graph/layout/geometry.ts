export type Point = { x: number; y: number };

/** Centre of the bounding box. */
export function centreOf(points: Point[]): Point {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  if (points.length === 0) return { x: 0, y: 0 };
  return {
    x: (Math.min(...xs) + Math.max(...xs)) / 2,
    y: (Math.min(...ys) + Math.max(...ys)) / 2,
  };
}

/** Part of the screen, in pixels from the origin of the picture. */
export type Box = { left: number; top: number; right: number; bottom: number };

/** Whether two boxes share an area. */
export const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
