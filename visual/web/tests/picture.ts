import type { GraphEdge, GraphNode, GraphPayload } from "../src/api/types";
import type { DrawnEdge } from "../src/graph/workspace";

export function node(id: string, x = 0, y = 0): GraphNode {
  return {
    id,
    name: id,
    name_en: null,
    node_kind: "party",
    party_type: "company",
    subtitle: null,
    band: 2,
    pd: 0.02,
    size: 34,
    x,
    y,
    label_side: "below",
    hops: 0,
    hidden: {},
    hidden_facts: {},
    circle_ids: [],
    flag: null,
  };
}

export function edge(
  source: string,
  target: string,
  relation = "guarantee",
): DrawnEdge {
  return {
    id: `${source}>${target}:${relation}`,
    relation,
    source,
    target,
    amount: null,
    currency: "CNY",
    share: null,
    label: null,
    force: "in_force",
    force_reason: null,
    valid_from: null,
    valid_to: null,
    recorded_from: null,
    derived: false,
    contracts: [],
    source_records: [],
    loss: "head_to_tail",
    count: 1,
    sums: [],
    unknown_amounts: 0,
    last: null,
    at: { as_of: null, known_at: null },
  };
}

export function payload(
  focus: string,
  nodes: GraphNode[],
  edges: GraphEdge[],
): GraphPayload {
  return {
    focus,
    layout: "hops",
    at: { as_of: null, known_at: null },
    nodes,
    edges,
    completeness: { complete: true, explored: 0, truncated_by: [], advice: null },
  };
}
