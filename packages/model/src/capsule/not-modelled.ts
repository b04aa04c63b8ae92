import type { KubeObject } from '../object/kube-object.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { listObjects } from '../state/store.ts'
import { type Feature, notModelledFeatures } from './not-modelled-features.ts'

const objectsMax = 3

/**
 * What the objects of a state use that is not modelled, each as `not modelled: <feature>, used by <object>`: answers about
 * it may be wrong. Everything else of the feature table is modelled. [extended F]
 */
export function notModelled(state: ClusterState): readonly string[] {
  return notModelledFeatures.flatMap((feature) => {
    const users = usersOf(feature, state)
    return users.length === 0 ? [] : [`not modelled: ${feature.name}, used by ${listed(users)}`]
  })
}

function usersOf({ resources, uses }: Feature, state: ClusterState): readonly KubeObject[] {
  return resources.flatMap((resource) => listObjects(state, resource).filter(uses))
}

function listed(objects: readonly KubeObject[]): string {
  const shown = objects.slice(0, objectsMax).map(({ kind, metadata }) => {
    const namespace = metadata.namespace ? `${metadata.namespace}/` : ''
    return `${kind} ${namespace}${metadata.name}`
  })
  const more = objects.length - shown.length
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ')
}
