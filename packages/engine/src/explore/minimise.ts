import { type ClusterModel, type ClusterState, type KubeObject, stateFromObjects } from '@capsule-whatif/model'
import { clockOf } from '../replay/scenario.ts'
import type { RestCheck, StepCheck } from '../schedule/explore/player.ts'
import { type Patience, settle } from '../schedule/likely.ts'
import { playPath, type ScheduledMove } from './path.ts'
import type { ScheduleLine } from './schedule-line.ts'
import { type Stage, scheduleLines } from './schedule-lines.ts'

/** A counterexample with nothing in it that it does not need. */
export interface SmallestExample {
  readonly path: readonly ScheduledMove[]
  readonly lines: readonly ScheduleLine[]
  readonly says: string
  /** objects of the snapshot that it needs, as `Kind namespace/name` */
  readonly needs: readonly string[]
  readonly objects: readonly KubeObject[]
}

/** So many smaller examples are tried, of steps and of objects. */
const triesMax = 400

/** What is wrong after a schedule from a beginning; undefined where nothing is, or where it cannot be played. */
export type Breaks = (base: ClusterState, path: readonly ScheduledMove[]) => string | undefined

/** That the last move of a schedule breaks a property, as its steps are checked. */
export function breaksAtItsEnd(stage: Stage, checkOf: (base: ClusterState) => StepCheck | undefined): Breaks {
  let known: { readonly base: ClusterState; readonly check: StepCheck | undefined } | undefined
  return (base, path) => {
    // a check may play the model to find out what it must look for: once for each beginning
    if (known?.base !== base) known = { base, check: checkOf(base) }
    const { check } = known
    const played = playPath(stage.model, base, stage.script, shifted(path, stage.base.clock, base.clock), stage.fine)
    if (!played || !check) return undefined
    for (const [index, step] of played.steps.entries()) {
      if (played.moveOf[index] !== path.length - 1) continue
      const [text] = check(played.steps[index - 1]?.state ?? base, step)
      if (text !== undefined) return text
    }
    return undefined
  }
}

/** That something is wrong once all is at rest, when after the schedule everything goes in its likely order. */
export function breaksAtRest(stage: Stage, check: RestCheck): Breaks {
  return (base, path) => {
    const played = playPath(stage.model, base, stage.script, shifted(path, stage.base.clock, base.clock), stage.fine)
    if (!played) return undefined
    const known = new Set(check(base))
    return check(settle(stage.model, played.state, hurried).state).find((text) => !known.has(text))
  }
}

const hurried: Patience = { quietMs: 12_000, limitMs: 60_000, stepsMax: 2_000 }

/**
 * Makes a counterexample smaller: first its steps, then the objects of the snapshot, as long as it still breaks what it
 * broke. What is left out of the schedule is slow; what is left out of the snapshot is not there. [delta debugging: Zeller 2002]
 */
export function minimise(
  stage: Stage,
  path: readonly ScheduledMove[],
  breaks: Breaks,
  objects: readonly KubeObject[],
): SmallestExample | undefined {
  let tries = 0
  const stillBreaks: Breaks = (base, moves) => (tries++ > triesMax ? undefined : breaks(base, moves))
  const shorter = smallest(path, (moves) => stillBreaks(stage.base, moves) !== undefined)
  if (breaks(stage.base, shorter) === undefined) return undefined
  tries = 0
  const { running } = stage.base
  const kept = smallest(objects, (few) => stillBreaks(stateOf(stage.model, few, running), shorter) !== undefined)
  const base = stateOf(stage.model, kept, running)
  return {
    path: shorter,
    lines: scheduleLines({ ...stage, base }, shifted(shorter, stage.base.clock, base.clock)),
    says: breaks(base, shorter) ?? '',
    needs: kept.map(nameOf),
    objects: kept,
  }
}

function stateOf(model: ClusterModel, objects: readonly KubeObject[], running: ClusterState['running']): ClusterState {
  const { state } = stateFromObjects(objects, clockOf(objects))
  return settle(model, model.start({ ...state, running }), hurried).state
}

/** A schedule whose times begin at another moment. */
function shifted(path: readonly ScheduledMove[], from: number, to: number): readonly ScheduledMove[] {
  return path.map((scheduled) =>
    scheduled.until === undefined ? scheduled : { ...scheduled, until: scheduled.until - from + to },
  )
}

/** The fewest of these that still will do: parts are left out, larger ones first. */
function smallest<T>(all: readonly T[], willDo: (some: readonly T[]) => boolean): readonly T[] {
  let current = all
  for (let size = Math.ceil(current.length / 2); size >= 1; ) {
    let shrunk = false
    for (let start = 0; start < current.length; ) {
      const rest = [...current.slice(0, start), ...current.slice(start + size)]
      if (willDo(rest)) {
        current = rest
        shrunk = true
      } else start += size
    }
    if (size === 1 && !shrunk) break
    size = size === 1 ? 1 : Math.ceil(size / 2)
  }
  return current
}

function nameOf({ kind, metadata }: KubeObject): string {
  return `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`
}
