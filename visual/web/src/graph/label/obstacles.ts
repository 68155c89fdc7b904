import { pointsOf } from "../layout/edgeCurves";
import type { Box, Point } from "../layout/geometry";
import type { Link } from "../layout/links";

/** A line that labels should not cover: points close to each other, and its weight. */
export type LineObstacle = { points: Point[]; weight: number };

type IndexedPoint = Point & { line: LineObstacle };

const CELL = 32;
const ROW = 1e5;
/** What a text costs for each line under it, and for each point of that line. */
const LINE_COST = 5;
const POINT_COST = 0.4;

/** Weights of lines. */
const HEAVY = 1.6;
const LIGHT = 0.7;

const cellOf = (value: number): number => Math.floor(value / CELL);

/** Spatial index of the lines at one zoom: a grid of cells, each with its points. */
export class ObstacleIndex {
  private readonly cells = new Map<number, IndexedPoint[]>();

  constructor(lines: Iterable<LineObstacle>, zoom: number) {
    for (const line of lines) {
      for (const point of line.points) {
        const candidate = { x: point.x * zoom, y: point.y * zoom, line };
        const key = cellOf(candidate.x) + cellOf(candidate.y) * ROW;
        const cell = this.cells.get(key);
        if (cell) cell.push(candidate);
        else this.cells.set(key, [candidate]);
      }
    }
  }

  /** Cost of the lines that a box covers; `own`, the line it labels, costs nothing. */
  costOf({ left, right, top, bottom }: Box, own?: LineObstacle): number {
    const met = new Set<LineObstacle>();
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

/** A promise in force must be seen whole; dotted background need not be. */
export function obstacleOf({ edge, relation, curve }: Link): LineObstacle {
  const { background, style } = relation;
  const heavy = style.by_amount && edge.force === "in_force";
  const light = background && style.stroke === "dotted";
  return { points: pointsOf(curve), weight: heavy ? HEAVY : light ? LIGHT : 1 };
}
