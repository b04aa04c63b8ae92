import { type CapsuleVersion, type KubeObject, type Operator, tickTiming } from '@capsule-whatif/model'
import { inputFindings } from '../predict/input-findings.ts'
import { startedCluster } from '../predict/started-cluster.ts'
import type { NamedResource } from '../snapshot/named-resource.ts'
import { checkOrders, type OrdersOptions } from './check-orders.ts'
import { type CommandContext, servedResources } from './command.ts'
import { type GoalObjects, goalOf } from './goal.ts'
import { keeps, keptOf } from './kept.ts'
import { fileOf, manifestOf, type OperationContext, placeText } from './operation.ts'
import { manifestObjects } from './operations.ts'
import { playCommands } from './play-commands.ts'
import type { GoalName, MadeOf, Remedy, RemedyAnswer, RemedyStep, TriedPlan } from './remedy.ts'
import { candidates, newProgress } from './search-remedies.ts'

/** What a goal is about, and how far is searched. Times are virtual milliseconds. */
export interface RemedyOptions extends GoalObjects, OrdersOptions {
  /** the version of Capsule; default: what the objects tell, or else 0.14 */
  readonly capsule?: CapsuleVersion
  /** operators that run beside Capsule; default none */
  readonly operators?: readonly Operator[]
  /** whether the Capsule operator runs at first; default true */
  readonly operatorRunning?: boolean
  /** operations in one plan; default 10 */
  readonly stepsMax?: number
  /** plans that are played along the likely order; default 2000 */
  readonly plansMax?: number
  /** what is due within so many virtual milliseconds has no order; default 1000 */
  readonly tickMs?: number
}

const statesUsual = 200_000

/**
 * A short plan, of a small set of operations, that reaches a goal and keeps every Namespace and its content, whatever
 * the order in which controllers work. Each plan is played along the likely order first; one that leads there and loses
 * nothing is then played in all orders, within limits that the answer tells.
 *
 * @throws Error named `CannotBeAsked` where what the goal is about is not there
 */
export function remedyFor(objects: readonly KubeObject[], name: GoalName, options: RemedyOptions = {}): RemedyAnswer {
  const timing = tickTiming(options.tickMs ?? 1000)
  const { model, loaded, state: start } = startedCluster(objects, { ...options, timing })
  const resources = servedResources(objects)
  const context: OperationContext = { goal: goalOf(start, name, options), start, resources }
  const manifests = Object.fromEntries(manifestObjects(context).map((object) => [fileOf(object), manifestOf(object)]))
  const commands: CommandContext = { model, resources, manifests }
  const kept = keptOf(start, context.goal.takesAway)
  const isOver = options.isOver ?? (() => false)
  const progress = newProgress()
  const search = { stepsMax: options.stepsMax ?? 10, plansMax: options.plansMax ?? 2000, isOver }
  const rejected: TriedPlan[] = []
  const answer = (allOrders: number, rest: Pick<RemedyAnswer, 'remedy' | 'best'>): RemedyAnswer => ({
    goal: name,
    wanted: context.goal.wanted,
    keeps,
    ...rest,
    rejected,
    tried: { likely: progress.played, allOrders },
    limits: [...progress.limits],
    findings: [...inputFindings(loaded, options)],
  })
  for (const { steps } of candidates(context, commands, kept, search, progress)) {
    const sent = steps.flatMap((step) => step.commands)
    const orders = checkOrders(commands, start, sent, context.goal, kept, { statesMax: statesUsual, ...options })
    if (!orders.holds) {
      rejected.push({ operations: steps.map(({ operation }) => operation), breaks: orders.breaks })
      continue
    }
    const played = playCommands(commands, start, sent)
    const remedy: Remedy = {
      steps,
      orders,
      generatedLost: kept.generatedLost(played.state),
      generatedAway: kept.generatedAway(played.steps, played.state),
      ...neededBy(steps, context, manifests),
      contentTypes: contentTypes(kept.kinds, resources),
    }
    return answer(rejected.length + 1, { remedy })
  }
  const best = rejected[0] ?? progress.best
  return answer(rejected.length, best === undefined ? {} : { best })
}

/** The manifests that the commands of a plan name, and what they were made of. */
function neededBy(
  steps: readonly RemedyStep[],
  context: OperationContext,
  manifests: Readonly<Record<string, string>>,
): Pick<Remedy, 'manifests' | 'madeOf'> {
  const named = JSON.stringify(steps)
  const used = Object.fromEntries(Object.entries(manifests).filter(([file]) => named.includes(`${file}\\"`)))
  const objects = manifestObjects(context).filter((object) => used[fileOf(object)] !== undefined)
  const madeOf = objects.map((object): MadeOf => {
    const { uid = '', generation } = object.metadata
    const place = placeText(context, object)
    return { place, uid, ...(typeof generation === 'number' ? { generation } : {}) }
  })
  return { manifests: used, madeOf }
}

/** What comes and goes by itself. */
const fleeting: ReadonlySet<string> = new Set(['Pod', 'Event', 'Lease', 'EndpointSlice', 'Endpoints', 'ReplicaSet'])

function contentTypes(kinds: ReadonlySet<string>, resources: readonly NamedResource[]): readonly string[] {
  const types = [...kinds]
    .filter((kind) => !fleeting.has(kind))
    .flatMap((kind) => {
      const found = resources.find((each) => each.kind === kind && each.namespaced)
      if (found === undefined || found.group === 'capsule.clastix.io') return []
      return [found.group === '' ? found.resource : `${found.resource}.${found.group}`]
    })
  return [...new Set(types)].sort()
}
