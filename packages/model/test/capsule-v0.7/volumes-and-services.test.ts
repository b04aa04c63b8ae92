import { describe, expect, it } from 'vitest'
import type { Operation } from '../../src/apiserver/admission.ts'
import { persistentVolumeController } from '../../src/capsule/v0.7/controllers/persistent-volume-controller.ts'
import type { JsonObject } from '../../src/object/json.ts'
import { type KubeObject, labelsOf } from '../../src/object/kube-object.ts'
import type { ClusterState } from '../../src/state/cluster-state.ts'
import { findObject } from '../../src/state/store.ts'
import { admissionRequest, clusterAdmin, objectOf, stateOf, tenant } from '../capsule/webhook-world.ts'
import { drive } from '../capsule-controllers/in-memory-server.ts'
import { ask07 } from './asking.ts'

const key = 'capsule.clastix.io/tenant'

function oil(spec: JsonObject = {}): KubeObject {
  return tenant('oil', 'alice', spec, { namespaces: ['oil-prod'] })
}

function inOil(kind: string, spec: JsonObject, metadata: JsonObject = {}): KubeObject {
  return objectOf(kind, { name: 'x', namespace: 'oil-prod', ...metadata }, { spec })
}

function judge(path: string, object: KubeObject, state: ClusterState, operation: Operation = 'CREATE'): string {
  return ask07(
    path,
    admissionRequest(operation, clusterAdmin, object, operation === 'CREATE' ? undefined : object),
    state,
  )
}

function volume(name: string, labels?: Record<string, string>, claimNamespace?: string): KubeObject {
  const spec = claimNamespace === undefined ? {} : { claimRef: { namespace: claimNamespace, name: 'c' } }
  return objectOf('PersistentVolume', labels ? { name, labels } : { name }, { spec })
}

describe('a claim for a volume, under v0.7,', () => {
  const volumes = [
    volume('own', { [key]: 'oil' }),
    volume('bare'),
    volume('plain', { a: 'b' }),
    volume('foreign', { [key]: 'gas' }),
  ]
  const judgeVolume = (volumeName: string, ...more: readonly KubeObject[]): string =>
    judge('/persistentvolumeclaims', inOil('PersistentVolumeClaim', { volumeName }), stateOf(...more, ...volumes))

  it('names one that is there and has the label of its Tenant', () => {
    expect(judgeVolume('own', oil())).toBe('allowed')
    expect(judgeVolume('absent', oil())).toBe('500 cannot create a PVC referring to a not yet existing PV')
    expect(judgeVolume('bare', oil())).toBe(
      '500 PersistentVolume bare is missing any label, please, ask the Cluster Administrator to label it',
    )
    expect(judgeVolume('plain', oil())).toBe(
      '500 PersistentVolume plain is missing the Capsule Tenant label, preventing a potential cross-tenant mount',
    )
    expect(judgeVolume('foreign', oil())).toBe(
      '500 PersistentVolume foreign cannot be used by the following Tenant, preventing a cross-tenant mount',
    )
  })

  it('is of a Tenant without a name where no status lists the namespace', () => {
    expect(judgeVolume('own')).toMatch(/^500 .* cannot be used by the following Tenant/)
  })

  it('is asked for its class first, and at its creation alone', () => {
    const state = stateOf(oil({ storageClasses: { allowed: ['fast'] } }))
    const claim = inOil('PersistentVolumeClaim', { storageClassName: 'slow', volumeName: 'absent' })
    expect(judge('/persistentvolumeclaims', claim, state)).toBe(
      '403 Storage Class slow is forbidden for the current Tenant use one from the following list (fast)',
    )
    expect(judge('/persistentvolumeclaims', claim, state, 'UPDATE')).toBe('allowed')
  })
})

describe('a volume, under v0.7,', () => {
  const labelAfter = (object: KubeObject): string | undefined => {
    const { state } = drive(stateOf(oil(), object), persistentVolumeController.reconcile('v', undefined, 0))
    const after = findObject(state, '/persistentvolumes', undefined, 'v')
    return after && labelsOf(after)[key]
  }
  const isWanted = (object: KubeObject): boolean =>
    (persistentVolumeController.start(stateOf(object)).enqueue ?? []).length > 0

  it("gets the name of the Tenant of its claim's namespace", () => {
    expect(labelAfter(volume('v', { a: 'b' }, 'oil-prod'))).toBe('oil')
  })

  it('gets an empty label where its claim lies in no Tenant, and none without a claim', () => {
    expect(labelAfter(volume('v', {}, 'elsewhere'))).toBe('')
    expect(labelAfter(volume('v'))).toBeUndefined()
  })

  it('is looked at once only: with a claim and without the label', () => {
    expect(isWanted(volume('v', {}, 'oil-prod'))).toBe(true)
    expect(isWanted(volume('v', { [key]: '' }, 'oil-prod'))).toBe(false)
    expect(isWanted(volume('v'))).toBe(false)
  })
})

describe('a Service, under v0.7,', () => {
  const judgeService = (serviceOptions: JsonObject, spec: JsonObject, metadata: JsonObject = {}): string =>
    judge('/services', inOil('Service', spec, metadata), stateOf(oil({ serviceOptions })))

  it('has a type that the Tenant has not switched off', () => {
    const allowedServices = { nodePort: false, externalName: true }
    expect(judgeService({ allowedServices }, { type: 'ExternalName' })).toBe('allowed')
    expect(judgeService({ allowedServices }, { type: 'NodePort' })).toBe(
      '403 NodePort service types are forbidden for the tenant: please, reach out to the system administrators',
    )
  })

  it('has no forbidden annotations and labels', () => {
    const denied = { denied: ['a'] }
    expect(judgeService({ forbiddenAnnotations: denied }, {}, { annotations: { a: '' } })).toMatch(
      /^403 service annotations validation failed: /,
    )
    expect(judgeService({ forbiddenLabels: denied }, {}, { labels: { a: '' } })).toMatch(
      /^403 service labels validation failed: /,
    )
  })

  it('has external addresses in the networks of the Tenant', () => {
    const judgeAddress = (allowed: readonly string[], address: string): string =>
      judgeService({ externalIPs: { allowed } }, { externalIPs: [address] })
    expect(judgeAddress(['10.0.0.0/8'], '10.1.2.3')).toBe('allowed')
    expect(judgeAddress(['10.1.2.3'], '10.1.2.3')).toBe('allowed')
    expect(judgeAddress(['10.0.0.0/8', '192.168.0.1'], '11.0.0.1')).toBe(
      '403 The selected external IPs for the current Service are violating the following enforced CIDRs: 10.0.0.0/8, 192.168.0.1',
    )
    expect(judgeAddress([], '10.1.2.3')).toBe(
      '403 The current Tenant does not allow the use of Service with external IPs',
    )
  })
})

describe('an Ingress, under v0.7,', () => {
  const judgeIngress = (ingressOptions: JsonObject, ...hosts: readonly string[]): string =>
    judge('/ingresses', inOil('Ingress', { rules: hosts.map((host) => ({ host })) }), stateOf(oil({ ingressOptions })))

  it('has hosts, none of them empty, where the Tenant limits them', () => {
    const allowedHostnames = { allowed: ['a.io'] }
    expect(judgeIngress({ allowedHostnames }, '')).toBe(
      '500 empty hostname is not allowed for the current Tenant, specify one of the following (a.io)',
    )
    expect(judgeIngress({ allowedHostnames })).toBe(
      '403 Hostnames [] are not valid for the current Tenant. Hostnames [] not matching for the current Tenant, specify one of the following (a.io)',
    )
  })

  it('has no wildcard unless the Tenant allows it, which is told with a line break', () => {
    expect(judgeIngress({}, '*.a.io')).toBe('403 Wildcard denied for tenant oil\n')
    expect(judgeIngress({ allowWildcardHostnames: true }, '*.a.io')).toBe('allowed')
  })
})

describe('a Pod, under v0.7,', () => {
  const judgePod = (spec: JsonObject, of: JsonObject, ...more: readonly KubeObject[]): string =>
    judge('/pods', inOil('Pod', { containers: [], ...spec }), stateOf(oil(of), ...more))

  it('has images that name a registry', () => {
    const containers = [{ name: 'c', image: 'nginx' }]
    expect(judgePod({ containers }, { containerRegistries: { allowedRegex: '^good' } })).toBe(
      '403 Container image nginx registry is forbidden for the current Tenant:  use one matching the following regex (^good)',
    )
  })

  it('has an allowed priority class, or none', () => {
    const priorityClasses = { allowed: ['low'] }
    expect(judgePod({ priorityClassName: 'low' }, { priorityClasses })).toBe('allowed')
    expect(judgePod({}, { priorityClasses })).toBe('allowed')
    expect(judgePod({ priorityClassName: 'high' }, { priorityClasses })).toBe(
      '403 Pod Priority Class high is forbidden for the current Tenant: use one from the following list (low)',
    )
  })

  it('has any runtime class that exists where the policy has no selector', () => {
    const runtime = objectOf('RuntimeClass', { name: 'kata', labels: { a: 'b' } })
    const judgeRuntime = (runtimeClasses: JsonObject): string =>
      judgePod({ runtimeClassName: 'kata' }, { runtimeClasses }, runtime)
    expect(judgeRuntime({ allowed: ['gvisor'] })).toBe('allowed')
    expect(judgeRuntime({ allowed: ['gvisor'], matchLabels: { a: 'c' } })).toBe(
      '403 Pod Runtime Class kata is forbidden for the current Tenant: use one from the following list (gvisor) or matching the label selector defined in the Tenant',
    )
  })
})
