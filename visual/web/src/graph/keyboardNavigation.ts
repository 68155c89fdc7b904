import type { Point } from "./layout/geometry";
import type { Picture } from "./workspace";

const DIRECTIONS: Record<string, Point> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** The linked node that lies most nearly in the direction of an arrow key. */
export function neighbourTowards(
  { nodes, edges, focus }: Picture,
  from: string | null,
  key: string,
): string | null {
  const direction = DIRECTIONS[key];
  if (!direction) return null;
  const here = nodes.find((node) => node.id === from);
  if (!here) return focus ?? nodes[0]?.id ?? null;
  const linked = new Set(
    edges.flatMap((edge) => {
      if (edge.source === here.id) return [edge.target];
      return edge.target === here.id ? [edge.source] : [];
    }),
  );
  let best: string | null = null;
  let bestScore = 0.2;
  for (const node of nodes) {
    if (!linked.has(node.id) || node.id === here.id) continue;
    const [dx, dy] = [node.x - here.x, node.y - here.y];
    const length = Math.hypot(dx, dy) || 1;
    const score = (dx * direction.x + dy * direction.y) / length;
    if (score > bestScore) [best, bestScore] = [node.id, score];
  }
  return best;
}
