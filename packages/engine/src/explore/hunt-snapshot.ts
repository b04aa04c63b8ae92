import { type CapsuleVersion, type KubeObject, type Operator, tickTiming } from '@capsule-whatif/model'
import { startedCluster } from '../predict/started-cluster.ts'
import { type HuntOptions, hunt, smallestSurprise } from './hunt.ts'
import { type MenuPart, menuOf } from './menu.ts'
import type { ScheduleLine } from './schedule-line.ts'
import { type Stage, scheduleLines } from './schedule-lines.ts'

export interface HuntSnapshotOptions extends HuntOptions {
  /** the version of Capsule; default: what the objects tell, or else 0.14 */
  readonly capsule?: CapsuleVersion
  /** operators that run beside Capsule; default none */
  readonly operators?: readonly Operator[]
  /** whether the Capsule operator runs at first; default true */
  readonly operatorRunning?: boolean
  /** default everything */
  readonly about?: readonly MenuPart[]
  /** what is due within so many virtual milliseconds has no order; default 1000 */
  readonly tickMs?: number
}

/** One kind of surprise with its smallest example. */
export interface HuntedSurprise {
  /** name of what does not hold */
  readonly name: string
  /** which object, and how */
  readonly says: string
  /** whether it shows once all is at rest; else with the last step */
  readonly atRest: boolean
  readonly schedule: readonly ScheduleLine[]
  /** objects of the snapshot that it needs, as `Kind namespace/name` */
  readonly needs: readonly string[]
}

/** The answer of a hunt. */
export interface HuntAnswer {
  /** the deeds that were tried */
  readonly menu: readonly string[]
  readonly states: number
  /** whether every order of so many deeds was looked at */
  readonly complete: boolean
  readonly surprises: readonly HuntedSurprise[]
}

/** Hunts for surprises on a snapshot, and makes the nearest example of each kind as small as it can be. */
export function huntSnapshot(objects: readonly KubeObject[], options: HuntSnapshotOptions = {}): HuntAnswer {
  const timing = tickTiming(options.tickMs ?? 1000)
  const { model, state: base } = startedCluster(objects, { ...options, timing })
  const menu = menuOf(base, options.about ? { about: options.about } : {})
  const { surprises, exploration } = hunt(model, base, menu, options)
  const stage: Stage = { model, base, script: menu.script, names: menu.names, fine: false }
  const nearest = new Map(surprises.toReversed().map((surprise) => [nameOf(surprise.says), surprise]))
  const found = surprises.filter((surprise) => nearest.get(nameOf(surprise.says)) === surprise)
  return {
    menu: menu.names,
    states: exploration.search.store.size(),
    complete: exploration.search.limits.length === 0,
    surprises: found.map((surprise) => {
      const smallest = smallestSurprise(stage, surprise, objects)
      const says = smallest?.says ?? surprise.says
      const name = nameOf(says)
      return {
        name,
        says: says.slice(name.length + 2),
        atRest: surprise.atRest,
        schedule: smallest?.lines ?? scheduleLines(stage, surprise.path),
        needs: smallest?.needs ?? [],
      }
    }),
  }
}

function nameOf(says: string): string {
  return says.split(': ')[0] ?? says
}
