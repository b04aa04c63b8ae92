import { equalJson, isJsonObject, type Json, type JsonObject, listAt, objectAt, textAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { type CrdCondition, conditionOf } from './crd-condition.ts'

/** What the naming controller decides about a definition. */
export interface NamingDecision {
  readonly acceptedNames: JsonObject
  readonly namesAccepted: CrdCondition
  /** undefined: stays as it is */
  readonly established: CrdCondition | undefined
}

interface Conflict {
  readonly reason: string
  readonly message: string
}

/**
 * A name is accepted when no other definition of the group has it: plural, singular and short names share one pool,
 * kind and list kind another. The last conflict found is the one that is told.
 * [apiextensions-apiserver pkg/controller/status/naming_controller.go calculateNamesAndConditions; kubernetes.md 4.2.1]
 */
export function decideNames(definition: KubeObject, definitions: readonly KubeObject[]): NamingDecision {
  const pools = usedNames(textAt(definition, 'spec', 'group') ?? '', definitions)
  const wanted = objectAt(definition, 'spec', 'names')
  const accepted = objectAt(definition, 'status', 'acceptedNames')
  const conflicts: Conflict[] = []
  const names: Record<string, Json> = {}
  for (const field of nameFields) {
    const conflict =
      field === 'shortNames'
        ? shortNamesConflict(wanted, accepted, pools.resources)
        : nameConflict(field, wanted, accepted, pools)
    if (conflict) conflicts.push(conflict)
    const name = conflict ? accepted[field] : wanted[field]
    if (name !== undefined) names[field] = name
  }
  if (wanted.categories !== undefined) names.categories = wanted.categories
  const conflict = conflicts.at(-1)
  return {
    acceptedNames: names,
    namesAccepted: conflict
      ? { type: 'NamesAccepted', status: 'False', ...conflict }
      : { type: 'NamesAccepted', status: 'True', reason: 'NoConflicts', message: 'no conflicts found' },
    established: establishedAtFirst(definition, conflict === undefined),
  }
}

const nameFields = ['plural', 'singular', 'shortNames', 'kind', 'listKind'] as const

interface UsedNames {
  readonly resources: ReadonlySet<string>
  readonly kinds: ReadonlySet<string>
}

function usedNames(group: string, definitions: readonly KubeObject[]): UsedNames {
  const resources = new Set<string>()
  const kinds = new Set<string>()
  for (const definition of definitions) {
    if (textAt(definition, 'spec', 'group') !== group) continue
    const names = objectAt(definition, 'status', 'acceptedNames')
    for (const name of [names.plural, names.singular, ...listAt(names, 'shortNames')])
      if (typeof name === 'string') resources.add(name)
    for (const name of [names.kind, names.listKind]) if (typeof name === 'string') kinds.add(name)
  }
  return { resources, kinds }
}

function nameConflict(
  field: 'plural' | 'singular' | 'kind' | 'listKind',
  wanted: JsonObject,
  accepted: JsonObject,
  pools: UsedNames,
): Conflict | undefined {
  const name = textAt(wanted, field) ?? ''
  const pool = field === 'kind' || field === 'listKind' ? pools.kinds : pools.resources
  if (name === (textAt(accepted, field) ?? '') || !pool.has(name)) return undefined
  const reason = `${field[0]?.toUpperCase()}${field.slice(1)}Conflict`
  return { reason, message: inUse(name) }
}

function shortNamesConflict(wanted: JsonObject, accepted: JsonObject, used: ReadonlySet<string>): Conflict | undefined {
  const own = listAt(accepted, 'shortNames')
  const taken = listAt(wanted, 'shortNames').filter(
    (name): name is string => typeof name === 'string' && !own.includes(name) && used.has(name),
  )
  if (taken.length === 0) return undefined
  const messages = [...new Set(taken.map(inUse))]
  return { reason: 'ShortNamesConflict', message: messages.length === 1 ? messages.join() : `[${messages.join(', ')}]` }
}

function inUse(name: string): string {
  return `${JSON.stringify(name)} is already in use`
}

/** Until it is established once, a definition is told to be installing as soon as its names are accepted. [calculateNamesAndConditions] */
function establishedAtFirst(definition: KubeObject, accepted: boolean): CrdCondition | undefined {
  const old = conditionOf(definition, 'Established')
  if (old?.status === 'True') return undefined
  if (accepted)
    return {
      type: 'Established',
      status: 'False',
      reason: 'Installing',
      message: 'the initial names have been accepted',
    }
  if (old) return undefined
  return { type: 'Established', status: 'False', reason: 'NotAccepted', message: 'not all names are accepted' }
}

/** Whether two sets of names are the same, an absent field being an empty one. */
export function sameNames(a: JsonObject, b: JsonObject): boolean {
  return equalJson(filled(a), filled(b))
}

function filled(names: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(names).filter(
      ([, value]) => value !== '' && value !== null && !(Array.isArray(value) && value.length === 0),
    ),
  )
}

export function isDefinitionOfGroup(definition: KubeObject, group: string): boolean {
  return isJsonObject(definition.spec) && definition.spec.group === group
}
