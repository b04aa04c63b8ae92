import { describe, expect, it } from 'vitest'
import { strategyOf } from '../../src/apiserver/kinds/kind-strategy.ts'
import { printFieldError } from '../../src/object/field-error.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import { typeOf } from '../plugins/admission-fixture.ts'

function errorsOf(group: string, resource: string, spec: object): readonly string[] {
  const strategy = strategyOf(typeOf(group, resource, ''))
  const object = { metadata: { name: 'x', namespace: 'n' }, spec } as unknown as KubeObject
  return (strategy.validate?.(strategy.applyDefaults?.(object) ?? object) ?? []).map(printFieldError)
}

describe('validation', () => {
  it('knows what quotas limit', () => {
    expect(errorsOf('', 'resourcequotas', { hard: { pods: '3', 'count/oils.example.com': '1' } })).toEqual([])
    expect(errorsOf('', 'resourcequotas', { hard: { oil: '1', pods: '500m', 'limits.cpu': '-1' } })).toEqual([
      'spec.hard[limits.cpu]: Invalid value: "-1": must be greater than or equal to 0',
      'spec.hard[oil]: Invalid value: "oil": must be a standard resource type or fully qualified',
      'spec.hard[oil]: Invalid value: "oil": must be a standard resource for quota',
      'spec.hard[pods]: Invalid value: "500m": must be an integer',
    ])
  })

  it('wants bounds that leave room', () => {
    const limits = [{ type: 'Container', min: { cpu: '2' }, max: { cpu: '1' } }]
    expect(errorsOf('', 'limitranges', { limits })[0]).toBe(
      'spec.limits[0].min[cpu]: Invalid value: "2": min value 2 is greater than max value 1',
    )
    expect(errorsOf('', 'limitranges', { limits: [{ type: 'PersistentVolumeClaim' }] })).toEqual([
      'spec.limits[0].limits: Required value: either minimum or maximum storage value is required, but neither was provided',
    ])
  })

  it('wants an ingress to lead somewhere', () => {
    expect(errorsOf('networking.k8s.io', 'ingresses', {})).toEqual([
      'spec: Invalid value: null: either `defaultBackend` or `rules` must be specified',
    ])
    const rules = [
      { host: 'a.test', http: { paths: [{ path: 'x', pathType: 'Prefix', backend: { service: { name: 's' } } }] } },
    ]
    expect(errorsOf('networking.k8s.io', 'ingresses', { rules })).toEqual([
      'spec.rules[0].http.paths[0].path: Invalid value: "x": must be an absolute path',
      'spec.rules[0].http.paths[0].backend: Required value: port name or number is required',
    ])
  })

  it('wants workloads to select their own template', () => {
    const template = { metadata: { labels: { a: 'c' } }, spec: { containers: [{ name: 'c', image: 'i' }] } }
    expect(errorsOf('apps', 'deployments', { template, selector: { matchLabels: { a: 'b' } } })).toEqual([
      'spec.template.metadata.labels: Invalid value: {"a":"c"}: `selector` does not match template `labels`',
    ])
    expect(errorsOf('apps', 'deployments', { template })).toEqual([
      'spec.selector: Required value',
      'spec.template.metadata.labels: Invalid value: {"a":"c"}: `selector` does not match template `labels`',
    ])
  })

  it('keeps what a binding binds', () => {
    const strategy = strategyOf(typeOf('rbac.authorization.k8s.io', 'rolebindings', 'RoleBinding'))
    const binding = (name: string) =>
      ({
        metadata: { name: 'b' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      }) as unknown as KubeObject
    expect((strategy.validateUpdate?.(binding('b'), binding('a')) ?? []).map(printFieldError)).toEqual([
      'roleRef: Invalid value: {"APIGroup":"rbac.authorization.k8s.io","Kind":"Role","Name":"b"}: cannot change roleRef',
    ])
  })
})
