import {
  type Action,
  allObjects,
  type ClusterModel,
  type ClusterState,
  equalJson,
  findObject,
  isJsonObject,
  isTerminating,
  type Json,
  type KubeObject,
  type ResourceKey,
  resourceKey,
  stateFromObjects,
  textAt,
} from '@capsule-whatif/model'
import { defaultUser } from '../../action/impersonated-user.ts'
import { webhookDeletions } from '../../questions/deletion/destructive-actions.ts'
import { actionsOf, type CommandContext } from '../command.ts'
import { nameOf } from '../kept.ts'
import type { RemedyCommand } from '../remedy.ts'

/** Where an object is, and what it was and is to be. */
export interface Wished {
  readonly key: ResourceKey
  /** at first; absent where it is to be made */
  readonly before?: KubeObject
  /** as it was asked for; absent where it is to go and nothing is to come in its place */
  readonly after?: KubeObject
  /** whether it is to go, or another of its name is to come in its place */
  readonly goes: boolean
  /** numbers of the commands that ask for it, from 0 */
  readonly by: readonly number[]
}

/** What commands ask for, taken literally. */
export interface Wishes {
  readonly objects: readonly Wished[]
  /** whether the operator is to run, and which command says so last; absent where none does */
  readonly operator?: { readonly running: boolean; readonly by: number }
  /** the words of the API server where it refuses a command though no webhook of the operator and no quota is in its way */
  readonly refused?: string
}

/**
 * What is to be at the end, by the letter: the commands are played where nobody is in the way. No webhook of the operator, every
 * right, no controller at work, and where a ResourceQuota refuses something, none of these.
 */
export function wishesOf(context: CommandContext, start: ClusterState, commands: readonly RemedyCommand[]): Wishes {
  const wishes = playedWishes(context, start, commands, 'with quotas')
  if (wishes.refused === undefined) return wishes
  const without = playedWishes(context, start, commands, 'without quotas')
  return without.refused === undefined ? without : wishes
}

type Quotas = 'with quotas' | 'without quotas'

function playedWishes(
  context: CommandContext,
  start: ClusterState,
  commands: readonly RemedyCommand[],
  quotas: Quotas,
): Wishes {
  let state = withNobodyInTheWay(context.model, start, quotas)
  const touched = new Map<string, { readonly key: ResourceKey; readonly by: number[]; deleted: boolean }>()
  const touch = (key: ResourceKey, { namespace, name }: Place, by: number, deleted: boolean): void => {
    const place = [key, namespace ?? '', name].join('|')
    const known = touched.get(place) ?? { key, by: [], deleted: false }
    touched.set(place, { ...known, by: [...known.by, by], deleted: known.deleted || deleted })
  }
  let operator: Wishes['operator']
  let refused: string | undefined
  for (const [by, command] of commands.entries()) {
    for (const action of actionsOf(context, state, command)) {
      if (action.type === 'process' && action.process === 'capsule') operator = { running: action.running, by }
      if (action.type !== 'request') continue
      const step = context.model.apply(state, { ...action, as: defaultUser } satisfies Action)
      state = step.state
      const { response = { code: 500, body: {} } } = step
      if (response.code >= 400) refused ??= textAt(response.body, 'message') ?? String(response.code)
      const { verb, group, resource, namespace, name = '' } = action.request
      if (verb === 'delete') touch(resourceKey(group, resource), placeAt(namespace, name), by, true)
      for (const event of step.events) touch(event.resource, event.object.metadata, by, false)
    }
  }
  const objects = [...touched].flatMap(([place, { key, by, deleted }]): readonly Wished[] => {
    const [, namespace = '', name = ''] = place.split('|')
    const before = findObject(start, key, namespace || undefined, name)
    const now = findObject(state, key, namespace || undefined, name)
    const after = now && isTerminating(now) ? undefined : now
    if (before === undefined && after === undefined) return []
    const goes = before !== undefined && (deleted || after === undefined)
    return [{ key, goes, by, ...(before ? { before } : {}), ...(after ? { after } : {}) }]
  })
  return { objects, ...(operator ? { operator } : {}), ...(refused === undefined ? {} : { refused }) }
}

type Place = Pick<KubeObject['metadata'], 'namespace' | 'name'>

function placeAt(namespace: string | undefined, name: string): Place {
  return namespace === undefined ? { name } : { namespace, name }
}

function withNobodyInTheWay(model: ClusterModel, start: ClusterState, quotas: Quotas): ClusterState {
  const inTheWay = new Set(
    webhookDeletions(start).flatMap((text) => (typeof text === 'string' ? [text.split(' ')[2]] : [])),
  )
  const objects = allObjects(start).filter(
    ({ kind, metadata }) =>
      (kind !== 'ResourceQuota' || quotas === 'with quotas') &&
      !(kind.endsWith('WebhookConfiguration') && inTheWay.has(metadata.name)),
  )
  const { state } = stateFromObjects(objects, start.clock)
  return model.start({ ...state, running: { ...state.running, capsule: false } })
}

/** A field that is to have another value; undefined: to be absent. */
export interface WishedField {
  readonly path: readonly string[]
  readonly before: Json | undefined
  readonly after: Json | undefined
}

const bookkeeping: ReadonlySet<string> = new Set(['resourceVersion', 'generation', 'managedFields'])

/** Fields in which an object is to differ from what it was: of maps each key, of lists the whole. */
export function wishedFields({ before, after }: Wished): readonly WishedField[] {
  return before && after ? fieldsBetween(before, after, []) : []
}

function fieldsBetween(
  before: Json | undefined,
  after: Json | undefined,
  path: readonly string[],
): readonly WishedField[] {
  if (equalJson(before, after) || bookkeeping.has(path.at(-1) ?? '')) return []
  const [old, now] = [before ?? {}, after ?? {}]
  if (!isJsonObject(old) || !isJsonObject(now)) return [{ path, before, after }]
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((field) =>
    fieldsBetween(old[field], now[field], [...path, field]),
  )
}

/** Whether a field has the value that is wanted. */
export function hasField(object: KubeObject | undefined, { path, after }: WishedField): boolean {
  let value: Json | undefined = object
  for (const field of path) value = isJsonObject(value) ? value[field] : undefined
  return object !== undefined && (value === after || equalJson(value, after))
}

/** `Tenant oil is gone`, `ConfigMap oil-dev/settings has data.color "blue"` */
export function wishText(wished: Wished, changed: readonly WishedField[]): string {
  const name = nameOf(wished.after ?? wished.before ?? { apiVersion: '', kind: '', metadata: { name: '' } })
  if (wished.after === undefined) return `${name} is gone`
  if (wished.goes) return `${name} is there, and is not the one that was`
  if (wished.before === undefined) return `${name} is there`
  const fields = changed.map(({ path, after }) =>
    after === undefined ? `no ${path.join('.')}` : `${path.join('.')} ${shortened(JSON.stringify(after))}`,
  )
  return fields.length === 0 ? `${name} is there` : `${name} has ${fields.join(', ')}`
}

const lengthMax = 80

function shortened(text: string): string {
  return text.length > lengthMax ? `${text.slice(0, lengthMax - 3)}...` : text
}
