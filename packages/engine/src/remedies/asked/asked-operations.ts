import { type ClusterState, findObject, isTerminating, type Json, type KubeObject } from '@capsule-whatif/model'
import type { Condition } from '../goal.ts'
import { createdAgain, type Operation, type OperationContext, placeText } from '../operation.ts'
import { backTo, givenBack } from '../ownership-operations.ts'
import type { RemedyCommand } from '../remedy.ts'
import type { GivenCommand } from './given-command.ts'
import { type Wished, type WishedField, wishedFields } from './wishes.ts'

/** One of the commands that were given, with what it is to bring about. */
export interface AskedStep {
  readonly given: GivenCommand
  readonly wished: readonly Wished[]
  readonly conditions: readonly Condition[]
  /** whether it switches the operator */
  readonly switches?: boolean
}

/** The commands that were given, each as an operation: as it was asked, and in the name of whoever runs the script. */
export function askedOperations(steps: readonly AskedStep[]): readonly Operation[] {
  return steps.flatMap((step, index) => {
    const number = steps.length > 1 ? `, number ${index + 1}` : ''
    const { asked, asMyself } = step.given
    const own = operation(step, `do what was asked${number}`, 'it is what is wanted', asked)
    if (asMyself === undefined) return [own]
    const why = 'who was to do it is refused; the result is the same'
    return [own, operation(step, `do what was asked${number}, as an administrator of the cluster`, why, asMyself)]
  })
}

function operation(step: AskedStep, name: string, why: string, command: RemedyCommand): Operation {
  return {
    name,
    why,
    commands: (context, state) =>
      step.conditions.every(({ holds }) => holds(state)) ? [] : [{ ...command, ...checkOf(context, step) }],
    undo: (context, before) => undoOf(context, before, step),
    ...(step.wished.some(({ goes, before }) => goes && before?.kind === 'Namespace')
      ? { undoByHand: () => 'what was in the Namespace comes back from a backup only' }
      : {}),
  }
}

/** What shows in the real cluster that it is done: where all of it can be seen by one look each. */
function checkOf(context: OperationContext, { wished }: AskedStep): Pick<RemedyCommand, 'check'> {
  const checks = wished.flatMap((each) => checkOfObject(context, each))
  return checks.length === 0 ? {} : { check: checks.join(' && ') }
}

function checkOfObject(context: OperationContext, wished: Wished): readonly string[] {
  const { before, after, goes } = wished
  if (after === undefined) return before ? [`gone ${placeText(context, before)}`] : []
  const place = placeText(context, after)
  if (before === undefined || goes) return [`kubectl get ${place} > /dev/null`]
  return wishedFields(wished).flatMap((field) => checkOfField(place, field))
}

function checkOfField(place: string, { path, after }: WishedField): readonly string[] {
  if (typeof after === 'object' && after !== null) return []
  const value = after === undefined || after === null ? '' : String(after)
  if (/['\n]/.test(value) || path.some((field) => /['"]/.test(field))) return []
  const fields = path.map((field) => `.${field.replace(/[.[\]]/g, '\\$&')}`).join('')
  return [`[ "$(kubectl get ${place} -o jsonpath='{${fields}}')" = '${value}' ]`]
}

function undoOf(context: OperationContext, before: ClusterState, step: AskedStep): readonly RemedyCommand[] {
  const objects = step.wished.flatMap((wished) => undoOfObject(context, before, wished))
  const back = step.wished.some(({ goes }) => goes) ? givenBack(context, before) : []
  return step.switches
    ? [{ text: before.running.capsule ? 'operator start' : 'operator stop' }, ...objects, ...back]
    : [...objects, ...back]
}

function undoOfObject(context: OperationContext, state: ClusterState, wished: Wished): readonly RemedyCommand[] {
  const { before, after, goes, key } = wished
  if (before === undefined) return after ? [{ text: `delete ${placeText(context, after)} --ignore-not-found` }] : []
  if (goes) return madeAgain(context, before).map((object) => createdAgain(context, object))
  const { name, namespace } = before.metadata
  const isOfTenant = before.kind === 'Namespace' && context.goal.namespaces.has(name)
  const owned = isOfTenant
    ? backTo({ ...context, goal: { ...context.goal, namespaces: new Map([[name, undefined]]) } }, state)
    : []
  const fields = wishedFields(wished).filter(({ path }) => !isOfTenant || !isOwnership(path))
  const isThere = findObject(state, key, namespace, name) !== undefined
  if (fields.length === 0 || !isThere) return owned
  const body = JSON.stringify(mergePatch(fields)).replaceAll("'", `'\\''`)
  return [...owned, { text: `patch ${placeText(context, before)} --type merge -p '${body}'` }]
}

/** What is made again of what goes, where the plan has manifests of it: a definition with its objects. */
function madeAgain({ goal }: OperationContext, object: KubeObject): readonly KubeObject[] {
  const all = [...goal.definitions, ...goal.subjects].filter((each) => !isTerminating(each))
  if (object.kind === 'CustomResourceDefinition') return all
  return all.filter(({ metadata }) => metadata.uid === object.metadata.uid)
}

export function isOwnership(path: readonly string[]): boolean {
  return path[0] === 'metadata' && (path[1] === 'ownerReferences' || path.at(-1) === 'capsule.clastix.io/tenant')
}

/** The merge patch that gives fields the values that they had. */
function mergePatch(fields: readonly WishedField[]): Json {
  const patch: Record<string, unknown> = {}
  for (const { path, before } of fields) {
    let at = patch
    for (const field of path.slice(0, -1)) {
      at[field] ??= {}
      at = at[field] as Record<string, unknown>
    }
    at[path.at(-1) ?? ''] = before ?? null
  }
  return patch as Json
}
