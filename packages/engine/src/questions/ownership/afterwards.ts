import { findObject } from '@capsule-whatif/model'
import { type AskedCluster, after, attempt } from '../asking/asked-cluster.ts'
import { belongingOf, belongsTo } from './belonging.ts'
import type { Way } from './ways.ts'

/** Every `FateWithTenant`. */
export const fatesWithTenant = ['stays', 'emptied', 'lost', 'refused'] as const

/** What becomes of a Namespace when its Tenant is deleted; `refused` where the Tenant cannot be. */
export type FateWithTenant = (typeof fatesWithTenant)[number]

/** What comes of a Namespace later, once it was given to a Tenant, or to none. */
export interface Afterwards {
  /** whether it still holds when the operator has started again */
  readonly holdsAfterRestart: boolean
  /** what becomes of it when its Tenant is deleted: the one that it left, or the one that it came to */
  readonly whenTenantGoes: FateWithTenant
}

/** Goes on from the end of a way: starts the operator again, and deletes the Tenant. */
export function afterwardsOf(
  cluster: AskedCluster,
  way: Way,
  namespace: string,
  tenant: string,
  wanted: string | undefined,
): Afterwards {
  const moved = after(cluster, way.steps)
  const restarted = after(moved, ['operator stop', 'operator start'])
  const { answer, state } = attempt(restarted, [`delete tenant ${tenant}`])
  const there = findObject(state, '/namespaces', undefined, namespace)
  const same =
    there?.metadata.uid === findObject(restarted.quiet.state, '/namespaces', undefined, namespace)?.metadata.uid
  const lost = answer.effects.some((effect) => effect.namespace === namespace && effect.outcome === 'gone')
  return {
    holdsAfterRestart: belongsTo(belongingOf(restarted.quiet.state, namespace), wanted),
    whenTenantGoes:
      answer.refusals.length > 0
        ? 'refused'
        : !same
          ? 'lost'
          : lost || there?.metadata.deletionTimestamp
            ? 'emptied'
            : 'stays',
  }
}

export function afterwardsText(afterwards: Afterwards | undefined, tenant: string): string {
  if (afterwards === undefined) return ''
  const fates = {
    stays: 'it stays',
    emptied: 'it stays, but not all that is in it',
    lost: 'it goes',
    refused: 'that is refused',
  }
  const { holdsAfterRestart, whenTenantGoes } = afterwards
  return `Afterwards: when the operator starts again it ${holdsAfterRestart ? 'holds' : 'does not hold'}; when Tenant ${tenant} is deleted, ${fates[whenTenantGoes]}.`
}
