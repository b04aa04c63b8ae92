import { type KubeObject, labelsOf } from '../../object/kube-object.ts'
import { cordonedLabel } from '../tenant/constants.ts'
import type { SpaceStatus, Tenant } from '../tenant/tenant.ts'
import {
  type ConditionState,
  conditionOf,
  cordoned,
  notCordoned,
  notReady,
  ready,
  withCondition,
} from './conditions.ts'
import type { Failure } from './failure.ts'
import { withStatus } from './tenant-status.ts'

/** What became of one namespace in a pass. */
export interface SpaceStep {
  readonly space: SpaceStatus
  readonly failure?: Failure | undefined
}

/** The entry of a namespace in the status, by name; its uid is kept even if the namespace is another by now. [core R4.2] */
export function findSpace(tenant: Tenant, namespace: KubeObject): SpaceStatus {
  const { name, uid } = namespace.metadata
  const existing = tenant.status?.spaces?.find((space) => space.name === name)
  return existing ?? (uid === undefined ? { name } : { name, uid })
}

export function withSpaces(tenant: Tenant, steps: readonly SpaceStep[]): Tenant {
  const spaces = [...(tenant.status?.spaces ?? [])]
  for (const { space } of steps) {
    const index = spaces.findIndex((other) => other.name === space.name)
    if (index < 0) spaces.push(space)
    else spaces[index] = space
  }
  return withStatus(tenant, { spaces })
}

export function withoutSpaces(tenant: Tenant, names: readonly string[]): Tenant {
  if (names.length === 0) return tenant
  return withStatus(tenant, { spaces: (tenant.status?.spaces ?? []).filter((space) => !names.includes(space.name)) })
}

const namespaceTerminating: ConditionState = {
  type: 'Ready',
  status: 'False',
  reason: 'Terminating',
  message: 'Namespace is terminating',
}

/** The entry of a namespace that is being deleted. [core R4.9] */
export function terminatingSpace(space: SpaceStatus, namespace: KubeObject, now: number): SpaceStatus {
  return withConditions(space, namespace, namespaceTerminating, now)
}

/** The entry of a namespace that is there to stay. [core T3.4] */
export function activeSpace(
  space: SpaceStatus,
  namespace: KubeObject,
  failure: Failure | undefined,
  now: number,
): SpaceStatus {
  const state = failure ? notReady(`Failed to reconcile: ${failure.message}`) : ready
  return withConditions(space, namespace, state, now)
}

function withConditions(space: SpaceStatus, namespace: KubeObject, state: ConditionState, now: number): SpaceStatus {
  const isCordoned = labelsOf(namespace)[cordonedLabel] === 'true'
  const conditions = withCondition(space.conditions, state, now)
  return {
    ...space,
    conditions: withCondition(conditions, isCordoned ? cordoned('namespace is cordoned') : notCordoned, now),
  }
}

/** Namespaces that a pass writes into: those whose entry does not say that they are not ready. [CT/utils.go:readyTenantNamespaces; core R4.12] */
export function readyNamespaces(tenant: Tenant): readonly string[] {
  return (tenant.status?.spaces ?? [])
    .filter(({ conditions }) => (conditionOf(conditions, 'Ready')?.status ?? 'True') === 'True')
    .map((space) => space.name)
}

/** All namespaces of a Tenant, ready or not. */
export function spaceNames(tenant: Tenant): readonly string[] {
  return (tenant.status?.spaces ?? []).map((space) => space.name)
}
