import { type ClusterModel, type ClusterState, type KubeObject, stateFromObjects } from '@capsule-whatif/model'
import { clockOf } from '../replay/scenario.ts'
import type { StepCheck } from '../schedule/explore/player.ts'
import { settle } from '../schedule/likely.ts'
import type { ScheduleLine } from './exploration-answer.ts'
import { playPath, type ScheduledMove } from './path.ts'
import type { Property } from './properties.ts'
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

/** So many smaller examples are tried. */
const triesMax = 400

/**
 * Makes a counterexample smaller: first its steps, then the objects of the snapshot, as long as its last step still breaks
 * the property. What is left out of the schedule is slow; what is left out of the snapshot is not there. [delta debugging: Zeller 2002]
 */
export function minimise(
  stage: Stage,
  path: readonly ScheduledMove[],
  property: Property,
  objects: readonly KubeObject[],
): SmallestExample | undefined {
  const check = property.check?.(stage.model, stage.base)
  if (!check) return undefined
  let tries = 0
  const breaks = (base: ClusterState, moves: readonly ScheduledMove[], by: StepCheck): string | undefined =>
    tries++ > triesMax ? undefined : violationOf(stage, base, moves, by)
  const shortest = smallest(
    path.slice(0, -1),
    (moves) => breaks(stage.base, [...moves, ...path.slice(-1)], check) !== undefined,
  )
  const shorter = [...shortest, ...path.slice(-1)]
  if (violationOf(stage, stage.base, shorter, check) === undefined) return undefined
  tries = 0
  const { running } = stage.base
  const kept = smallest(objects, (few) => {
    const base = stateOf(stage.model, few, running)
    return base !== undefined && breaks(base, shorter, property.check?.(stage.model, base) ?? check) !== undefined
  })
  const base = stateOf(stage.model, kept, running) ?? stage.base
  return {
    path: shorter,
    lines: scheduleLines({ ...stage, base }, shorter),
    says: violationOf(stage, base, shorter, property.check?.(stage.model, base) ?? check) ?? '',
    needs: kept.map(nameOf),
    objects: kept,
  }
}

function stateOf(
  model: ClusterModel,
  objects: readonly KubeObject[],
  running: ClusterState['running'],
): ClusterState | undefined {
  const { state } = stateFromObjects(objects, clockOf(objects))
  return settle(model, model.start({ ...state, running }), { quietMs: 12_000, limitMs: 60_000, stepsMax: 2_000 }).state
}

/** What the last move of a schedule breaks; undefined where it breaks nothing, or where it cannot be played. */
function violationOf(
  stage: Stage,
  base: ClusterState,
  path: readonly ScheduledMove[],
  check: StepCheck,
): string | undefined {
  const played = playPath(stage.model, base, stage.script, shifted(path, stage.base.clock, base.clock), stage.fine)
  if (!played) return undefined
  const last = path.length - 1
  for (const [index, step] of played.steps.entries()) {
    if (played.moveOf[index] !== last) continue
    const [text] = check(played.steps[index - 1]?.state ?? base, step)
    if (text !== undefined) return text
  }
  return undefined
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
