import { allObjects, builtinResources, type ClusterState } from '@capsule-whatif/model'
import { definedResources, type NamedResource } from '../snapshot/named-resource.ts'

/** What the API server of a state serves: its own resources and those that definitions in it define. */
export function resourcesOf(state: ClusterState): readonly NamedResource[] {
  return [...builtinResources, ...definedResources(allObjects(state))]
}
