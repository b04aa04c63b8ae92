import type { JsonObject, KubeObject } from '@capsule-whatif/model'
import { describe, expect, it } from 'vitest'
import { capsuleVersionOf, parseCapsuleVersion } from '../../src/snapshot/capsule-version.ts'

function object(kind: string, name: string, rest: JsonObject = {}): KubeObject {
  return { apiVersion: 'v1', kind, metadata: { name }, ...rest } as KubeObject
}

function deployment(name: string, image: string, labels: Readonly<Record<string, string>> = {}): KubeObject {
  const template = { spec: { containers: [{ name: 'manager', image }] } }
  return { ...object('Deployment', name, { spec: { template } }), metadata: { name, labels } }
}

const tenants = object('CustomResourceDefinition', 'tenants.capsule.clastix.io')
const tenantOwners = object('CustomResourceDefinition', 'tenantowners.capsule.clastix.io')

function tenant(status: JsonObject): KubeObject {
  return { ...object('Tenant', 'oil', { status }), apiVersion: 'capsule.clastix.io/v1beta2' }
}

describe('the version of Capsule', () => {
  it('is read with and without v, with and without patch', () => {
    const given = ['v0.7.4', '0.7', '0.14.0', 'v0.14.3', '0.1', '0.70.4', 'latest']
    const read = ['0.7', '0.7', '0.14', '0.14', undefined, undefined, undefined]
    expect(given.map(parseCapsuleVersion)).toEqual(read)
  })

  it("is what the operator's image says, whatever is defined", () => {
    const operator = deployment('capsule-controller-manager', 'ghcr.io/projectcapsule/capsule:v0.7.4@sha256:00')
    expect(capsuleVersionOf([tenants, tenantOwners, operator])).toBe('0.7')
  })

  it("is what the operator's label says", () => {
    const labels = { 'app.kubernetes.io/name': 'capsule', 'app.kubernetes.io/version': '0.14.0' }
    expect(capsuleVersionOf([tenants, deployment('capsule-controller-manager', 'mirror/operator', labels)])).toBe(
      '0.14',
    )
  })

  it('is not that of its proxy', () => {
    expect(capsuleVersionOf([tenantOwners, deployment('capsule-proxy', 'capsule-proxy:v0.7.0')])).toBe('0.14')
  })

  it('is told by the definitions where no operator says it', () => {
    expect(capsuleVersionOf([tenants])).toBe('0.7')
    expect(capsuleVersionOf([tenants, tenantOwners])).toBe('0.14')
  })

  it('is told by the status of Tenants where there are no definitions', () => {
    expect(capsuleVersionOf([tenant({ size: 0, state: 'Active' })])).toBe('0.7')
    expect(capsuleVersionOf([tenant({ size: 0, conditions: [{ type: 'Ready' }] })])).toBe('0.14')
    expect(capsuleVersionOf([object('Namespace', 'oil-prod')])).toBeUndefined()
  })
})
