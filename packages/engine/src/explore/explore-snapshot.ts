import {
  type CapsuleVersion,
  type ClusterState,
  controlPlane,
  type KubeObject,
  type Response,
  type Step,
  stateFromObjects,
  textAt,
  tickTiming,
} from '@capsule-whatif/model'
import { inputFindings } from '../predict/input-findings.ts'
import type { PredictedAction } from '../predict/predict.ts'
import { clockOf } from '../replay/scenario.ts'
import { type Exploration, type ExploreOptions, explore } from '../schedule/explore/explore.ts'
import type { Moment } from '../schedule/explore/script.ts'
import { settle } from '../schedule/likely.ts'
import { capsuleVersionOf } from '../snapshot/capsule-version.ts'
import { askedFates, effectKeysOf } from './asked-effects.ts'
import { isComplete } from './completeness.ts'
import type {
  ExplorationAnswer,
  ExplorationSummary,
  ExploredAnswer,
  ExploredEffect,
  ExploredOutcome,
} from './exploration-answer.ts'
import { apartOnLikelySchedule } from './likely-moments.ts'
import { effectKey, type OutcomeClass, outcomeClasses } from './outcome-classes.ts'
import type { Property } from './properties.ts'
import { judgeProperties } from './property-verdicts.ts'
import { type Stage, scheduleLines } from './schedule-lines.ts'
import { type ActionScript, scriptOfActions } from './script-of-actions.ts'
import { verdictsOf, windowBetween } from './verdicts.ts'

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
  /** objects whose fate is to be decided, as `Kind/name` or `Kind/namespace/name`; default the fates that depend on the order */
  readonly asked?: readonly string[]
  /** milliseconds of a clock, for telling how long it took; default: it is not told */
  readonly now?: () => number
}

/** An exploration with what it was made of, for asking more of it. */
export interface ExploredSnapshot {
  readonly answer: ExplorationAnswer
  readonly exploration: Exploration
  readonly stage: Stage
}

/** So many effects that depend on the order are given a window; the rest are listed. */
const windowsMax = 8

/**
 * What happens to a cluster that holds these objects when the actions are taken, over all orders of what controllers do and
 * of the moments at which the actions come.
 */
export function exploreSnapshot(
  objects: readonly KubeObject[],
  actions: readonly PredictedAction[],
  options: ExploreSnapshotOptions = {},
): ExploredSnapshot {
  const began = options.now?.() ?? 0
  const capsule = options.capsule ?? capsuleVersionOf(objects)
  const version = capsule === undefined ? {} : { capsule }
  const model = controlPlane({ ...version, timing: tickTiming(options.tickMs ?? 1000) })
  const loaded = stateFromObjects(objects, clockOf(objects))
  const running = { ...loaded.state.running, capsule: options.operatorRunning ?? true }
  const base = settle(model, model.start({ ...loaded.state, running })).state
  const asked = scriptOfActions(model, actions, options.when ?? 'any moment')
  const checks = (options.properties ?? []).flatMap((property) =>
    property.check ? [{ property, check: property.check(model, base) }] : [],
  )
  const check = (before: ClusterState, step: Step): readonly string[] =>
    checks.flatMap(({ property, check: of }) => of(before, step).map((text) => `${property.name}: ${text}`))
  const exploration = explore(model, base, asked.script, { ...options, ...(checks.length === 0 ? {} : { check }) })
  const names = asked.actionOf.map((index) => nameOf(actions[index]))
  const stage: Stage = { model, base, script: asked.script, names, fine: options.mode === 'fine' }
  const classes = outcomeClasses(exploration, base)
  const effects = exploredEffects(exploration, stage, classes, { ...version, ...options }, objects, actions)
  const answer: ExplorationAnswer = {
    actions: actions.map(nameOf),
    summary: summaryOf(exploration, options.now ? (options.now() - began) / 1000 : 0),
    outcomes: classes.map((each, index) => outcomeOf(exploration, each, index, asked)),
    effects,
    properties: judgeProperties(options.properties ?? [], exploration, stage, classes, objects),
    asked: askedFates(options.asked ?? [], effects, classes.length, isComplete(exploration)),
    findings: [...inputFindings(loaded)],
  }
  return { answer, exploration, stage }
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
  { kind, effects, responses, stuck, states }: OutcomeClass,
  index: number,
  { actionOf }: ActionScript,
): ExploredOutcome {
  return {
    number: index + 1,
    kind,
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
  return verdicts.map(({ effect, verdict, classes: having }) => {
    const isWanted = wanted
      ? wanted.includes(effectKey(effect))
      : verdict === 'may' && leads(effect) && windows < windowsMax
    if (verdict === 'may' && isWanted) windows++
    const statesOf = (has: boolean): readonly number[] =>
      classes.flatMap(({ states }, index) => (having.includes(index) === has ? states : []))
    const window =
      verdict === 'may' && isWanted ? windowBetween(exploration, statesOf(true), statesOf(false)) : undefined
    const apartMs = window && apartOnLikelySchedule(objects, actions, window.having, window.lacking, options)
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
              ...(apartMs === undefined ? {} : { apartMs }),
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
