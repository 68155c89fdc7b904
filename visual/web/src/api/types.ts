/**
 * The shapes the service answers with, by the names that the explorer gives them. They come
 * from its OpenAPI document: `npm run schema` writes schema.d.ts from openapi.json.
 */
import type { components, operations } from "./schema";

type Schemas = components["schemas"];

export type Text = Schemas["SentenceOut"];
export type At = Schemas["AtOut"];
export type Completeness = Schemas["CompletenessOut"];
export type Receipt = Schemas["ReceiptOut"];
export type Chip = Schemas["ChipOut"];
export type Reason = Schemas["ReasonOut"];
export type Session = Schemas["SessionOut"];

export type Ontology = Schemas["Ontology"];
export type Kind = Schemas["OntologyKind"];
export type Relation = Schemas["OntologyRelation"];
export type LineStyle = Schemas["OntologyLineStyle"];
export type NodeStyle = Schemas["OntologyNodeStyle"];

export type Names = { name: string; name_en: string | null };
export type PartyRef = Schemas["PartyRef"];
export type EntityHit = Schemas["HitOut"];
export type EntityPage = Schemas["HitPage"];
export type Found = Schemas["SearchGroups"];
export type Entity = Schemas["PartyOut"];
export type Property = Schemas["PropertyOut"];
export type RiskEvent = Schemas["EventOut"];
export type CaseOutcome = Schemas["CaseOutcomeOut"];
export type SourceRecord = Schemas["SourceRecord"];

export type RingPlace = Schemas["RingNode"];
export type CircleKind = Schemas["CircleKind"];
export type CircleOrder = NonNullable<
  NonNullable<operations["list_circles"]["parameters"]["query"]>["order"]
>;
export type CircleSummary = Schemas["CircleSummary"];
export type CirclePage = Schemas["Page_CircleSummary_"];
export type Circle = Schemas["CircleOut"];
export type CircleMember = Schemas["MemberOut"];
export type Controller = Schemas["ControllerOut"];
export type Cycle = Schemas["CycleOut"];
export type CyclePage = Schemas["Cycles"];
export type CircleTimeline = Schemas["CircleTimeline"];
export type MoneyRing = Schemas["RingOut"];
export type MoneyRingSummary = Schemas["RingSummary"];
export type MoneyRingPage = Schemas["RingPage"];
export type MoneyRingOrder = NonNullable<
  NonNullable<operations["list_rings"]["parameters"]["query"]>["order"]
>;
export type RingSearch = Schemas["RingSearchIn"];
export type RingBoundsIn = Schemas["RingBoundsIn"];
export type RingTransfer = Schemas["RingTransfer"];
export type RingCase = Schemas["RingCase"];
/** Something that was said of a ring or a firm. */
export type CaseStatement = Pick<
  Schemas["RingOutcome"],
  "outcome_id" | "outcome" | "reason" | "stated_by" | "stated_at" | "source" | "own"
> & { task?: string };
/** What a firm may be suspected of. */
export type CaseTask = NonNullable<Schemas["CaseOutcomeIn"]["task"]>;
export type CaseState = Schemas["RingState"] | FirmState;
export type FirmState = Schemas["FirmState"];
export type FirmCase = Schemas["PartyCase"];
export type CaseVerb = Schemas["RingOutcomeIn"]["outcome"] | "opened";
export type RingReading = Schemas["RingReading"];
export type Account = Schemas["AccountOut"];
export type AccountSummary = Schemas["AccountSummary"];
export type AccountPage = Schemas["AccountPage"];
export type AccountOrder = NonNullable<
  NonNullable<operations["list_accounts"]["parameters"]["query"]>["order"]
>;
export type Counterparty = Schemas["Counterparty"];
/** How many there are: exactly, or at least where a search was cut. */
export type Total = Schemas["Total"];
export type PatternOfAccount = Schemas["PatternOfAccount"];
export type PatternCount = Schemas["PatternCount"];
export type PatternCounts = Schemas["PatternCounts"];
export type ListedHit = Schemas["ListedHit"];
export type ListedHits = Schemas["ListedHits"];
export type PatternEvidence = Schemas["PatternEvidence"];
export type PartyTimeline = Schemas["PartyTimeline"];
export type TimelineMonth = Schemas["TimelineMonth"];

export type Portfolio = Schemas["Portfolio"];
export type RiskyParty = Schemas["RiskyParty"];
export type DemoCase = Schemas["DemoCase"];
export type Score = Schemas["ScoreOut"];
/** What a model, or rules, say of one firm; `FlaggedFirm` is a row of their list. */
export type ModelScore = Schemas["ModelScore"];
/** What the flag of a firm rests on. */
export type Evidence = Schemas["ModelEvidence"];
export type EvidenceEdge = Schemas["EvidenceEdge"];
export type EvidenceCompany = Schemas["EvidenceCompany"];
export type FlaggedFirm = Schemas["FlaggedFirm"];
export type FlaggedPage = Schemas["FlaggedPage"];
export type Flags = Schemas["Flags"];
export type MissingGroup = Schemas["MissingGroup"];
export type StaleScores = Schemas["StaleScores"];
export type SecondOpinion = Schemas["SecondOpinion"];
export type Chance = Schemas["Chance"];
export type ScoreModels = Schemas["ScoreModels"];
export type Guarantee = Schemas["GuaranteeOut"];
export type Guarantor = Schemas["GuarantorOut"];
export type GuaranteeCheck = Schemas["CheckOut"];

export type GraphNode = Schemas["NodeOut"];
export type GraphEdge = Schemas["EdgeOut"];
export type GraphPayload = Schemas["GraphOut"];
export type NodePage = Schemas["NodePage"];
export type LinkSources = Schemas["LinkSources"];
export type LinkRow = Schemas["LinkRow"];
export type Expansion = Schemas["ExpansionOut"];
export type Paths = Schemas["Paths"];

/** RFC 9457; every failure carries one. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  code: string;
  trace_id: string;
};
