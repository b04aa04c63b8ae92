import {
  type ClusterState,
  findObject,
  isTerminating,
  type KubeObject,
  listAt,
  listObjects,
  textAt,
} from '@capsule-whatif/model'
import { cannotBeAsked } from '../questions/asking/cannot-be-asked.ts'
import { helmDeletions } from '../questions/deletion/destructive-actions.ts'
import { belongingOf, belongsTo } from '../questions/ownership/belonging.ts'
import { definitionsOf, leftOf, tenantsOf } from '../questions/uninstalling/uninstall-orders.ts'
import { nameOf, tenantsOfNamespaces } from './kept.ts'
import type { AnyGoalName, GoalName, GoalObjects } from './remedy.ts'

/** Something that must be so at the end. */
export interface Condition {
  readonly says: string
  readonly holds: (state: ClusterState) => boolean
}

/** What is wanted, and what it is about. */
export interface Goal {
  readonly name: AnyGoalName
  readonly wanted: string
  readonly conditions: readonly Condition[]
  /** objects that are deleted for it, and made again where they must be there at the end */
  readonly subjects: readonly KubeObject[]
  /** definitions that are deleted for it */
  readonly definitions: readonly KubeObject[]
  /** whether subjects and definitions are made again */
  readonly makesAgain: boolean
  /** names of Namespaces that it is about, with the Tenant that they belong to at the end; undefined: to none */
  readonly namespaces: ReadonlyMap<string, string | undefined>
  /** what of Namespaces' content it takes away itself, as `Kind namespace/name` */
  readonly takesAway: ReadonlySet<string>
  /** whether the operator is to be there afterwards */
  readonly keepsOperator: boolean
  /** the words with which the API server refuses what was asked, whatever is done about it */
  readonly refused?: string
}

export const definitionUsual = 'tenants.capsule.clastix.io'
const definitionsKey = 'apiextensions.k8s.io/customresourcedefinitions'

/**
 * The goal of that name in a cluster at rest.
 *
 * @throws CannotBeAsked where what it is about is not there, with what was expected
 */
export function goalOf(state: ClusterState, name: GoalName, objects: GoalObjects): Goal {
  if (name === 'replace-definition') return replaceDefinition(state, objects.definition ?? definitionUsual)
  if (name === 'uninstall-operator') return uninstallOperator(state)
  if (name === 'recreate-tenant') return recreateTenant(state, tenantOf(state, objects.tenant))
  const namespace = namespaceOf(state, objects.namespace)
  const to = name === 'move-namespace' ? tenantOf(state, objects.tenant) : undefined
  return giveNamespace(state, name, namespace, to)
}

function giveNamespace(state: ClusterState, name: GoalName, namespace: string, to: KubeObject | undefined): Goal {
  const tenant = to?.metadata.name
  return {
    name,
    wanted:
      tenant === undefined
        ? `Namespace ${namespace} belongs to no Tenant.`
        : `Namespace ${namespace} belongs to Tenant ${tenant}.`,
    conditions: [belongs(namespace, tenant), ...othersStay(state, new Set([namespace])), ...asBefore(state)],
    subjects: [],
    definitions: [],
    makesAgain: false,
    namespaces: new Map([[namespace, tenant]]),
    takesAway: new Set(),
    keepsOperator: true,
  }
}

function recreateTenant(state: ClusterState, tenant: KubeObject): Goal {
  const { name } = tenant.metadata
  const own = new Map([...tenantsOfNamespaces(state)].filter(([, owner]) => owner === name))
  return {
    name: 'recreate-tenant',
    wanted: `Tenant ${name} is made anew under its name, and has its Namespaces.`,
    conditions: [
      madeAnew(tenant, 'capsule.clastix.io/tenants'),
      ...[...own].map(([namespace]) => belongs(namespace, name)),
      ...othersStay(state, new Set(own.keys())),
      ...asBefore(state),
    ],
    subjects: [tenant],
    definitions: [],
    makesAgain: true,
    namespaces: own,
    takesAway: new Set(),
    keepsOperator: true,
  }
}

function replaceDefinition(state: ClusterState, name: string): Goal {
  const definition = findObject(state, definitionsKey, undefined, name)
  if (definition === undefined) throw cannotBeAsked(notThere('definition', name, listObjects(state, definitionsKey)))
  const key =
    `${textAt(definition, 'spec', 'group') ?? ''}/${textAt(definition, 'spec', 'names', 'plural') ?? ''}` as const
  const instances = listObjects(state, key)
  const ofTenants = key === 'capsule.clastix.io/tenants'
  const owned = ofTenants ? tenantsOfNamespaces(state) : new Map<string, string>()
  return {
    name: 'replace-definition',
    wanted: `The definition ${name} is deleted and made anew, and every object of it is there again.`,
    conditions: [
      madeAnew(definition, definitionsKey),
      ...instances.map((instance) => isThere(instance, key)),
      ...[...owned].map(([namespace, tenant]) => belongs(namespace, tenant)),
      ...othersStay(state, new Set(owned.keys())),
      ...asBefore(state),
    ],
    subjects: instances,
    definitions: [definition],
    makesAgain: true,
    namespaces: owned,
    takesAway: new Set(),
    keepsOperator: true,
  }
}

function uninstallOperator(state: ClusterState): Goal {
  return {
    name: 'uninstall-operator',
    wanted: 'The operator is gone, and nothing of Capsule is left.',
    conditions: [
      { says: 'the operator does not run', holds: ({ running }) => !running.capsule },
      { says: 'no Tenant is left', holds: (now) => tenantsOf(now).length === 0 },
      { says: 'no definition of Capsule is left', holds: (now) => definitionsOf(now).length === 0 },
      { says: 'nothing of Capsule is left', holds: (now) => leftOf(now).length === 0 },
      { says: 'nothing that Helm installed is left', holds: (now) => helmDeletions(now).length === 0 },
    ],
    subjects: tenantsOf(state),
    definitions: definitionsOf(state),
    makesAgain: false,
    namespaces: new Map([...tenantsOfNamespaces(state).keys()].map((namespace) => [namespace, undefined])),
    takesAway: new Set(helmDeletions(state).flatMap(namesDeleted)),
    keepsOperator: false,
  }
}

function namesDeleted(action: ReturnType<typeof helmDeletions>[number]): readonly string[] {
  if (typeof action === 'string') return []
  return action.actions.flatMap((each) => {
    if (each.type !== 'request') return []
    const { kind, namespace, name = '' } = each.request
    return [`${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`]
  })
}

export function belongs(namespace: string, tenant: string | undefined): Condition {
  return {
    says: `Namespace ${namespace} belongs to ${tenant === undefined ? 'no Tenant' : `Tenant ${tenant}`} by label, owner reference and status`,
    holds: (state) => belongsTo(belongingOf(state, namespace), tenant),
  }
}

export function othersStay(state: ClusterState, about: ReadonlySet<string>): readonly Condition[] {
  return [...tenantsOfNamespaces(state)]
    .filter(
      ([namespace]) =>
        !about.has(namespace) && belongsTo(belongingOf(state, namespace), tenantsOfNamespaces(state).get(namespace)),
    )
    .map(([namespace, tenant]) => belongs(namespace, tenant))
}

function madeAnew(object: KubeObject, key: `${string}/${string}`): Condition {
  return {
    says: `${nameOf(object)} is there, and is not the one that was`,
    holds: (state) => {
      const now = findObject(state, key, object.metadata.namespace, object.metadata.name)
      return now !== undefined && now.metadata.uid !== object.metadata.uid && !isTerminating(now)
    },
  }
}

function isThere(object: KubeObject, key: `${string}/${string}`): Condition {
  return {
    says: `${nameOf(object)} is there`,
    holds: (state) => {
      const now = findObject(state, key, object.metadata.namespace, object.metadata.name)
      return now !== undefined && !isTerminating(now)
    },
  }
}

/** What is asked for beside a goal, and so need not be as it was. */
export interface Wanted {
  /** names of objects, as `Kind namespace/name` */
  readonly changed: ReadonlySet<string>
  /** whether the operator is to run; undefined: nothing is said of it */
  readonly operator?: boolean | undefined
}

/** What was changed for the sake of the way is as it was. */
export function asBefore(state: ClusterState, wanted: Wanted = { changed: new Set() }): readonly Condition[] {
  const { changed, operator } = wanted
  const administrators = administratorsOf(state)
  const webhooks = webhookNames(state, changed)
  const ofOperator: Condition = {
    says: 'the operator runs',
    holds: ({ running }) => running.capsule || !state.running.capsule,
  }
  const ofAdministrators: Condition = {
    says: 'the administrators of the operator are those that were',
    holds: (now) => administratorsOf(now) === administrators,
  }
  return [
    ...(operator === undefined ? [ofOperator] : []),
    ...(changed.has('CapsuleConfiguration default') ? [] : [ofAdministrators]),
    {
      says: 'the webhook configurations of Capsule are there',
      holds: (now) => webhookNames(now, changed) === webhooks,
    },
  ]
}

function administratorsOf(state: ClusterState): string {
  const configuration = findObject(state, 'capsule.clastix.io/capsuleconfigurations', undefined, 'default')
  return JSON.stringify(listAt(configuration ?? null, 'spec', 'administrators'))
}

function webhookNames(state: ClusterState, leftOut: ReadonlySet<string>): string {
  return (['validatingwebhookconfigurations', 'mutatingwebhookconfigurations'] as const)
    .flatMap((resource) => listObjects(state, `admissionregistration.k8s.io/${resource}`).map(nameOf))
    .filter((name) => !leftOut.has(name))
    .sort()
    .join(', ')
}

function tenantOf(state: ClusterState, name: string | undefined): KubeObject {
  const tenants = tenantsOf(state)
  const found = tenants.find(({ metadata }) => metadata.name === name)
  if (found === undefined) throw cannotBeAsked(notThere('Tenant', name ?? '', tenants))
  return found
}

function namespaceOf(state: ClusterState, name: string | undefined): string {
  const namespaces = listObjects(state, '/namespaces')
  if (name === undefined || !namespaces.some(({ metadata }) => metadata.name === name))
    throw cannotBeAsked(notThere('Namespace', name ?? '', namespaces))
  return name
}

function notThere(what: string, name: string, there: readonly KubeObject[]): string {
  const names = there.map(({ metadata }) => metadata.name)
  const given = name === '' ? `a ${what} must be named.` : `there is no ${what} ${name} once the cluster is at rest.`
  return `${given} Expected one of ${names.join(', ') || 'none: the snapshot has none'}.`
}
