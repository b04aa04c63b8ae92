import type { Reconcile } from '../../controllers/controller.ts'
import { isTerminating, labelsOf } from '../../object/kube-object.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { managedByController, managedByLabel, newTenantLabel } from '../tenant/constants.ts'
import type { Tenant } from '../tenant/tenant.ts'
import { type Failure, isNamespaceTerminating, isNotFound, joined, prefixed } from './failure.ts'
import { type Kind, namespaces } from './kinds.ts'
import { cached, get, list, live } from './reading.ts'
import { spaceNames } from './spaces.ts'
import { deleteCollection } from './writing.ts'

/**
 * A Tenant's managed objects in live namespaces that are not among its spaces are deleted.
 * [CT/utils.go:runGarbageCollection; core R5.7]
 */
export function* collectLeftovers(kind: Kind, tenant: Tenant): Reconcile<Failure | undefined> {
  const selector = `${managedByLabel}=${managedByController},${newTenantLabel}=${tenant.metadata.name}`
  const failures: (Failure | undefined)[] = []
  for (const name of yield* cached((state) => strayNamespaces(state, kind, tenant))) {
    const namespace = yield* live(get(namespaces, undefined, name))
    if (!namespace || isTerminating(namespace)) continue
    const failure = yield* deleteCollection(kind, name, selector)
    if (failure && !isNotFound(failure) && !isNamespaceTerminating(failure))
      failures.push(prefixed(`namespace "${name}": `, failure))
  }
  return joined(failures)
}

function strayNamespaces(state: ClusterState, kind: Kind, tenant: Tenant): readonly string[] {
  const own = new Set(spaceNames(tenant))
  const managed = list(kind)(state).filter((object) => {
    const labels = labelsOf(object)
    return labels[managedByLabel] === managedByController && labels[newTenantLabel] === tenant.metadata.name
  })
  return [...new Set(managed.map((object) => object.metadata.namespace ?? ''))].filter((name) => !own.has(name))
}
