/** Where the nodes and arrows of a ring stand, when each is drawn for itself. */

export type Place = { x: number; y: number };

/** An ellipse: its middle, and how far it reaches across and down. */
export type Ellipse = Place & { across: number; down: number };

/** The room of the picture, the ellipse in it, and half an account's outline. */
export const [WIDTH, HEIGHT] = [920, 400];
export const RING: Ellipse = { x: WIDTH / 2, y: HEIGHT / 2, across: 250, down: 128 };
export const [HALF_WIDTH, HALF_HEIGHT] = [24, 16];

/** The place of the k-th of n nodes, clockwise from the top. */
export function placeOn(ring: Ellipse, k: number, n: number): Place {
  const angle = (2 * Math.PI * k) / n - Math.PI / 2;
  return {
    x: ring.x + ring.across * Math.cos(angle),
    y: ring.y + ring.down * Math.sin(angle),
  };
}

/**
 * An arrow that bends outwards by `out` and keeps `gap` from the middles of its ends, and
 * a little more at its tip.
 */
export function bow(
  from: Place,
  to: Place,
  out: number,
  gap: number,
): { d: string; middle: Place } {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy);
  const bend = {
    x: (from.x + to.x) / 2 + (dy / length) * out,
    y: (from.y + to.y) / 2 - (dx / length) * out,
  };
  const towards = (end: Place, reach: number): Place => {
    const [ex, ey] = [bend.x - end.x, bend.y - end.y];
    const far = Math.hypot(ex, ey);
    return { x: end.x + (ex / far) * reach, y: end.y + (ey / far) * reach };
  };
  const [a, b] = [towards(from, gap), towards(to, gap + 3)];
  return {
    d: `M${a.x} ${a.y} Q${bend.x} ${bend.y} ${b.x} ${b.y}`,
    middle: {
      x: (a.x + 2 * bend.x + b.x) / 4,
      y: (a.y + 2 * bend.y + b.y) / 4,
    },
  };
}

/** The place that is `gap` short of the end of a straight line. */
export function short(from: Place, to: Place, gap: number): Place {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const left = 1 - gap / (Math.hypot(dx, dy) || 1);
  return { x: from.x + dx * left, y: from.y + dy * left };
}

/** Places along a line, each at least `gap` after the one before. */
export function spread(at: number[], gap: number): number[] {
  const shown: number[] = [];
  for (const place of at) {
    const before = shown.at(-1);
    shown.push(before === undefined ? place : Math.max(place, before + gap));
  }
  return shown;
}
