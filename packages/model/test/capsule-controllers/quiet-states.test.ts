import { describe, expect, it } from 'vitest'
import { syncQuotasOfTenant } from '../../src/capsule/controllers/resource-quotas.ts'
import { reconcileTenant } from '../../src/capsule/controllers/tenant-pass.ts'
import { listTenants } from '../../src/capsule/tenant/tenant-lists.ts'
import { withoutFields } from '../../src/object/json.ts'
import { annotationsOf, type KubeObject, withMetadata } from '../../src/object/kube-object.ts'
import type { ClusterState } from '../../src/state/cluster-state.ts'
import { mapValues } from '../../src/state/sorted-map.ts'
import { drive } from './in-memory-server.ts'
import { baselineOf, families, hasRecordings, stateOf, type Trace, tracesOf } from './recorded.ts'

const clock = Date.parse('2026-11-21T12:00:00Z')

function allPasses(state: ClusterState): ClusterState {
  let current = state
  for (const tenant of listTenants(state)) {
    current = drive(current, reconcileTenant(tenant.metadata.name, clock)).state
    current = drive(current, syncQuotasOfTenant(tenant.metadata.name)).state
  }
  return current
}

const dropped = new Set([
  'resourceVersion',
  'uid',
  'creationTimestamp',
  'generation',
  'lastTransitionTime',
  'observedGeneration',
])

function comparable(value: unknown, field = ''): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => comparable(item))
    return ['conditions', 'owners', 'spaces', 'namespaces'].includes(field)
      ? items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
      : items
  }
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([key, item]) => !dropped.has(key) && item !== undefined)
  const out = entries.map(([key, item]) => [key, comparable(item, key)] as const).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(
    out.filter(([, item]) => !(typeof item === 'object' && item !== null && Object.keys(item).length === 0)),
  )
}

function placeOf(object: KubeObject): string {
  return `${object.kind} ${object.metadata.namespace ?? ''}/${object.metadata.name}`
}

/** What Tenant passes are answerable for: not the status that other controllers give to what they generate. */
function objectsOf(state: ClusterState): Record<string, unknown> {
  const objects = Object.values(state.objects).flatMap((map) => mapValues(map))
  return Object.fromEntries(
    objects.map((object) => [
      placeOf(object),
      comparable(isGenerated(object) ? withoutFields(object, 'status') : object),
    ]),
  )
}

/** A line for each object that differs. */
function differences(trace: Trace, before: ClusterState, after: ClusterState): readonly string[] {
  const [old, current] = [objectsOf(before), objectsOf(after)]
  return [...new Set([...Object.keys(old), ...Object.keys(current)])]
    .map((place) => ({ place, recorded: JSON.stringify(old[place]), predicted: JSON.stringify(current[place]) }))
    .filter(({ recorded, predicted }) => recorded !== predicted)
    .map(
      ({ place, recorded, predicted }) => `${trace.name}: ${place}\n  recorded  ${recorded}\n  predicted ${predicted}`,
    )
}

const generated = new Set(['RuleStatus', 'NetworkPolicy', 'LimitRange', 'ResourceQuota', 'RoleBinding'])

function isGenerated(object: KubeObject): boolean {
  const isOfTenant = object.metadata.ownerReferences?.some((owner) => owner.kind === 'Tenant') === true
  return generated.has(object.kind) && isOfTenant
}

describe.runIf(hasRecordings)('recorded quiet states', () => {
  for (const family of families())
    it(`stay as they are under passes over all Tenants: ${family}`, () => {
      const found = tracesOf(family).flatMap((trace) => {
        const state = stateOf([...baselineOf(trace), ...trace.before], clock)
        return differences(trace, state, allPasses(state))
      })
      expect(found).toEqual([])
    })
})

describe.runIf(hasRecordings)('generated objects that are missing', () => {
  it.each(families())('are made again as they were: %s', (family) => {
    const found = tracesOf(family).flatMap((trace) => {
      const whole = stateOf([...baselineOf(trace), ...trace.before], clock)
      return differences(trace, whole, allPasses(stateOf(withoutGenerated(trace), clock)))
    })
    expect(found).toEqual([])
  })
})

/** Of ResourceQuotas that share limits the use has to stay, for it comes from another controller. */
function withoutGenerated(trace: Trace): readonly KubeObject[] {
  const left = trace.before.flatMap((object) => {
    if (!isGenerated(object)) return [object]
    const shares = Object.keys(annotationsOf(object)).some((key) => key.startsWith('quota.capsule.clastix.io/'))
    return shares ? [{ ...withMetadata(object, { annotations: {} }), spec: {} }] : []
  })
  return [...baselineOf(trace), ...left]
}
