import {
  type CapsuleVersion,
  type ClusterModel,
  type ClusterState,
  type KubeObject,
  type Operator,
  type Response,
  type Step,
  textAt,
  tickTiming,
} from '@capsule-whatif/model'
import { inputFindings } from '../predict/input-findings.ts'
import type { PredictedAction } from '../predict/predict.ts'
import { startedCluster } from '../predict/started-cluster.ts'
import { remediesOfExploration } from '../remedies/findings/of-explorations.ts'
import { type Exploration, type ExploreOptions, explore } from '../schedule/explore/explore.ts'
import type { Moment } from '../schedule/explore/script.ts'
import type { Shard } from '../schedule/explore/shard.ts'
import { thrownError } from '../thrown-error.ts'
import { askedFates, effectKeysOf } from './asked-effects.ts'
import { type Checkpoint, type Explored, resume, saveCheckpoint } from './checkpoint.ts'
import { isComplete } from './completeness.ts'
import type {
  ExplorationAnswer,
  ExplorationSummary,
  ExploredAnswer,
  ExploredEffect,
  ExploredOutcome,
} from './exploration-answer.ts'
import { digestOf } from './input-digests.ts'
import { apartMs, type LikelyMoments, likelyMoments } from './likely-moments.ts'
import { effectKey, type OutcomeClass, outcomeClasses } from './outcome-classes.ts'
import { pathTo, type ScheduledMove } from './path.ts'
import type { Property } from './properties.ts'
import { judgeProperties } from './property-verdicts.ts'
import { type Schedule, scheduleOf } from './schedule.ts'
import { type Stage, scheduleLines } from './schedule-lines.ts'
import { type ActionScript, scriptOfActions } from './script-of-actions.ts'
import { explorationDigest, type ShardResult, type Signed, shardResult } from './shard-result.ts'
import { verdictsOf, type Window, windowBetween } from './verdicts.ts'

/** How `exploreSnapshot` starts a cluster, what it looks for and how far. Times are virtual milliseconds. */
export interface ExploreSnapshotOptions extends Omit<ExploreOptions, 'check'> {
  /** the version of Capsule; default: what the objects tell, or else 0.14 */
  readonly capsule?: CapsuleVersion
  /** whether the Capsule operator runs when the first action is taken; default true */
  readonly operatorRunning?: boolean
  /** when the actions after the first are taken; default at any moment */
  readonly when?: Moment
  /** what is due within so many virtual milliseconds has no order; default 1000 */
  readonly tickMs?: number
  readonly properties?: readonly Property[]
  /** operators that run beside Capsule; default none */
  readonly operators?: readonly Operator[]
  /** objects whose fate is to be decided, as `Kind/name` or `Kind/namespace/name`; default the fates that depend on the order */
  readonly asked?: readonly string[]
  /** an exploration of the same snapshot, actions and options that was stopped: goes on with it */
  readonly resume?: Checkpoint
  /** milliseconds of a clock, for telling how long it took; default: it is not told */
  readonly now?: () => number
}

/** An exploration with what it was made of, for asking more of it. */
export interface ExploredSnapshot {
  readonly answer: ExplorationAnswer
  readonly exploration: Exploration
  /** the ends behind the outcomes of the answer, in the same order */
  readonly classes: readonly OutcomeClass[]
  readonly stage: Stage
  /** what was searched, to go on with it later: plain data */
  save(): Checkpoint
  /** the schedule to the first broken property, or else to the last outcome: plain data */
  schedule(): Schedule
  /** the result of one part, to be merged with the others: plain data */
  shardResult(shard: Shard): ShardResult<ShardOutcome, ShardViolation>
}

/** An outcome that a shard found. */
export type ShardOutcome = Signed & Pick<ExploredOutcome, 'kind' | 'variants' | 'effects' | 'answers' | 'stuck'>
/** A broken property that a shard found. */
export type ShardViolation = Signed & { readonly name: string; readonly says: string }

/** So many effects that depend on the order are given a window; the rest are listed. */
const windowsMax = 8

/**
 * What happens to a cluster that holds these objects when the actions are taken, over all orders of what controllers do and
 * of the moments at which the actions come.
 *
 * @throws Error named `CannotResume` where `resume` is of another snapshot, other actions or other options
 */
export function exploreSnapshot(
  objects: readonly KubeObject[],
  actions: readonly PredictedAction[],
  options: ExploreSnapshotOptions = {},
): ExploredSnapshot {
  const began = options.now?.() ?? 0
  const timing = tickTiming(options.tickMs ?? 1000)
  const { model, loaded, state: base } = startedCluster(objects, { ...options, timing })
  const asked = scriptOfActions(model, actions, options.when ?? 'any moment')
  const checks = (options.properties ?? []).flatMap((property) =>
    property.check ? [{ property, check: property.check(model, base) }] : [],
  )
  const check = (before: ClusterState, step: Step): readonly string[] =>
    checks.flatMap(({ property, check: of }) => of(before, step).map((text) => `${property.name}: ${text}`))
  const searched: ExploreOptions = { ...explorationOptions(options), ...(checks.length === 0 ? {} : { check }) }
  const exploration = options.resume
    ? resumed(model, base, asked.script, options.resume, searched)
    : explore(model, base, asked.script, searched)
  const names = asked.actionOf.map((index) => nameOf(actions[index]))
  const stage: Stage = { model, base, script: asked.script, names, fine: options.mode === 'fine' }
  const classes = outcomeClasses(exploration, base)
  const effects = exploredEffects(exploration, stage, classes, options, objects, actions)
  const found: ExplorationAnswer = {
    actions: actions.map(nameOf),
    summary: summaryOf(exploration, options.now ? (options.now() - began) / 1000 : 0),
    outcomes: classes.map((each, index) => outcomeOf(exploration, each, index, asked)),
    effects,
    properties: judgeProperties(options.properties ?? [], exploration, stage, classes, objects),
    asked: askedFates(options.asked ?? [], effects, classes.length, isComplete(exploration)),
    findings: [...inputFindings(loaded, options)],
  }
  const remedies = remediesOfExploration(found, actions, options)
  const answer = remedies.length === 0 ? found : { ...found, remedies }
  const explored: Explored = { model, base, script: asked.script, options: searched }
  return {
    answer,
    exploration,
    classes,
    stage,
    save: () => saveCheckpoint(exploration, explored),
    schedule: () => scheduleOf(telling(answer, exploration, classes), explored),
    shardResult: (shard) => resultOf(exploration, shard, explored, answer, options.properties ?? []),
  }
}

/** The options that a search takes, of those that a question about a snapshot has. */
function explorationOptions(options: ExploreSnapshotOptions): ExploreOptions {
  const {
    capsule: _,
    operators,
    operatorRunning,
    when,
    tickMs,
    properties,
    asked,
    now,
    resume: resumes,
    ...kept
  } = options
  return kept
}

function resumed(
  model: ClusterModel,
  base: ClusterState,
  script: ActionScript['script'],
  checkpoint: Checkpoint,
  options: ExploreOptions,
): Exploration {
  const gone = resume(model, base, script, checkpoint, options)
  if (!gone.ok) throw thrownError('CannotResume', gone.error.message)
  return gone.value
}

/** The schedule that tells most: to the first broken property, or else to the last outcome. */
function telling(
  answer: ExplorationAnswer,
  exploration: Exploration,
  classes: readonly OutcomeClass[],
): readonly ScheduledMove[] {
  const { search, world } = exploration
  const [broken] = answer.properties.some(({ verdict }) => verdict === 'broken') ? search.violations : []
  const turn = broken && search.turns[broken.turn]
  if (broken && turn)
    return [...pathTo(exploration, broken.state), { move: world.moves.of(turn.move), choices: turn.choices }]
  return pathTo(exploration, classes.at(-1)?.states[0] ?? 0)
}

/** What a shard found, with texts that tell the same outcome of another shard. */
function resultOf(
  exploration: Exploration,
  shard: Shard,
  { model, base, script, options }: Explored,
  answer: ExplorationAnswer,
  properties: readonly Property[],
): ShardResult<ShardOutcome, ShardViolation> {
  const outcomes = answer.outcomes.map(({ kind, variants, effects, answers, stuck }): ShardOutcome => {
    const keys = effects.map(effectKey).sort()
    return { signature: digestOf({ kind, keys, answers, stuck }), kind, variants, effects, answers, stuck }
  })
  const checkedStepByStep = new Set(properties.flatMap(({ name, check }) => (check ? [name] : [])))
  const violations = answer.properties.flatMap(({ name, verdict, says = '' }) =>
    verdict === 'broken' && checkedStepByStep.has(name) ? [{ signature: `${name}: ${says}`, name, says }] : [],
  )
  return shardResult(exploration, shard, explorationDigest(model, base, script, options), outcomes, violations)
}

function nameOf(action: PredictedAction | undefined): string {
  return action ? `${action.user.user}: ${action.text}` : ''
}

function summaryOf(exploration: Exploration, seconds: number): ExplorationSummary {
  const { search, world, delays } = exploration
  const { store, edges } = search
  return {
    states: store.size(),
    transitions: edges.count(),
    depth: store.depth(store.size() - 1),
    played: world.played(),
    seconds,
    complete: isComplete(exploration),
    ...(delays === undefined ? {} : { delays }),
    leftOut: leftOut(exploration),
  }
}

function leftOut({ search, delays }: Exploration): readonly string[] {
  const said: Readonly<Record<string, string>> = {
    states: 'the limit of states was hit (--max-states)',
    time: 'the time was over (--max-seconds)',
    depth: 'the limit of steps in a row was hit',
  }
  const bounds =
    delays === undefined
      ? []
      : [
          `orders in which more than ${delays} ${delays === 1 ? 'step is' : 'steps are'} put off (all were more states than the limit)`,
        ]
  return [...bounds, ...search.limits.map((limit) => said[limit] ?? limit)]
}

function outcomeOf(
  { search }: Exploration,
  { kind, variants, effects, responses, stuck, states }: OutcomeClass,
  index: number,
  { actionOf }: ActionScript,
): ExploredOutcome {
  return {
    number: index + 1,
    kind,
    variants,
    effects,
    answers: responses.flatMap((response, step) =>
      response ? [answerOf(response, (actionOf[step] ?? step) + 1)] : [],
    ),
    stuck,
    steps: search.store.depth(states[0] ?? 0),
  }
}

function answerOf({ code, body }: Response, action: number): ExploredAnswer {
  const message = code < 400 ? undefined : textAt(body, 'message')
  return { action, code, ...(message === undefined ? {} : { message }) }
}

function exploredEffects(
  exploration: Exploration,
  stage: Stage,
  classes: readonly OutcomeClass[],
  options: ExploreSnapshotOptions,
  objects: readonly KubeObject[],
  actions: readonly PredictedAction[],
): readonly ExploredEffect[] {
  const verdicts = verdictsOf(classes, isComplete(exploration))
  const wanted = options.asked && effectKeysOf(options.asked)
  let windows = 0
  let moments: LikelyMoments | undefined
  const apart = ({ having, lacking }: Window): number | undefined => {
    moments ??= likelyMoments(objects, actions, options)
    return apartMs(moments, having, lacking)
  }
  return verdicts.map(({ effect, verdict, classes: having }) => {
    const isWanted = wanted
      ? wanted.includes(effectKey(effect))
      : verdict === 'may' && leads(effect) && windows < windowsMax
    if (verdict === 'may' && isWanted) windows++
    const statesOf = (has: boolean): readonly number[] =>
      classes.flatMap(({ states }, index) => (having.includes(index) === has ? states : []))
    const window =
      verdict === 'may' && isWanted ? windowBetween(exploration, statesOf(true), statesOf(false)) : undefined
    const milliseconds = window && apart(window)
    return {
      effect,
      verdict,
      outcomes: having.map((index) => index + 1),
      ...(window
        ? {
            window: {
              before: scheduleLines(stage, window.before),
              having: lastLine(stage, [...window.before, window.having]),
              lacking: lastLine(stage, [...window.before, window.lacking]),
              ...(milliseconds === undefined ? {} : { apartMs: milliseconds }),
            },
          }
        : {}),
    }
  })
}

function lastLine(stage: Stage, path: Parameters<typeof scheduleLines>[1]): ReturnType<typeof scheduleLines>[number] {
  return scheduleLines(stage, path).at(-1) ?? { text: 'time passes', writes: [], refused: [] }
}

/** Losses come first; what only changes is listed. */
function leads({ outcome }: { readonly outcome: string }): boolean {
  return outcome !== 'changed'
}
