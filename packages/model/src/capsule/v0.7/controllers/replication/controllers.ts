import type { Controller, Enqueue } from '../../../../controllers/controller.ts'
import { splitPlace } from '../../../../controllers/kube-controller.ts'
import { type KubeObject, labelsOf } from '../../../../object/kube-object.ts'
import type { ClusterState } from '../../../../state/cluster-state.ts'
import { placeOf } from '../../../../state/store.ts'
import { globalTenantResources, keyOfKind, tenantResources, tenants } from '../../../controllers/kinds.ts'
import { enqueuePass, operatorController } from '../../../controllers/operator.ts'
import { list } from '../../../controllers/reading.ts'
import { isSelected } from '../../../tenant/namespace-selector.ts'
import { asReplication } from './replication.ts'
import { reconcileReplication } from './replication-pass.ts'

const globalName = 'capsule/globaltenantresources'
const namespacedName = 'capsule/tenantresources'

function passFor(controller: string, { metadata }: KubeObject): Enqueue {
  return enqueuePass(controller, placeOf(metadata.namespace, metadata.name))
}

/** Any event of a Tenant starts the passes of those that select it. [controllers/resources/global.go; 0.7 P2] */
function selecting(state: ClusterState, tenant: KubeObject): readonly Enqueue[] {
  return list(globalTenantResources)(state)
    .filter((object) => isSelected(asReplication(object).spec?.tenantSelector, labelsOf(tenant)))
    .map((object) => passFor(globalName, object))
}

/** Replicates into the namespaces of Tenants by the operator's own rights. [controllers/resources; 0.7 8. Not shown by a recording] */
export const replicationControllers: readonly Controller[] = [
  operatorController({
    name: globalName,
    observe: ({ resource, object }, _memory, state) => {
      if (resource === keyOfKind(tenants)) return { enqueue: selecting(state, object) }
      return { enqueue: resource === keyOfKind(globalTenantResources) ? [passFor(globalName, object)] : [] }
    },
    start: (state) => ({ enqueue: list(globalTenantResources)(state).map((object) => passFor(globalName, object)) }),
    reconcile: (key) => reconcileReplication(true, { name: splitPlace(key).name }),
  }),
  operatorController({
    name: namespacedName,
    observe: ({ resource, object }) => ({
      enqueue: resource === keyOfKind(tenantResources) ? [passFor(namespacedName, object)] : [],
    }),
    start: (state) => ({ enqueue: list(tenantResources)(state).map((object) => passFor(namespacedName, object)) }),
    reconcile: (key) => reconcileReplication(false, splitPlace(key)),
  }),
]
