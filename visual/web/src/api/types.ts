/** The shapes the service answers with. Money is a decimal string, instants are RFC 3339. */

export type Text = { en: string; zh: string };

export type At = { as_of: string; known_at: string };

export type Completeness = {
  complete: boolean;
  explored: number;
  truncated_by: string[];
  advice: Text | string | null;
};

export type Names = { name: string; name_en: string | null };

export type PartyRef = Names & {
  party_id: string;
  party_type?: string;
  band?: number | null;
};

export type Receipt = Record<string, unknown>;

export type Chip = { kind: "fact" | "derived" | "status"; text: Text | string };

export type Reason = { text: Text; chips: Chip[]; path_ids: string[] };

export type RingPlace = {
  id: string;
  band: number | null;
  /** Positions, within the ring, of the firms that this firm guarantees. */
  edges: number[];
  controller?: string | null;
};

export type CircleSummary = {
  circle_id: string;
  name: Text;
  kind: "strict" | "mutual_pair";
  firms: number;
  guarantees: number;
  effective_amount: string | null;
  unknown_amounts: number;
  increment_exposure: string | null;
  band: number | null;
  max_pd: number | null;
  members_preview: string[];
  ring: RingPlace[];
  hidden_controller: PartyRef | null;
  currency: string;
};

export type RiskyParty = {
  party: PartyRef;
  self_pd: number;
  pd: number;
  increment: number;
  pd_error: number | null;
  band: number | null;
  main_reason: Text | string | null;
};

export type LoadedSource = { source: string; facts: number; collected_at: string };

export type Portfolio = {
  at: At;
  reporting_currency: string;
  parties: number;
  guarantees: number;
  guaranteed_amount: string;
  circles: number;
  circle_firms: number;
  exposure_in_circles: string;
  expected_defaults: number | null;
  bands: { band: number; parties: number; exposure: string }[];
  riskiest_circles: CircleSummary[];
  riskiest_parties: RiskyParty[];
  demo_case: { circle_id: string; title: Text; text: Text } | null;
  snapshot_id: string;
  loaded_sources: LoadedSource[];
};

export type EntityHit = PartyRef & { matched: string | null };

export type EntityPage = {
  items: EntityHit[];
  next: string | null;
  total: { value: number; relation: "eq" | "gte" };
  suggestions: (string | PartyRef)[];
};

export type Property = {
  name: string;
  label: Text;
  value: string | number | boolean | null;
  unit: string | null;
  masked: boolean;
};

export type SourceRecord = {
  source: string;
  record_id: string;
  collected_at: string | null;
  file: string | null;
  row: number | null;
};

export type RiskEvent = {
  event_id?: string;
  kind: string;
  label?: Text | null;
  date?: string | null;
  valid_from?: string | null;
  valid_to?: string | null;
  amount?: string | null;
  currency?: string | null;
  description?: Text | string | null;
  source?: string | null;
  record_id?: string | null;
};

export type ScoreSummary = {
  self_pd: number;
  pd: number;
  increment: number;
  pd_error: number | null;
  band: number | null;
};

export type Entity = Names & {
  at?: At;
  party_id: string;
  party_type: string;
  properties: Property[];
  counts: Record<string, number>;
  circles: { circle_id: string; name: Text }[];
  score: ScoreSummary | null;
  events: RiskEvent[];
  sources: SourceRecord[];
  referents: string[];
};

export type CircleMember = {
  party: PartyRef;
  role: Text | null;
  controller: PartyRef | null;
  loans: string | null;
  gives: string | null;
  receives: string | null;
  self_pd: number | null;
  pd: number | null;
  pd_error: number | null;
  increment: number | null;
  band: number | null;
};

export type Cycle = {
  parties: PartyRef[];
  length: number;
  bottleneck: string | null;
  total: string | null;
};

export type CyclePage = { items: Cycle[]; completeness: Completeness };

export type Score = {
  party: PartyRef;
  self_pd: number;
  self_source: { quality: string; reason: Text | string };
  pd: number;
  pd_error: number | null;
  increment: number;
  increment_error: number | null;
  band: number | null;
  n_worlds: number | null;
  by_seed: { party: PartyRef; contribution: number }[];
  by_debtor: {
    party: PartyRef;
    contribution: number;
    amount: string | null;
    pass_through: number | null;
    quality: string | null;
  }[];
  by_path: { parties: PartyRef[]; contribution: number; probability: number }[];
  counterfactuals: { debtor: PartyRef; pd_without: number; delta: number }[];
  reasons: Reason[];
  receipt: Receipt | null;
  completeness: Completeness;
};

export type GuaranteeCheck = {
  closes: boolean;
  path: PartyRef[];
  length: number | null;
  sequence: number;
  snapshot_id: string;
  at: At;
  completeness: Completeness;
};

export type Session = { scopes: string[]; key_id: string };

export type Problem = {
  type: string;
  title: string;
  status: number;
  detail?: string;
  code?: string;
  trace_id?: string;
};
