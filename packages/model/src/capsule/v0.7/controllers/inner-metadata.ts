import type { Controller, Observation, Reconcile } from '../../../controllers/controller.ts'
import { failed } from '../../../controllers/controller.ts'
import { splitPlace } from '../../../controllers/kube-controller.ts'
import { labelsOf } from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import type { WatchEvent } from '../../../state/watch-event.ts'
import { type InnerKind, passesFor, syncInnerMetadata } from '../../controllers/inner-metadata.ts'
import { endpointSlices, endpoints, keyOfKind, namespaces, pods, services } from '../../controllers/kinds.ts'
import { operatorController } from '../../controllers/operator.ts'
import { cached, get, list } from '../../controllers/reading.ts'
import { tenantLabel } from '../../tenant/constants.ts'
import { cachedTenant } from '../tenant/cached-tenant.ts'

/** As long as the Tenant that the namespace's label names is missing, the object is tried again. [controllers/pod/metadata.go:getTenant] */
function* reconcile(kind: InnerKind, key: string): Reconcile {
  const error = yield* cached((state) => problemOf(state, splitPlace(key).namespace))
  return error === undefined ? yield* syncInnerMetadata(kind, key) : failed(error)
}

function problemOf(state: ClusterState, name: string): string | undefined {
  const namespace = get(namespaces, undefined, name)(state)
  if (!namespace) return `Namespace "${name}" not found`
  const label = labelsOf(namespace)[tenantLabel]
  return label === undefined ? undefined : cachedTenant(state, label).error
}

/** Any event of an object in a namespace that a status lists counts, changes of the Tenant do not. [0.7 B6] */
function observe(kind: InnerKind, event: WatchEvent, state: ClusterState): Observation {
  const enqueue = event.resource === keyOfKind(kind.kind) ? passesFor(kind, [event.object], state) : []
  return { enqueue }
}

function metadataController(kind: InnerKind): Controller {
  return operatorController({
    name: kind.name,
    observe: (event, _memory, state) => observe(kind, event, state),
    start: (state) => ({ enqueue: passesFor(kind, list(kind.kind)(state), state) }),
    reconcile: (key) => reconcile(kind, key),
  })
}

/** Gives objects in a Tenant's namespaces the metadata of its pod and service options. [controllers/{pod,servicelabels}; 0.7 B6] */
export const innerMetadataControllers: readonly Controller[] = [
  metadataController({ name: 'capsule/pod', kind: pods, option: 'podOptions' }),
  metadataController({ name: 'capsule/services', kind: services, option: 'serviceOptions' }),
  metadataController({ name: 'capsule/endpoints', kind: endpoints, option: 'serviceOptions' }),
  metadataController({ name: 'capsule/endpointslices', kind: endpointSlices, option: 'serviceOptions' }),
]
