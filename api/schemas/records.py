"""Response models of the records of `graph.analysis` and of pictures.

A record comes after those that it holds.
"""

from __future__ import annotations

from api.schemas.derived import response_model
from graph.analysis import (
    account_hits,
    account_search,
    accounts,
    analyses,
    answer,
    between,
    check,
    circle,
    circle_search,
    circle_timeline,
    circles,
    communities,
    contract,
    cycles,
    description,
    expansion,
    flagged_records,
    flagged_since,
    link_sources,
    model_evidence,
    model_score_records,
    node,
    ontology,
    party,
    party_cases,
    party_outcomes,
    party_timeline,
    pattern_hits,
    pattern_list,
    patterns,
    portfolio,
    ring_list,
    ring_outcomes,
    ring_reading_words,
    ring_records,
    same_evidence,
    score,
    score_models,
    search,
    search_groups,
    timeline,
    transfer_check_record,
)
from graph.analysis.receipt import Receipt
from graph.vocabulary import Code
from graph.vocabulary.display import LineStyle, NodeStyle
from visual import records as pictures

ReceiptOut = response_model(Receipt, "ReceiptOut", key=str)

CompletenessOut = response_model(answer.Completeness, "CompletenessOut")
TotalOut = response_model(answer.Total, "Total")
PartyRefOut = response_model(answer.PartyRef, "PartyRef")
ChipOut = response_model(answer.Chip, "ChipOut")
ReasonOut = response_model(answer.Reason, "ReasonOut")
SourceOut = response_model(description.SourceRecord, "SourceRecord")
PropertyOut = response_model(description.PropertyValue, "PropertyOut")

FlagOut = response_model(model_score_records.Flag, "FlagMark")
NodeOut = response_model(pictures.Node, "NodeOut")
SumOut = response_model(pictures.Sum, "SumOut")
EdgeOut = response_model(pictures.Edge, "EdgeOut")
GraphOut = response_model(pictures.Picture, "GraphOut")

RingNodeOut = response_model(circle.RingNode, "RingNode")
CircleSummaryOut = response_model(circle.CircleSummary, "CircleSummary")
CirclePageOut = response_model(
    circles.CircleList, "Page_CircleSummary_", next=str | None
)
MemberOut = response_model(circle.Member, "MemberOut")
TieOut = response_model(circle.ControllerTie, "TieOut")
ControllerOut = response_model(circle.CircleController, "ControllerOut")
CircleOut = response_model(circle.CircleRecord, "CircleOut", graph=GraphOut)
CycleOut = response_model(cycles.CircleCycle, "CycleOut")
CyclesOut = response_model(cycles.CircleCycles, "Cycles")
CurrencySumOut = response_model(timeline.CurrencySum, "CurrencySum")
MonthTallyOut = response_model(timeline.MonthTally, "MonthTally")
MonthOutcomeOut = response_model(timeline.MonthOutcome, "MonthOutcome")
TimelineMonthOut = response_model(timeline.TimelineMonth, "TimelineMonth")
CircleTimelineOut = response_model(circle_timeline.CircleTimeline, "CircleTimeline")
PartyTimelineOut = response_model(party_timeline.PartyTimeline, "PartyTimeline")
CommunityOut = response_model(communities.Community, "CommunityOut")
CommunitiesOut = response_model(communities.CommunityList, "Communities")

ThresholdOut = response_model(pattern_list.ThresholdRecord, "PatternThreshold")
ReadingRecordOut = response_model(ring_reading_words.ReadingRecord, "ReadingRecord")
RingReadingOut = response_model(ring_reading_words.RingReading, "RingReading")
RingOutcomeOut = response_model(ring_outcomes.RingOutcome, "RingOutcome")
RingCaseOut = response_model(ring_outcomes.RingCase, "RingCase")
RingTransferOut = response_model(ring_records.RingTransfer, "RingTransfer")
RingStepOut = response_model(ring_records.RingStep, "RingStep")
RingSummaryOut = response_model(ring_list.RingSummary, "RingSummary")
RingPageOut = response_model(ring_list.RingList, "RingPage", next=str | None)
RingOut = response_model(ring_list.RingRecord, "RingOut")
ClosedRingOut = response_model(transfer_check_record.ClosedRing, "ClosedRing")
TransferCheckOut = response_model(
    transfer_check_record.TransferCheckRecord, "TransferCheckOut"
)
PatternOut = response_model(pattern_list.PatternRecord, "PatternOut")
PatternsOut = response_model(pattern_list.PatternList, "Patterns")
PatternEvidenceOut = response_model(patterns.Evidence, "PatternEvidence")
PatternHitOut = response_model(patterns.Hit, "PatternHit")
PatternHitsOut = response_model(pattern_list.HitPage, "PatternHits")
PatternCountOut = response_model(pattern_hits.PatternCount, "PatternCount")
PatternCountsOut = response_model(pattern_hits.PatternCounts, "PatternCounts")
ListedHitOut = response_model(pattern_hits.ListedHit, "ListedHit")
ListedHitsOut = response_model(pattern_hits.ListedHits, "ListedHits", next=str | None)

AccountSummaryOut = response_model(accounts.AccountSummary, "AccountSummary")
AccountPageOut = response_model(accounts.AccountList, "AccountPage", next=str | None)
CounterpartyOut = response_model(accounts.Counterparty, "Counterparty")
PatternOfAccountOut = response_model(account_hits.PatternOfAccount, "PatternOfAccount")
AccountHitsOut = response_model(account_hits.AccountHits, "AccountHits")
AccountOut = response_model(accounts.AccountRecord, "AccountOut")

HitOut = response_model(search.PartyHit, "HitOut")
HitPageOut = response_model(search.SearchRecord, "HitPage", next=str | None)
PartyGroupOut = response_model(search_groups.PartyGroup, "PartyGroup")
CircleHitOut = response_model(circle_search.CircleHit, "CircleHit")
CircleGroupOut = response_model(circle_search.CircleGroup, "CircleGroup")
AccountHitOut = response_model(account_search.AccountHit, "AccountHit")
AccountGroupOut = response_model(account_search.AccountGroup, "AccountGroup")
ContractHitOut = response_model(search_groups.ContractHit, "ContractHit")
ContractGroupOut = response_model(search_groups.ContractGroup, "ContractGroup")
CaseHitOut = response_model(search_groups.CaseHit, "CaseHit")
CaseGroupOut = response_model(search_groups.CaseGroup, "CaseGroup")
ContactHitOut = response_model(search_groups.ContactHit, "ContactHit")
ContactGroupOut = response_model(search_groups.ContactGroup, "ContactGroup")
NotSearchedOut = response_model(search_groups.NotSearched, "NotSearched")
SearchGroupsOut = response_model(search_groups.SearchGroups, "SearchGroups")
EventOut = response_model(party.RiskEvent, "EventOut")
CaseOutcomeOut = response_model(party_outcomes.CaseOutcome, "CaseOutcomeOut")
CircleRefOut = response_model(party.CircleRef, "CircleRef")
ScoreSummaryOut = response_model(party.PublishedScore, "ScoreSummary")
NetworkOut = response_model(party.PartyNetwork, "NetworkOut")
PartyOut = response_model(party.PartyRecord, "PartyOut")
GuarantorOut = response_model(contract.Guarantor, "GuarantorOut")
GuaranteeOut = response_model(contract.ContractRecord, "GuaranteeOut")
PathOut = response_model(between.NamedPath, "PathOut")
PathsOut = response_model(between.PathsRecord, "Paths", graph=GraphOut)
ExpansionOut = response_model(expansion.Expansion, "ExpansionOut")
ExpansionsOut = response_model(expansion.Expansions, "Expansions")
NodeRefOut = response_model(node.NodeRef, "NodeRef")
NodeEndOut = response_model(node.NodeEnd, "NodeEndOut")
NodePageOut = response_model(node.NodeRecord, "NodePage")
LinkRowOut = response_model(link_sources.LinkRow, "LinkRow")
LinkSourcesOut = response_model(
    link_sources.LinkSources, "LinkSources", next=str | None
)

CaseEntryOut = response_model(party_cases.CaseEntry, "CaseEntry")
PartyCaseOut = response_model(party_cases.PartyCase, "PartyCase")
ChanceOut = response_model(model_score_records.Chance, "Chance")
NotScoredOut = response_model(model_score_records.NotScored, "NotScored")
ModelReasonOut = response_model(model_score_records.ModelReason, "ModelReason")
MissingGroupOut = response_model(model_score_records.MissingGroup, "MissingGroup")
EvidenceNodeOut = response_model(model_score_records.EvidenceNode, "EvidenceNode")
RuleNameOut = response_model(model_score_records.RuleName, "RuleName")
RuleHitOut = response_model(model_score_records.RuleHit, "RuleHit")
ModelSummaryOut = response_model(model_score_records.ModelSummary, "ModelSummary")
StaleScoresOut = response_model(model_score_records.StaleScores, "StaleScores")
ScoreBandShareOut = response_model(model_score_records.ScoreBandShare, "ScoreBandShare")
FlaggedSinceOut = response_model(flagged_since.FlaggedSince, "FlaggedSince")
ScoreInBriefOut = response_model(model_score_records.ScoreInBrief, "ScoreInBrief")
SecondOpinionOut = response_model(model_score_records.SecondOpinion, "SecondOpinion")
ModelScoreOut = response_model(model_score_records.ModelScore, "ModelScore")
SameEvidenceOut = response_model(same_evidence.SameEvidence, "SameEvidence")
FlaggedFirmOut = response_model(flagged_records.FlaggedFirm, "FlaggedFirm")
NotScoredShareOut = response_model(flagged_records.NotScoredShare, "NotScoredShare")
FlaggedPageOut = response_model(
    flagged_records.FlaggedList, "FlaggedPage", next=str | None
)
FlagsOut = response_model(flagged_records.Flags, "Flags")
FeatureGroupOut = response_model(score_models.FeatureGroup, "FeatureGroup")
ScoreModelOut = response_model(score_models.ScoreModel, "ScoreModel")
RefusedModelOut = response_model(score_models.RefusedModel, "RefusedModel")
ScoreModelsOut = response_model(score_models.ScoreModels, "ScoreModels")

EvidenceCompanyOut = response_model(model_evidence.EvidenceCompany, "EvidenceCompany")
EvidencePartyOut = response_model(model_evidence.EvidenceParty, "EvidenceParty")
EvidenceContactOut = response_model(model_evidence.EvidenceContact, "EvidenceContact")
EvidenceEdgeOut = response_model(model_evidence.EvidenceEdge, "EvidenceEdge")
EvidenceHullOut = response_model(model_evidence.EvidenceHull, "EvidenceHull")
WithoutGroupOut = response_model(model_evidence.WithoutGroup, "WithoutGroup")
WithoutGroupsOut = response_model(model_evidence.WithoutGroups, "WithoutGroups")
FlagCounterfactualOut = response_model(
    model_evidence.FlagCounterfactual, "FlagCounterfactual"
)
NoCounterfactualOut = response_model(
    model_evidence.NoCounterfactual, "NoCounterfactual"
)
EvidenceCompletenessOut = response_model(
    model_evidence.EvidenceCompleteness, "EvidenceCompleteness"
)
ModelEvidenceOut = response_model(
    model_evidence.ModelEvidence, "ModelEvidence", graph=GraphOut
)

InputQualityOut = response_model(score.InputQuality, "InputQuality")
SeedShareOut = response_model(score.SeedPart, "SeedShare")
DebtorShareOut = response_model(score.DebtorPart, "DebtorShare")
PathShareOut = response_model(score.PathPart, "PathShare")
CounterfactualOut = response_model(score.Counterfactual, "Counterfactual")
ShortenedOut = response_model(score.Shortened, "Shortened")
ScoreOut = response_model(score.ScoreRecord, "ScoreOut")
CheckOut = response_model(check.CheckRecord, "CheckOut")

BandShareOut = response_model(portfolio.BandShare, "BandShare")
RiskyPartyOut = response_model(portfolio.RiskyParty, "RiskyParty")
DemoCaseOut = response_model(portfolio.DemoCase, "DemoCase")
PortfolioOut = response_model(portfolio.Portfolio, "Portfolio")

OntologyCodeOut = response_model(Code, "OntologyCode")
OntologyPropertyOut = response_model(ontology.PropertyRecord, "OntologyProperty")
OntologyReferenceOut = response_model(ontology.ReferenceRecord, "OntologyReference")
OntologyNodeStyleOut = response_model(NodeStyle, "OntologyNodeStyle")
OntologyNodeOut = response_model(ontology.DrawnNode, "OntologyNode")
OntologyKindOut = response_model(ontology.KindRecord, "OntologyKind")
OntologyLineStyleOut = response_model(LineStyle, "OntologyLineStyle")
OntologyRelationOut = response_model(ontology.RelationRecord, "OntologyRelation")
OntologyBandOut = response_model(ontology.BandRecord, "OntologyBand")
OntologyOut = response_model(ontology.OntologyRecord, "Ontology")

AnalysisInfoOut = response_model(analyses.AnalysisInfo, "AnalysisInfo")
AnalysesOut = response_model(analyses.AnalysisList, "Analyses")
FindingsPageOut = response_model(
    analyses.FindingsRows,
    "FindingsPage",
    next=str | None,
)
