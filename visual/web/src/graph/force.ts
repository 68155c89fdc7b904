import type { GraphEdge } from "../api/types";

const IDLE = new Set(["lapsed", "released", "no_effect"]);

/** Whether a link is a guarantee: only those have legal force or lack it. */
export const isPromise = (edge: GraphEdge): boolean => edge.force !== "not_applicable";

/** Whether a link is a guarantee that binds nobody. */
export const isIdle = (edge: GraphEdge): boolean => IDLE.has(edge.force);
