import { at, equalJson, type Json, type JsonObject, objectAt, withoutFields } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { listObjects } from '../../../state/store.ts'
import { isControlledBy } from '../controlled.ts'
import { desiredOf } from './deployment-numbers.ts'

export const hashLabel = 'pod-template-hash'

/** A deployment as one sync sees it, with what the sync has changed in it so far. */
export interface Rollout {
  readonly deployment: KubeObject
  /** the ReplicaSet with the deployment's template; undefined while there is none */
  readonly newReplicaSet: KubeObject | undefined
  readonly oldReplicaSets: readonly KubeObject[]
}

export function allOf({ newReplicaSet, oldReplicaSets }: Rollout): readonly KubeObject[] {
  return newReplicaSet ? [...oldReplicaSets, newReplicaSet] : oldReplicaSets
}

export function active(replicaSets: readonly KubeObject[]): readonly KubeObject[] {
  return replicaSets.filter((replicaSet) => desiredOf(replicaSet) > 0)
}

/** Oldest first. [pkg/controller ReplicaSetsByCreationTimestamp] */
export function byCreation(a: KubeObject, b: KubeObject): number {
  const left = a.metadata.creationTimestamp ?? ''
  const right = b.metadata.creationTimestamp ?? ''
  if (left !== right) return left < right ? -1 : 1
  return a.metadata.name < b.metadata.name ? -1 : 1
}

/** The deployment with its ReplicaSets; of several with its template the oldest is the new one. [deployment/util FindNewReplicaSet] */
export function rolloutOf(state: ClusterState, deployment: KubeObject): Rollout {
  const own = listObjects(state, 'apps/replicasets', deployment.metadata.namespace)
    .filter((replicaSet) => isControlledBy(replicaSet, deployment))
    .toSorted(byCreation)
  const template = at(deployment, 'spec', 'template')
  const newReplicaSet = own.find((replicaSet) => isSameTemplate(at(replicaSet, 'spec', 'template'), template))
  return { deployment, newReplicaSet, oldReplicaSets: own.filter((replicaSet) => replicaSet !== newReplicaSet) }
}

/** Templates are the same but for the hash that ReplicaSets add. [deployment/util EqualIgnoreHash] */
export function isSameTemplate(a: Json | undefined, b: Json | undefined): boolean {
  return equalJson(withoutHash(a), withoutHash(b))
}

function withoutHash(template: Json | undefined): JsonObject {
  const labels = withoutFields(objectAt(template, 'metadata', 'labels'), hashLabel)
  const { labels: _, creationTimestamp: _c, ...metadata } = objectAt(template, 'metadata')
  const labelled = Object.keys(labels).length > 0 ? { ...metadata, labels } : metadata
  return { spec: objectAt(template, 'spec'), metadata: labelled }
}
