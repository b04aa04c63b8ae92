import { findKind, servedTypes } from '../../apiserver/discovery.ts'
import { parseApiVersion } from '../../object/gvk.ts'
import type { ResourceType } from '../../object/resource-type.ts'
import type { ClusterState } from '../../state/cluster-state.ts'

/** Whether an apiGroup of a rule names a version too: `v1`, `apps/v1`, and nothing at all for `v1`. */
export function isVersionedGroup(apiGroup: string): boolean {
  return apiGroup === '' || apiGroup === 'v1' || apiGroup.includes('/')
}

/**
 * The resource that serves a kind of a rule, in the version named or in the preferred one.
 * [pkg/api/runtime/version_kind_types.go:restMappingForAPIGroup]
 */
export function mappedKind(state: ClusterState, apiGroup: string, kind: string): ResourceType | undefined {
  if (!isVersionedGroup(apiGroup))
    return servedTypes(state).find((type) => type.group === apiGroup && type.kind === kind)
  const { group, version } = parseApiVersion(apiGroup || 'v1')
  return findKind(state, group, version, kind)
}
