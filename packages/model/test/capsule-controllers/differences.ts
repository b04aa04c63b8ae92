import { withoutFields } from '../../src/object/json.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import type { ClusterState } from '../../src/state/cluster-state.ts'
import { mapValues } from '../../src/state/sorted-map.ts'

const dropped = new Set([
  'resourceVersion',
  'uid',
  'creationTimestamp',
  'generation',
  'lastTransitionTime',
  'observedGeneration',
  'caBundle',
  // a digest that also covers what the recording left out
  'projectcapsule.dev/admission-state-hash',
])

const unordered = new Set(['conditions', 'owners', 'spaces', 'namespaces'])

function comparable(value: unknown, field = ''): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => comparable(item))
    return unordered.has(field) ? items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : items
  }
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
    .filter(([key, item]) => !dropped.has(key) && item !== undefined)
    .map(([key, item]) => [key, comparable(item, key)] as const)
    .filter(([, item]) => !(typeof item === 'object' && item !== null && Object.keys(item).length === 0))
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}

function placeOf(object: KubeObject): string {
  return `${object.kind} ${object.metadata.namespace ?? ''}/${object.metadata.name}`
}

const generated = new Set(['RuleStatus', 'NetworkPolicy', 'LimitRange', 'ResourceQuota', 'RoleBinding'])

/** What a Tenant pass makes in namespaces. */
export function isGenerated(object: KubeObject): boolean {
  const isOfTenant = object.metadata.ownerReferences?.some((owner) => owner.kind === 'Tenant') === true
  return generated.has(object.kind) && isOfTenant
}

const withoutStatus = new Set(['ResourceQuota', 'CapsuleConfiguration'])

/**
 * Not the status of ResourceQuotas, which another controller gives, nor that of the configuration, which recorded scenarios
 * leave out, nor the group that the API server adds to subjects.
 */
function compared(object: KubeObject): unknown {
  const own = withoutStatus.has(object.kind) ? withoutFields(object, 'status') : object
  return JSON.parse(JSON.stringify(comparable(own)).replaceAll('"apiGroup":"rbac.authorization.k8s.io",', ''))
}

function objectsOf(state: ClusterState): Record<string, unknown> {
  const objects = Object.values(state.objects).flatMap((map) => mapValues(map))
  return Object.fromEntries(objects.map((object) => [placeOf(object), compared(object)]))
}

/** A line for each object that differs. */
export function differences(name: string, before: ClusterState, after: ClusterState): readonly string[] {
  const [old, current] = [objectsOf(before), objectsOf(after)]
  return [...new Set([...Object.keys(old), ...Object.keys(current)])]
    .map((place) => ({ place, recorded: JSON.stringify(old[place]), predicted: JSON.stringify(current[place]) }))
    .filter(({ recorded, predicted }) => recorded !== predicted)
    .map(({ place, recorded, predicted }) => `${name}: ${place}\n  recorded  ${recorded}\n  predicted ${predicted}`)
}
