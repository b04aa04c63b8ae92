/**
 * capsule-whatif: predicts from a snapshot of a Kubernetes cluster run with Capsule what a change will really do.
 *
 * `loadSnapshot` reads what kubectl prints, `predict` tells what actions do to it. For single steps there is the model:
 * `controlPlane().apply(state, action)`.
 */

export type {
  Action,
  ClusterModel,
  ClusterState,
  KubeObject,
  Request,
  Response,
  Step,
  UserInfo,
} from '@capsule-whatif/model'
export { apply, controlPlane, stateFromObjects } from '@capsule-whatif/model'
export { type AccessAnswer, type AccessOptions, type AccessQuestion, access } from './access/access.ts'
export { type AccessDecision, accessDecision } from './access/access-decision.ts'
export type { ActionContext, ActionText, ParsedAction } from './action/action-text.ts'
export { parseAction } from './action/parse-action.ts'
export { type AskedAction, type Asking, type AskOptions, ask } from './ask.ts'
export type { CauseLink, SentRequest } from './causes/cause-chain.ts'
export { explainActions, explainWhy, explainWhyNot } from './causes/explain-actions.ts'
export type { Explanation, Preventions, WhyExplanation, WhyNotExplanation } from './causes/explanation.ts'
export { singleChangesThatPrevent, type TriedChange, type Worth } from './causes/prevention.ts'
export type { Reason, ReasonKind } from './causes/reason.ts'
export type { Rule } from './causes/rule.ts'
export type { SingleChange } from './causes/single-change.ts'
export { type CauseChain, type Why, whyEffect } from './causes/why-effect.ts'
export { type WhyNot, whyNot } from './causes/why-not.ts'
export type { ObjectName } from './causes/writes.ts'
export { readPageParts } from './cli/page-parts.ts'
export { type Collection, collection } from './collect/collection.ts'
export type { NotNeeded } from './collect/not-needed.ts'
export type {
  DecidingWindow,
  ExplorationAnswer,
  ExplorationSummary,
  ExploredAnswer,
  ExploredEffect,
  ExploredOutcome,
  PropertyVerdict,
} from './explore/exploration-answer.ts'
export {
  type ExploredSnapshot,
  type ExploreSnapshotOptions,
  exploreSnapshot,
} from './explore/explore-snapshot.ts'
export { type Hunt, type HuntOptions, hunt, type Surprise, smallestSurprise } from './explore/hunt.ts'
export { type Menu, type MenuOptions, type MenuPart, menuOf } from './explore/menu.ts'
export { always, eventually, never, type Property, properties, propertyOf } from './explore/properties.ts'
export { type MetadataProof, type ProveMetadataOptions, proveMetadata } from './explore/prove-metadata.ts'
export type { ScheduleLine } from './explore/schedule-line.ts'
export { type Verdict, verdicts } from './explore/verdicts.ts'
export { kubectlDelete, kubectlDeleteNamespace } from './kubectl/delete-object.ts'
export type { KubectlOptions, KubectlRequest, KubectlRun, Road } from './kubectl/kubectl-run.ts'
export type { Bar, Distribution } from './metadata/distribution.ts'
export type {
  Arrival,
  CreationRun,
  EarliestPod,
  EditRun,
  LatencyAnswer,
  MetadataMode,
  TenantLatency,
  Window,
} from './metadata/latency-answer.ts'
export type { MetadataKey } from './metadata/metadata-key.ts'
export { type LatencyOptions, metadataLatency } from './metadata/metadata-latency.ts'
export {
  type MetadataProperty,
  type MetadataViolation,
  neverWithoutMetadata,
} from './metadata/never-without-metadata.ts'
export { type StormAnswer, type StormKey, type StormOptions, storm } from './metadata/storm.ts'
export { type WantedMetadata, wantedMetadata } from './metadata/wanted-metadata.ts'
export { pictureOf } from './picture-of.ts'
export { dotText } from './pictures/dot.ts'
export { makePicture, type PictureOptions } from './pictures/make-picture.ts'
export { mermaidText } from './pictures/mermaid.ts'
export { type OnlyResult, onlyOf } from './pictures/only.ts'
export type { PictureOrders } from './pictures/orders.ts'
export { type PageParts, pageText } from './pictures/page-text.ts'
export type {
  Change,
  ChangeType,
  DecidingRace,
  Fate,
  Moment as PicturedMoment,
  OtherFate,
  OtherRun,
  Picture,
  PicturedAction,
  PicturedObject,
  PicturedOrders,
  PicturedOwner,
  PicturedRequest,
  PicturedRun,
  RaceTurn,
} from './pictures/picture.ts'
export { timelineText } from './pictures/timeline-text.ts'
export { treeText } from './pictures/tree-text.ts'
export { comparePlan, type Deviation, type PlanComparison } from './plan/compare-plan.ts'
export { makePlan } from './plan/make-plan.ts'
export { type ManifestSet, readManifestSet } from './plan/manifest-set.ts'
export type { Plan, PlanEffect, PlanFinding, PlanHow, PlanItem } from './plan/plan.ts'
export type { PlanOptions } from './plan/plan-options.ts'
export { parsePolicy, type SchemaCheck } from './plan/policy/parse-policy.ts'
export type { Policy } from './plan/policy/policy.ts'
export { type Digest, type SavedPlan, savePlan } from './plan/saved-plan.ts'
export { type PredictedAction, type PredictOptions, predict } from './predict/predict.ts'
export { type Answer, type Effect, type Outcome, outcomes, type Refusal, type Struggle } from './predict/prediction.ts'
export {
  type AccessParameters,
  type AskedAccessAnswer,
  access as accessQuestion,
} from './questions/access.ts'
export { type AdoptAnswer, type AdoptParameters, adopt } from './questions/adopt.ts'
export { askQuestion } from './questions/asking/ask-question.ts'
export { type Certainty, certainties } from './questions/asking/certainty.ts'
export type { Parameter, ParameterType } from './questions/asking/parameter.ts'
export type { AnyQuestion, Question, QuestionAnswer } from './questions/asking/question.ts'
export { type BlastRadiusAnswer, type BlastRadiusParameters, blastRadius } from './questions/blast-radius.ts'
export { type CascadeAnswer, type CascadeParameters, cascade } from './questions/cascade.ts'
export { catalogue, catalogueOf } from './questions/catalogue.ts'
export { type CompareAnswer, type CompareParameters, compare } from './questions/compare.ts'
export { type ConsistencyAnswer, type ConsistencyParameters, consistency } from './questions/consistency.ts'
export { type DetachAnswer, type DetachParameters, detach } from './questions/detach.ts'
export { type DriftAnswer, type DriftParameters, drift } from './questions/drift.ts'
export {
  type MetadataLatencyAnswer,
  type MetadataLatencyParameters,
  metadataLatency as metadataLatencyQuestion,
} from './questions/metadata-latency.ts'
export { type MigrateAnswer, type MigrateParameters, migrate } from './questions/migrate.ts'
export { type OwnerJourneyAnswer, type OwnerJourneyParameters, ownerJourney } from './questions/owner-journey.ts'
export { type ProtectionsAnswer, type ProtectionsParameters, protections } from './questions/protections.ts'
export { type QuotaForecastAnswer, type QuotaForecastParameters, quotaForecast } from './questions/quota-forecast.ts'
export { type RestoreAnswer, type RestoreParameters, restore } from './questions/restore.ts'
export {
  type SnapshotHealthAnswer,
  type SnapshotHealthParameters,
  snapshotHealth as snapshotHealthQuestion,
} from './questions/snapshot-health.ts'
export { type UninstallAnswer, type UninstallParameters, uninstall } from './questions/uninstall.ts'
export {
  type AskedUpgradeAnswer,
  type UpgradeParameters,
  upgradeQuestion,
} from './questions/upgrade.ts'
export { type RedactedSnapshot, type RedactOptions, redactSnapshot } from './redact/redact-snapshot.ts'
export { kubectlScript } from './remedies/kubectl-script.ts'
export {
  type AnyGoalName,
  type GoalName,
  type GoalObjects,
  goalNames,
  type OrdersVerdict,
  type Remedy,
  type RemedyAnswer,
  type RemedyCommand,
  type RemedyStep,
  type TriedPlan,
} from './remedies/remedy.ts'
export { type RemedyOptions, remedyFor } from './remedies/remedy-for.ts'
export { remedyForFinding } from './remedies/remedy-for-finding.ts'
export type { SoughtOptions, SoughtRemedy } from './remedies/sought-remedy.ts'
export { replayTraces } from './replay/replay-traces.ts'
export { accessText } from './report/access-text.ts'
export { metadataText } from './report/metadata-text.ts'
export { predictionText } from './report/prediction-text.ts'
export { remedyText } from './report/remedy-text.ts'
export { reaches, type Severity, severities, worstOf } from './report/severity.ts'
export { snapshotHealthText } from './report/snapshot-health-text.ts'
export { stormText } from './report/storm-text.ts'
export { upgradeText } from './report/upgrade-text.ts'
export { type Exploration, type ExploreOptions, explore } from './schedule/explore/explore.ts'
export type { Disturbance, Moment, ScriptStep } from './schedule/explore/script.ts'
export { type Patience, type Run, settle, usualPatience } from './schedule/likely.ts'
export { type Completions, completionsFor } from './session/completions.ts'
export { scriptOfSession } from './session/script-of-session.ts'
export {
  openSession,
  type Place,
  playAction,
  presentObjects,
  presentState,
  type Session,
  type SessionMoment,
  type SessionOptions,
} from './session/session.ts'
export { promptText, sessionLine } from './session/session-line.ts'
export type { LineResult, OtherCommand, Surroundings } from './session/session-word.ts'
export { loadSnapshot, type Snapshot, type SnapshotOptions } from './snapshot/load-snapshot.ts'
export { type ReadLimits, usualLimits } from './snapshot/read-limits.ts'
export { readSnapshot } from './snapshot/read-snapshot.ts'
export type { SnapshotIssue, SnapshotIssueCode } from './snapshot/snapshot-issue.ts'
export type { HealthCode, HealthFinding, LimitedQuestion } from './snapshot-health/health-finding.ts'
export { type SnapshotHealth, type SnapshotHealthOptions, snapshotHealth } from './snapshot-health/snapshot-health.ts'
export { isThrownError, type ThrownError, thrownErrors } from './thrown-error.ts'
export type { EverydayAction } from './upgrade/everyday-actions.ts'
export type { Installations } from './upgrade/installation.ts'
export { type ComparedAction, type UpgradeAnswer, type UpgradeOptions, upgrade } from './upgrade/upgrade.ts'
export { type AnswerOverOrders, askOverOrders, type OrderOptions } from './what-if/ask-over-orders.ts'
export type { Repair } from './what-if/repairs.ts'
export { type WhatIf, whatIf } from './what-if/what-if.ts'
