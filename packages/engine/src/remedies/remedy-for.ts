import {
  allObjects,
  type CapsuleVersion,
  type ClusterState,
  type KubeObject,
  type Operator,
  tickTiming,
} from '@capsule-whatif/model'
import type { AskedAction } from '../ask.ts'
import { inputFindings } from '../predict/input-findings.ts'
import { startedCluster } from '../predict/started-cluster.ts'
import { cannotBeAsked } from '../questions/asking/cannot-be-asked.ts'
import type { NamedResource } from '../snapshot/named-resource.ts'
import { askedGoal } from './asked/asked-goal.ts'
import { givenCommands } from './asked/given-command.ts'
import { checkOrders, type OrdersOptions } from './check-orders.ts'
import { type CommandContext, servedResources } from './command.ts'
import { type Goal, goalOf } from './goal.ts'
import { type Kept, type KeptChoice, keptOf, keptSentences, nameOf } from './kept.ts'
import { matchesPattern } from './object-pattern.ts'
import { fileOf, manifestOf, type OperationContext, placeText } from './operation.ts'
import { manifestObjects } from './operations.ts'
import { playCommands } from './play-commands.ts'
import type { AnyGoalName, GoalObjects, MadeOf, Remedy, RemedyAnswer, RemedyStep, TriedPlan } from './remedy.ts'
import { candidates, newProgress } from './search-remedies.ts'

/** What a goal is about, and how far is searched. Times are virtual milliseconds. */
export interface RemedyOptions extends GoalObjects, OrdersOptions, KeptChoice {
  /** of the goal `do`: what is to be done, written as for kubectl */
  readonly do?: readonly (string | AskedAction)[]
  /** the text of a file that an action names; undefined where there is none. Default: there are no files */
  readonly readFile?: (file: string) => string | undefined
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
 * The goal `do` is that what `options.do` asks for is so at the end, to the letter.
 *
 * @throws Error named `CannotBeAsked` where what the goal is about is not there, or an action is not understood
 */
export function remedyFor(
  objects: readonly KubeObject[],
  name: AnyGoalName,
  options: RemedyOptions = {},
): RemedyAnswer {
  const timing = tickTiming(options.tickMs ?? 1000)
  const { model, loaded, state: start } = startedCluster(objects, { ...options, timing })
  const resources = servedResources(objects)
  const given = givenCommands(options.do ?? [], options.readFile ?? (() => undefined))
  const reading: CommandContext = { model, resources, manifests: given.manifests }
  const { goal, asked } =
    name === 'do' ? askedGoal(reading, start, given.commands) : { goal: goalOf(start, name, options), asked: [] }
  const context: OperationContext = { goal, start, resources, asked }
  const own = Object.fromEntries(manifestObjects(context).map((object) => [fileOf(object), manifestOf(object)]))
  const manifests = { ...own, ...given.manifests }
  const commands: CommandContext = { model, resources, manifests }
  checkPatterns(start, goal, options)
  const kept = keptOf(start, goal.takesAway, options)
  const isOver = options.isOver ?? (() => false)
  const progress = newProgress()
  const search = { stepsMax: options.stepsMax ?? 10, plansMax: options.plansMax ?? 2000, isOver }
  const rejected: TriedPlan[] = []
  const answer = (allOrders: number, rest: Pick<RemedyAnswer, 'remedy' | 'best'>): RemedyAnswer => ({
    goal: name,
    wanted: goal.wanted,
    keeps: keptSentences(options, goal.takesAway),
    ...rest,
    rejected,
    tried: { likely: progress.played, allOrders },
    limits: [...progress.limits],
    findings: [...inputFindings(loaded, options)],
  })
  if (goal.refused !== undefined)
    return answer(0, { best: { operations: ['do what was asked'], breaks: [`refused: ${goal.refused}`] } })
  for (const { steps } of candidates(context, commands, kept, search, progress)) {
    const sent = steps.flatMap((step) => step.commands)
    const orders = checkOrders(commands, start, sent, goal, kept, { statesMax: statesUsual, ...options })
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
      ...checksOf(goal, kept, resources),
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

/** @throws CannotBeAsked where a pattern names nothing that is there, or what is asked to go */
function checkPatterns(state: ClusterState, { takesAway }: Goal, { keep = [], lose = [] }: KeptChoice): void {
  const both = allObjects(state).find(
    (each) => takesAway.has(nameOf(each)) && keep.some((pattern) => matchesPattern(pattern, each)),
  )
  if (both !== undefined)
    throw cannotBeAsked(`${nameOf(both)} is asked to go, and to be kept. Expected one of the two.`)
  const wrong = [...keep, ...lose].find((pattern) => !allObjects(state).some((each) => matchesPattern(pattern, each)))
  if (wrong === undefined) return
  const expected = 'Expected Kind/name, or Kind/namespace/name of what lies in a Namespace; * stands for any part.'
  throw cannotBeAsked(`${JSON.stringify(wrong)} names nothing that the cluster has. ${expected}`)
}

/** What the script's checks look at, and what they are not to miss. */
function checksOf(
  goal: Goal,
  kept: Kept,
  resources: readonly NamedResource[],
): Pick<Remedy, 'takesAway' | 'contentTypes'> {
  const types = contentTypes(kept.kinds, resources)
  const kinds = new Set(['Namespace', ...kept.kinds])
  return {
    takesAway: [...goal.takesAway].filter((name) => kinds.has(name.split(' ')[0] ?? '')).sort(),
    contentTypes: types,
  }
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
