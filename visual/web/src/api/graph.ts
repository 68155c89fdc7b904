import type {
  At,
  CircleMember,
  CircleSummary,
  Completeness,
  Names,
  Reason,
  Receipt,
  Text,
} from "./types";

export type NodeKind =
  | "party"
  | "contact"
  | "account"
  | "loan"
  | "guarantee"
  | "risk_event"
  | "more";

export type LegalForce =
  | "in_force"
  | "lapsed"
  | "released"
  | "no_effect"
  | "called"
  | "unknown";

export type LabelSide = "left" | "right" | "above" | "below";

export type GraphNode = Names & {
  id: string;
  node_kind: NodeKind;
  party_type: string | null;
  subtitle: Text | null;
  band: number | null;
  pd: number | null;
  /** Diameter in pixels at 100 % zoom. */
  size: number | null;
  /** Pixels at 100 % zoom, the second axis pointing down. */
  x: number;
  y: number;
  label_side: LabelSide | null;
  hops: number | null;
  hub_degree: number | null;
  hidden: Record<string, number>;
  circle_ids: string[];
};

export type GraphEdge = {
  id: string;
  relation: string;
  source: string;
  target: string;
  amount: string | null;
  currency: string | null;
  share: number | null;
  label: Text | string | null;
  force: LegalForce | null;
  force_reason: Text | string | null;
  valid_from: string | null;
  valid_to: string | null;
  recorded_from: string | null;
  derived: boolean;
  contracts: string[];
  source_records: { source: string; record_id: string }[];
  loss: "tail_to_head" | "head_to_tail" | "none";
};

export type GraphPayload = {
  focus: string | null;
  nodes: GraphNode[];
  edges: GraphEdge[];
  completeness: Completeness;
};

export type Expansion = {
  relations: {
    relation: string;
    direction: "both" | "in" | "out";
    label: Text;
    total: number;
    shown_cap: number;
  }[];
};

export type Paths = {
  paths: { nodes: string[]; edges: string[] }[];
  graph: GraphPayload;
  completeness: Completeness;
};

export type Circle = CircleSummary & {
  at?: At;
  members: CircleMember[];
  graph: GraphPayload;
  cycles_count: number;
  exposure: Record<string, string | number | null>;
  reasons: Reason[];
  receipt: Receipt | null;
  completeness: Completeness;
};

export type CirclePage = {
  items: CircleSummary[];
  next: string | null;
  total: number;
};
