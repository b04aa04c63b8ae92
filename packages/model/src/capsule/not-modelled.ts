import type { Operator } from '../controllers/operator.ts'
import type { KubeObject } from '../object/kube-object.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { listObjects } from '../state/store.ts'
import { type Feature, notModelledFeatures } from './not-modelled-features.ts'

const objectsMax = 3

/**
 * What the objects of a state use that is not modelled, each as `not modelled: <feature>, used by <object>`: answers about
 * it may be wrong. Everything else of the feature table is modelled. [extended F]
 *
 * @param operators those that run beside Capsule: what they answer to webhooks is theirs to model
 */
export function notModelled(state: ClusterState, operators: readonly Operator[] = []): readonly string[] {
  const domains = operators.flatMap(({ webhooks }) => (webhooks ? [webhooks.domain] : []))
  return notModelledFeatures.flatMap((feature) => {
    const users = usersOf(feature, state, domains)
    return users.length === 0 ? [] : [`not modelled: ${feature.name}, used by ${listed(users)}`]
  })
}

function usersOf({ resources, uses }: Feature, state: ClusterState, domains: readonly string[]): readonly KubeObject[] {
  return resources.flatMap((resource) => listObjects(state, resource).filter((object) => uses(object, domains)))
}

function listed(objects: readonly KubeObject[]): string {
  const shown = objects.slice(0, objectsMax).map(({ kind, metadata }) => {
    const namespace = metadata.namespace ? `${metadata.namespace}/` : ''
    return `${kind} ${namespace}${metadata.name}`
  })
  const more = objects.length - shown.length
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ')
}
