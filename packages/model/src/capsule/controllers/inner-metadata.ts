import {
  type Controller,
  done,
  failed,
  nothing,
  type Observation,
  type Reconcile,
} from '../../controllers/controller.ts'
import { splitPlace } from '../../controllers/kube-controller.ts'
import { annotationsOf, type KubeObject, labelsOf, withMetadata } from '../../object/kube-object.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { placeOf } from '../../state/store.ts'
import type { WatchEvent } from '../../state/watch-event.ts'
import { tenantLabel } from '../tenant/constants.ts'
import { type AdditionalMetadata, asTenant, type Tenant } from '../tenant/tenant.ts'
import { tenantByStatusNamespace } from '../tenant/tenant-lists.ts'
import { endpointSlices, type Kind, keyOfKind, namespaces, pods, services, tenants } from './kinds.ts'
import { enqueuePass, operatorController } from './operator.ts'
import { fieldChanged, metadataChanged } from './predicates.ts'
import { cached, get, list } from './reading.ts'
import { createOrUpdate } from './writing.ts'

/** Objects of one Kind that get metadata from an option of their Tenant. */
export interface InnerKind {
  readonly name: string
  readonly kind: Kind
  readonly option: 'podOptions' | 'serviceOptions'
}

/** One object gets the metadata that its Tenant has for its Kind. */
export function* syncInnerMetadata({ kind, option }: InnerKind, key: string): Reconcile {
  const { namespace, name } = splitPlace(key)
  const metadata = (yield* cached((state) => tenantByLabel(state, namespace)))?.spec?.[option]?.additionalMetadata
  const found = metadata && (yield* cached(get(kind, namespace, name)))
  if (!found) return done
  const { failure } = yield* createOrUpdate(kind, { namespace, name }, (object) => withAdded(object, metadata))
  return failure ? failed(failure.message) : done
}

/** Here the namespace's label alone says whose it is. [internal/controllers/pod/metadata.go:getTenant; core 0.10] */
function tenantByLabel(state: ClusterState, name: string): Tenant | undefined {
  const namespace = get(namespaces, undefined, name)(state)
  const label = namespace && labelsOf(namespace)[tenantLabel]
  const tenant = label === undefined ? undefined : get(tenants, undefined, label)(state)
  return tenant && asTenant(tenant)
}

/** Metadata is added and overwritten, never removed. [core M4.2] */
function withAdded(object: KubeObject, { labels, annotations }: AdditionalMetadata): KubeObject {
  return withMetadata(object, {
    labels: { ...labelsOf(object), ...labels },
    annotations: { ...annotationsOf(object), ...annotations },
  })
}

function observe(sort: InnerKind, event: WatchEvent, state: ClusterState): Observation {
  if (event.resource === keyOfKind(tenants))
    return fieldChanged(event, 'spec', sort.option) ? passesOfTenant(sort, event.object, state) : nothing
  if (event.resource !== keyOfKind(sort.kind) || event.type === 'deleted' || !metadataChanged(event)) return nothing
  return { enqueue: passesFor(sort, [event.object], state) }
}

function passesOfTenant(sort: InnerKind, tenant: KubeObject, state: ClusterState): Observation {
  const names = asTenant(tenant).status?.namespaces ?? []
  const objects = names.flatMap((namespace) => list(sort.kind, namespace)(state))
  return { enqueue: objects.map((object) => enqueuePass(sort.name, keyOf(object))) }
}

/** Only what lies in a namespace that some Tenant's status lists. */
export function passesFor(
  sort: InnerKind,
  objects: readonly KubeObject[],
  state: ClusterState,
): Observation['enqueue'] {
  return objects
    .filter(({ metadata }) => tenantByStatusNamespace(state, metadata.namespace ?? '') !== undefined)
    .map((object) => enqueuePass(sort.name, keyOf(object)))
}

function keyOf({ metadata }: KubeObject): string {
  return placeOf(metadata.namespace, metadata.name)
}

function metadataController(sort: InnerKind): Controller {
  return operatorController({
    name: sort.name,
    observe: (event, _memory, state) => observe(sort, event, state),
    start: (state) => ({ enqueue: passesFor(sort, list(sort.kind)(state), state) }),
    reconcile: (key) => syncInnerMetadata(sort, key),
  })
}

/** Gives objects in a Tenant's namespaces the metadata of its pod and service options. [core M4.2] */
export const innerMetadataControllers: readonly Controller[] = [
  metadataController({ name: 'capsule/pod', kind: pods, option: 'podOptions' }),
  metadataController({ name: 'capsule/services', kind: services, option: 'serviceOptions' }),
  metadataController({ name: 'capsule/endpointslices', kind: endpointSlices, option: 'serviceOptions' }),
]
