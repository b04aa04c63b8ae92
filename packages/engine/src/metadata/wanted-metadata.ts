import { type ClusterModel, type ClusterState, findObject, type KubeObject, listObjects } from '@capsule-whatif/model'
import { defaultUser } from '../action/impersonated-user.ts'
import { settle } from '../schedule/likely.ts'
import { apiServersLabel, keysBeyond, type MetadataKey } from './metadata-key.ts'
import {
  createNamespace,
  creationOfPod,
  namespaceForm,
  namespaceOf,
  namespacesKey,
  podIn,
  podsKey,
  probeName,
  selectedLabels,
  tenantsKey,
} from './probe.ts'

/** What namespaces of a Tenant that have these labels get, and the pods in them. */
export interface WantedMetadata {
  readonly tenant: string
  readonly labels: Readonly<Record<string, string>>
  readonly keys: readonly MetadataKey[]
  /** why none of its namespaces could be tried; then there are no keys */
  readonly refused?: string
}

/**
 * What each Tenant gives its namespaces and pods, found by creating one of each and waiting until all is quiet: what they
 * have then and were not asked for with. Needs an operator that runs.
 */
export function wantedMetadata(model: ClusterModel, state: ClusterState): readonly WantedMetadata[] {
  return listObjects(state, tenantsKey).flatMap((tenant) =>
    selectedLabels(tenant).map((labels) => wantedOf(model, state, tenant, labels)),
  )
}

function wantedOf(
  model: ClusterModel,
  state: ClusterState,
  tenant: KubeObject,
  labels: Readonly<Record<string, string>>,
): WantedMetadata {
  const named = { tenant: tenant.metadata.name, labels }
  const form = namespaceForm(model, state, tenant, labels)
  if ('refused' in form) return { ...named, keys: [], refused: form.refused }
  const name = probeName(named.tenant, 'wanted')
  const quiet = settle(model, createNamespace(model, state, form, name).state).state
  const pod = podIn(name, tenant)
  const asked = model.apply(quiet, { type: 'request', as: defaultUser, request: creationOfPod(pod) })
  const end = settle(model, asked.state).state
  const namespace = findObject(quiet, namespacesKey, undefined, name)
  const stored = findObject(end, podsKey, name, pod.metadata.name)
  const keys = [
    ...(namespace ? keysBeyond(namespace, namespaceOf(form, name), name) : []),
    ...(stored ? keysBeyond(stored, pod, name) : []),
  ]
  return { ...named, keys: keys.filter(({ key }) => key !== apiServersLabel) }
}
