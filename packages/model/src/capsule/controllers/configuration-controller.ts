import {
  type Controller,
  done,
  type Enqueue,
  failed,
  type Observation,
  type Reconcile,
} from '../../controllers/controller.ts'
import { at, type Json, type JsonObject, listAt, objectAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import type { WatchEvent } from '../../state/watch-event.ts'
import { isRegularExpression } from '../regular-expression.ts'
import { asConfiguration, configurationOf } from '../tenant/configuration.ts'
import { configurationName } from '../tenant/constants.ts'
import { parseServiceAccountName } from '../tenant/service-account-name.ts'
import type { UserSpec } from '../tenant/tenant.ts'
import { type CapsuleCondition, ready, withCondition } from './conditions.ts'
import { capsuleConfigurations, keyOfKind, tenantOwners, tenants } from './kinds.ts'
import { enqueuePass, operatorController, uniqueEnqueues } from './operator.ts'
import { compareTexts, withUsers } from './owner-list.ts'
import { generationChanged } from './predicates.ts'
import { cached, get, list } from './reading.ts'
import { sameObject } from './same-object.ts'
import { retryOnConflict, updateStatus } from './writing.ts'

const controllerName = 'capsule/configuration'

/** A key with this in front says that a Tenant was created or deleted. [internal/controllers/cfg/status/manager.go] */
const tenantEvent = 'tenant-event/'

function* reconcile(key: string, now: number): Reconcile {
  const found = yield* cached(get(capsuleConfigurations, undefined, configurationName))
  if (!found) return done
  const pattern = asConfiguration(found).spec?.protectedNamespaceRegex ?? ''
  if (!isRegularExpression(pattern)) return failed('invalid configuration for protected Namespace regex')
  const users = yield* cached(capsuleUsers)
  const renewsTenants = key.startsWith(tenantEvent) || at(found.status, 'tenants') === undefined
  const tenantNames = renewsTenants ? yield* cached(tenantNamesOf) : undefined
  const { failure } = yield* retryOnConflict(function* () {
    const latest = yield* cached(get(capsuleConfigurations, undefined, configurationName))
    if (!latest) return {}
    const status = statusOf(latest, users, tenantNames, now)
    return sameObject(latest.status, status) ? {} : yield* updateStatus(capsuleConfigurations, { ...latest, status })
  })
  return failure ? failed(`cannot update config status: ${failure.message}`) : done
}

function statusOf(
  latest: KubeObject,
  users: readonly UserSpec[],
  tenantNames: readonly string[] | undefined,
  now: number,
): JsonObject {
  const { generation } = latest.metadata
  const conditions = listAt(latest.status, 'conditions') as unknown as readonly CapsuleCondition[]
  const state = generation === undefined ? ready : { ...ready, observedGeneration: generation }
  return {
    ...objectAt(latest.status),
    users: users as unknown as Json,
    observedGeneration: generation,
    tenants: tenantNames ?? listAt(latest.status, 'tenants'),
    conditions: withCondition(conditions, state, now) as unknown as Json,
  }
}

function tenantNamesOf(state: ClusterState): readonly string[] {
  return list(tenants)(state)
    .map((tenant) => tenant.metadata.name)
    .sort(compareTexts)
}

/**
 * Capsule users are those of the configuration, in the deprecated fields too, and every TenantOwner that does not opt
 * out. [gatherCapsuleUsers; core B2.1]
 */
function capsuleUsers(state: ClusterState): readonly UserSpec[] {
  const { users = [], userNames = [], userGroups = [] } = configurationOf(state).spec ?? {}
  const named = userNames.map(
    (name): UserSpec => ({ kind: parseServiceAccountName(name) ? 'ServiceAccount' : 'User', name }),
  )
  const groups = userGroups.map((name): UserSpec => ({ kind: 'Group', name }))
  const aggregated = list(tenantOwners)(state)
    .filter(isAggregated)
    .map((owner) => objectAt(owner.spec) as unknown as UserSpec)
  return withUsers([], [...named, ...users, ...groups, ...aggregated])
}

function isAggregated(tenantOwner: KubeObject): boolean {
  return objectAt(tenantOwner.spec).aggregate !== false
}

const pass: Enqueue = enqueuePass(controllerName, configurationName)
const tenantPass: Enqueue = enqueuePass(controllerName, `${tenantEvent}${configurationName}`)

function observe(event: WatchEvent): Observation {
  return { enqueue: triggeredBy(event) }
}

function triggeredBy(event: WatchEvent): readonly Enqueue[] {
  if (event.resource === keyOfKind(capsuleConfigurations))
    return event.object.metadata.name === configurationName && generationChanged(event) ? [pass] : []
  if (event.resource === keyOfKind(tenants)) return triggeredByTenant(event)
  if (event.resource === keyOfKind(tenantOwners)) return isUserChanged(event) ? [pass] : []
  return []
}

function triggeredByTenant(event: WatchEvent): readonly Enqueue[] {
  const owners = identitiesOf(event.object)
  if (event.type === 'modified') return owners === (event.oldObject && identitiesOf(event.oldObject)) ? [] : [pass]
  return owners === '' ? [tenantPass] : [pass, tenantPass]
}

function identitiesOf(tenant: KubeObject): string {
  const owners = listAt(tenant.status, 'owners') as unknown as readonly UserSpec[]
  return owners.map(({ kind, name }) => `${kind}:${name}`).join('\n')
}

function isUserChanged({ type, object, oldObject }: WatchEvent): boolean {
  if (type !== 'modified' || !oldObject) return isAggregated(object)
  const fields = ['kind', 'name'] as const
  return (
    isAggregated(object) !== isAggregated(oldObject) ||
    fields.some((field) => objectAt(object.spec)[field] !== objectAt(oldObject.spec)[field])
  )
}

function start(state: ClusterState): Observation {
  const kinds = [capsuleConfigurations, tenants, tenantOwners]
  const enqueues = kinds.flatMap((kind) =>
    list(kind)(state).flatMap((object) => triggeredBy({ type: 'added', resource: keyOfKind(kind), object })),
  )
  return { enqueue: uniqueEnqueues(enqueues) }
}

/** Keeps the list of Capsule users and of Tenants in the configuration's status. [internal/controllers/cfg/status; core B2.1] */
export const configurationController: Controller = operatorController({
  name: controllerName,
  observe,
  start,
  resumes: true,
  reconcile: (key, _memory, now) => reconcile(key, now),
})
