import type { Box } from "./box";
import type { Point } from "./placement";

/** A line of the picture as points close to each other, and how much it hurts to cover. */
export type Course = { points: Point[]; weight: number };

type Spot = Point & { line: Course };

const CELL = 32;
const ROW = 1e5;
/** What a text costs for each line under it, and for each point of that line. */
const LINE_COST = 5;
const POINT_COST = 0.4;

const cellOf = (value: number): number => Math.floor(value / CELL);

/** The lines under the texts at one zoom, found by place. */
export class Ground {
  private readonly cells = new Map<number, Spot[]>();

  constructor(lines: Iterable<Course>, zoom: number) {
    for (const line of lines) {
      for (const point of line.points) {
        const spot = { x: point.x * zoom, y: point.y * zoom, line };
        const key = cellOf(spot.x) + cellOf(spot.y) * ROW;
        const cell = this.cells.get(key);
        if (cell) cell.push(spot);
        else this.cells.set(key, [spot]);
      }
    }
  }

  /** What the lines under a box cost it; its own line costs nothing. */
  costOf({ left, right, top, bottom }: Box, own?: Course): number {
    const met = new Set<Course>();
    let cost = 0;
    for (let row = cellOf(top); row <= cellOf(bottom); row++) {
      for (let column = cellOf(left); column <= cellOf(right); column++) {
        for (const { x, y, line } of this.cells.get(column + row * ROW) ?? []) {
          const under = left < x && x < right && top < y && y < bottom;
          if (!under || line === own) continue;
          cost += line.weight * (met.has(line) ? POINT_COST : LINE_COST + POINT_COST);
          met.add(line);
        }
      }
    }
    return cost;
  }
}
