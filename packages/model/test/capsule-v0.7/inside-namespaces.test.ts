import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../src/object/json.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import { admissionRequest, alice, clusterAdmin, objectOf, stateOf, tenant } from '../capsule/webhook-world.ts'
import { ask07, configuration07 } from './asking.ts'

const inOil = { name: 'x', namespace: 'oil-prod' }

function listing(spec: JsonObject): KubeObject {
  return tenant('oil', 'alice', spec, { namespaces: ['oil-prod'] })
}

function pod(image: string, initImage = image): KubeObject {
  const container = { name: 'c', image, imagePullPolicy: 'Never' }
  return objectOf('Pod', inOil, {
    spec: { containers: [container], initContainers: [{ ...container, image: initImage }] },
  })
}

describe('in a namespace that the status of a Tenant lists, under v0.7,', () => {
  it('pull policies are asked at creation alone, and not of init containers', () => {
    const state = stateOf(listing({ imagePullPolicies: ['Always'] }))
    const refusal = '403 ImagePullPolicy Never for container c is forbidden, use one of the followings: Always'
    expect(ask07('/pods', admissionRequest('CREATE', clusterAdmin, pod('a')), state)).toBe(refusal)
    expect(ask07('/pods', admissionRequest('UPDATE', clusterAdmin, pod('a'), pod('a')), state)).toBe('allowed')
  })

  it('registries are asked at every update, and the image is told as it was given', () => {
    const state = stateOf(listing({ containerRegistries: { allowed: ['good.io'] } }))
    const old = pod('good.io/a')
    expect(ask07('/pods', admissionRequest('UPDATE', clusterAdmin, pod('good.io/a', 'bad.io/a'), old), state)).toBe(
      '403 Container image bad.io/a registry is forbidden for the current Tenant: use one from the following list (good.io)',
    )
  })

  it('a class that is missing is told by its kind', () => {
    const missing = objectOf('Pod', inOil, { spec: { runtimeClassName: 'r', containers: [] } })
    const verdict = '500 RuntimeClass.node.k8s.io "r" not found'
    expect(ask07('/pods', admissionRequest('CREATE', clusterAdmin, missing), stateOf(listing({})))).toBe(verdict)
    expect(ask07('/pods', admissionRequest('CREATE', clusterAdmin, missing), stateOf())).toBe(verdict)
  })

  it('claims have no selector, wherever they are', () => {
    const claim = objectOf('PersistentVolumeClaim', inOil, { spec: { selector: {} } })
    expect(ask07('/persistentvolumeclaims', admissionRequest('CREATE', clusterAdmin, claim), stateOf())).toBe(
      '500 PersistentVolume selectors are not allowed since unable to prevent cross-tenant mount',
    )
  })

  it('hosts of an Ingress are all in the list or all match the pattern', () => {
    const ask = (hosts: readonly string[]): string => {
      const ingress = objectOf('Ingress', inOil, { spec: { rules: hosts.map((host) => ({ host })) } })
      const allowedHostnames = { allowed: ['a.io'], allowedRegex: '^b' }
      return ask07(
        '/ingresses',
        admissionRequest('CREATE', alice, ingress),
        stateOf(listing({ ingressOptions: { allowedHostnames } })),
      )
    }
    expect(ask(['a.io'])).toBe('allowed')
    expect(ask(['b.io', 'bb.io'])).toBe('allowed')
    expect(ask(['a.io', 'b.io'])).toBe(
      '403 Hostnames [b.io] are not valid for the current Tenant. Hostnames [a.io] not matching for the current Tenant, specify one of the following (a.io), or matching the regex ^b',
    )
  })

  it('generated NetworkPolicies are kept from Capsule users alone', () => {
    const policy = {
      ...objectOf('Service', { ...inOil, labels: { 'capsule.clastix.io/network-policy': '0' } }),
      kind: 'Service',
    }
    const state = stateOf(configuration07(), listing({}))
    const remove = admissionRequest('DELETE', alice, undefined, policy)
    expect(ask07('/networkpolicies', remove, state)).toBe(
      '403 Capsule Network Policies cannot be deleted: please, reach out to the system administrators',
    )
    expect(ask07('/networkpolicies', { ...remove, user: clusterAdmin }, state)).toBe('allowed')
  })

  it('Capsule users change nothing while the Tenant is cordoned', () => {
    const state = stateOf(configuration07(), listing({ cordoned: true }))
    const create = admissionRequest('CREATE', alice, objectOf('ConfigMap', inOil))
    expect(ask07('/cordoning', create, state)).toBe(
      '403 tenant oil is freezed: please, reach out to the system administrator',
    )
    expect(ask07('/cordoning', { ...create, user: clusterAdmin }, state)).toBe('allowed')
  })

  it('replicated objects are guarded only where their group has no name', () => {
    const replication = (apiVersion: string, kind: string): KubeObject =>
      objectOf('GlobalTenantResource', 'all', {
        status: { processedItems: [{ apiVersion, kind, namespace: 'oil-prod', name: 'x' }] },
      })
    const configMap = admissionRequest('UPDATE', alice, objectOf('ConfigMap', inOil), objectOf('ConfigMap', inOil))
    const binding = admissionRequest('UPDATE', alice, objectOf('RoleBinding', inOil), objectOf('RoleBinding', inOil))
    const ask = (request: typeof configMap, object: KubeObject): string =>
      ask07('/tenantresource-objects', request, stateOf(configuration07(), listing({}), object))
    expect(ask(configMap, replication('v1', 'ConfigMap'))).toBe('403 resource x is managed at the Tenant level')
    expect(ask(binding, replication('rbac.authorization.k8s.io/v1', 'RoleBinding'))).toBe('allowed')
  })
})
