import { allObjects, type ClusterState, findObject, type KubeObject, listObjects, textAt } from '@capsule-whatif/model'
import { cannotBeAsked } from '../../questions/asking/cannot-be-asked.ts'
import { tenantLabel } from '../../questions/ownership/ownership-edit.ts'
import type { CommandContext } from '../command.ts'
import { asBefore, belongs, type Condition, type Goal, othersStay } from '../goal.ts'
import { nameOf, tenantsOfNamespaces } from '../kept.ts'
import type { Operation } from '../operation.ts'
import { type AskedStep, askedOperations, isOwnership } from './asked-operations.ts'
import type { GivenCommand } from './given-command.ts'
import { hasField, type Wished, type WishedField, type Wishes, wishedFields, wishesOf, wishText } from './wishes.ts'

/** What commands ask for: the goal, and each of them as an operation. */
export interface AskedGoal {
  readonly goal: Goal
  readonly asked: readonly Operation[]
}

/**
 * The goal that what commands ask for, by the letter, is so at the end. A Namespace whose label or owner reference is to name
 * another Tenant is to belong to it wholly, and one whose Tenant goes to none.
 *
 * @throws CannotBeAsked where nothing would be otherwise
 */
export function askedGoal(context: CommandContext, start: ClusterState, given: readonly GivenCommand[]): AskedGoal {
  const wishes = wishesOf(
    context,
    start,
    given.map(({ asked }) => asked),
  )
  const { objects, operator } = wishes
  if (objects.length === 0 && operator === undefined && wishes.refused === undefined)
    throw cannotBeAsked('nothing would be otherwise. Expected actions that change something, after --do.')
  const namespaces = new Map([...tenantsWished(start, objects), ...orphaned(start, objects)])
  const going = objects.filter(({ goes }) => goes).flatMap(({ before }) => before ?? [])
  const steps = given.map((command, index) => askedStep(command, index, wishes, namespaces))
  const subjects = subjectsOf(start, going)
  const about = new Set([...namespaces.keys(), ...going.map(({ metadata }) => metadata.name)])
  const goal: Goal = {
    name: 'do',
    wanted: `${wantedTexts(objects, namespaces, operator).join('; ')}.`,
    conditions: [
      ...new Set(steps.flatMap(({ conditions }) => conditions)),
      ...[...namespaces].map(([namespace, tenant]) =>
        tenant === undefined ? belongsToNobody(namespace) : belongs(namespace, tenant),
      ),
      ...othersStay(start, about),
      ...asBefore(start, { changed: new Set(objects.map(wishedName)), operator: operator?.running }),
    ],
    subjects,
    definitions: going.filter(isDefinition),
    makesAgain: false,
    namespaces,
    takesAway: takenAway(start, going, subjects),
    keepsOperator: true,
    ...(wishes.refused === undefined ? {} : { refused: wishes.refused }),
  }
  return { goal, asked: askedOperations(steps) }
}

function wantedTexts(
  objects: readonly Wished[],
  namespaces: Goal['namespaces'],
  operator: Wishes['operator'],
): readonly string[] {
  const changed = objects.filter(
    (wished) => fieldsBesideOwnership(wished, namespaces).length > 0 || isMadeOrGoes(wished),
  )
  const moved = objects.flatMap(({ before, after }) =>
    before?.kind === 'Namespace' && after && namespaces.has(before.metadata.name) ? [before.metadata.name] : [],
  )
  const left = [...namespaces.keys()].filter((name) => !moved.includes(name))
  return [
    ...changed.map((wished) => wishText(wished, fieldsBesideOwnership(wished, namespaces))),
    ...moved.map((name) => belongs(name, namespaces.get(name)).says.replace(/ by label.*/, '')),
    ...(left.length === 0 ? [] : [`what belonged to it belongs to no Tenant: ${left.join(', ')}`]),
    ...operatorText(operator),
  ]
}

function isMadeOrGoes({ before, after, goes }: Wished): boolean {
  return goes || before === undefined || after === undefined
}

/** Fields that are to have another value, but for those that say whose a Namespace is. */
function fieldsBesideOwnership(wished: Wished, namespaces: Goal['namespaces']): readonly WishedField[] {
  const { before } = wished
  const isOfTenant = before?.kind === 'Namespace' && namespaces.has(before.metadata.name)
  return wishedFields(wished).filter(({ path }) => !isOfTenant || !isOwnership(path))
}

function operatorText(operator: Wishes['operator']): readonly string[] {
  return operator === undefined ? [] : [operator.running ? 'the operator runs' : 'the operator does not run']
}

function wishedName({ before, after }: Wished): string {
  const object = before ?? after
  return object ? nameOf(object) : ''
}

function askedStep(
  given: GivenCommand,
  index: number,
  { objects, operator }: Wishes,
  namespaces: Goal['namespaces'],
): AskedStep {
  const wished = objects.filter(({ by }) => by.includes(index))
  const switches = operator?.by === index
  const conditions = [
    ...wished.map((each) => conditionOf(each, namespaces)),
    ...(switches && operator ? [operatorCondition(operator.running)] : []),
  ]
  return { given, wished, conditions, ...(switches ? { switches } : {}) }
}

function operatorCondition(running: boolean): Condition {
  const says = running ? 'the operator runs' : 'the operator does not run'
  return { says, holds: (state) => state.running.capsule === running }
}

function conditionOf(wished: Wished, namespaces: Goal['namespaces']): Condition {
  const { key, before, after, goes } = wished
  const { namespace, name } = (before ?? after)?.metadata ?? { name: '' }
  const fields = fieldsBesideOwnership(wished, namespaces)
  return {
    says: wishText(wished, fields),
    holds: (state) => {
      const now = findObject(state, key, namespace, name)
      const isOld = now !== undefined && now.metadata.uid === before?.metadata.uid
      if (after === undefined) return now === undefined || (now.kind === 'Pod' && !isOld)
      if (now === undefined || now.metadata.deletionTimestamp !== undefined || (goes && isOld)) return false
      return goes || before === undefined || fields.every((field) => hasField(now, field))
    },
  }
}

/** Of a Namespace that is to be kept, what is kept says that it must be there. */
function belongsToNobody(namespace: string): Condition {
  const { says, holds } = belongs(namespace, undefined)
  return {
    says,
    holds: (state) => findObject(state, '/namespaces', undefined, namespace) === undefined || holds(state),
  }
}

/** Namespaces that are to be another Tenant's, by the label or else the owner reference that is asked for. */
function tenantsWished(
  start: ClusterState,
  objects: readonly Wished[],
): readonly (readonly [string, string | undefined])[] {
  const tenants = new Set(listObjects(start, 'capsule.clastix.io/tenants').map(({ metadata }) => metadata.name))
  return objects.flatMap((wished) => {
    const { before, after } = wished
    if (after?.kind !== 'Namespace') return []
    const changed = before ? wishedFields(wished).map(({ path }) => path) : [['metadata', 'labels', tenantLabel]]
    const ofLabel = changed.some((path) => path.at(-1) === tenantLabel || path.join() === 'metadata,labels')
    const label = after.metadata.labels?.[tenantLabel]
    const owner = after.metadata.ownerReferences?.find(({ kind }) => kind === 'Tenant')?.name
    const hadLabel = before?.metadata.labels?.[tenantLabel]
    const hadOwner = before?.metadata.ownerReferences?.find(({ kind }) => kind === 'Tenant')?.name
    const tenant = ofLabel && label !== hadLabel ? label : owner
    if (label === hadLabel && owner === hadOwner) return []
    return tenant === undefined || tenants.has(tenant) ? [[after.metadata.name, tenant] as const] : []
  })
}

/** Namespaces of Tenants that are to go, be it with their definition: they belong to none then. */
function orphaned(start: ClusterState, objects: readonly Wished[]): readonly (readonly [string, undefined])[] {
  const going = objects.flatMap(({ goes, before }) => (goes && before ? [before] : []))
  const all = going.some(
    ({ kind, metadata }) => isDefinition({ kind }) && metadata.name === 'tenants.capsule.clastix.io',
  )
  const tenants = new Set(going.filter(({ kind }) => kind === 'Tenant').map(({ metadata }) => metadata.name))
  const gone = new Set(going.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name))
  return [...tenantsOfNamespaces(start)].flatMap(([namespace, tenant]) =>
    (all || tenants.has(tenant)) && !gone.has(namespace) ? [[namespace, undefined] as const] : [],
  )
}

function isDefinition({ kind }: Pick<KubeObject, 'kind'>): boolean {
  return kind === 'CustomResourceDefinition'
}

/** What goes, and the objects of definitions that go: they are deleted, orphaned and freed of finalizers on the way. */
function subjectsOf(start: ClusterState, going: readonly KubeObject[]): readonly KubeObject[] {
  const instances = going.filter(isDefinition).flatMap((definition) => {
    const [group, plural] = [textAt(definition, 'spec', 'group'), textAt(definition, 'spec', 'names', 'plural')]
    return listObjects(start, `${group ?? ''}/${plural ?? ''}`)
  })
  const own = going.filter((object) => !isDefinition(object) && object.kind !== 'Namespace')
  return [...new Map([...own, ...instances].map((object) => [object.metadata.uid ?? nameOf(object), object])).values()]
}

/** What is asked to go, with a Namespace all that lies in it, and with a definition its objects. */
function takenAway(
  start: ClusterState,
  going: readonly KubeObject[],
  subjects: readonly KubeObject[],
): ReadonlySet<string> {
  const namespaces = new Set(going.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name))
  const inside = allObjects(start).filter(({ metadata }) => namespaces.has(metadata.namespace ?? ''))
  return new Set([...going, ...inside, ...subjects].map(nameOf))
}
