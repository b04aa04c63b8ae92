import { describe, expect, it } from 'vitest'
import { strategyOf } from '../../src/apiserver/kinds/kind-strategy.ts'
import { printFieldError } from '../../src/object/field-error.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import type { ClusterState } from '../../src/state/cluster-state.ts'
import { services, stateWith } from '../plugins/admission-fixture.ts'

const strategy = strategyOf(services)

function serviceOf(spec: object, name = 's'): KubeObject {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'n' }, spec } as KubeObject
}

function created(service: KubeObject, state: ClusterState = stateWith()): KubeObject {
  const defaulted = strategy.applyDefaults?.(service) ?? service
  const begun = strategy.beginCreate?.(defaulted, state) ?? defaulted
  return strategy.prepareForCreate?.(begun) ?? begun
}

function updated(service: KubeObject, old: KubeObject): KubeObject {
  const defaulted = strategy.applyDefaults?.(service) ?? service
  const begun = strategy.beginUpdate?.(defaulted, old, stateWith()) ?? defaulted
  return strategy.prepareForUpdate?.(begun, old) ?? begun
}

describe('a service', () => {
  it('gets an address of the cluster and the defaults of its type', () => {
    expect(created(serviceOf({ ports: [{ port: 80 }] }))).toMatchObject({
      spec: {
        ports: [{ protocol: 'TCP', port: 80, targetPort: 80 }],
        clusterIP: '10.0.1.1',
        clusterIPs: ['10.0.1.1'],
        type: 'ClusterIP',
        sessionAffinity: 'None',
        ipFamilies: ['IPv4'],
        ipFamilyPolicy: 'SingleStack',
        internalTrafficPolicy: 'Cluster',
      },
      status: { loadBalancer: {} },
    })
  })

  it('gets neither address nor port that another has', () => {
    const first = created(serviceOf({ type: 'NodePort', ports: [{ port: 80 }] }, 'a'))
    const second = created(serviceOf({ type: 'NodePort', ports: [{ port: 80 }] }), stateWith(['/services', first]))
    expect(second.spec).toMatchObject({ clusterIP: '10.0.1.2', ports: [{ nodePort: 30001 }] })
  })

  it('has no address when it is only another name', () => {
    expect(created(serviceOf({ type: 'ExternalName', externalName: 'a.b' })).spec).toEqual({
      type: 'ExternalName',
      externalName: 'a.b',
      sessionAffinity: 'None',
    })
  })

  it('keeps its address through an update that leaves it out, and loses it with its type', () => {
    const old = created(serviceOf({ ports: [{ port: 80 }] }))
    const edited = updated(serviceOf({ ports: [{ port: 81 }] }), old)
    expect(edited.spec).toMatchObject({ clusterIP: '10.0.1.1', clusterIPs: ['10.0.1.1'] })
    expect(strategy.validateUpdate?.(edited, old)).toEqual([])
    const renamed = updated(
      { ...old, spec: { ...(old.spec as object), type: 'ExternalName', externalName: 'a.b' } },
      old,
    )
    expect(renamed.spec).not.toHaveProperty('clusterIP')
  })

  it('needs ports, each named where there are several', () => {
    const errorsOf = (spec: object): readonly string[] =>
      (strategy.validate?.(created(serviceOf(spec))) ?? []).map(printFieldError)
    expect(errorsOf({})).toEqual(['spec.ports: Required value'])
    expect(errorsOf({ ports: [{ port: 80 }, { port: 81 }] })).toEqual([
      'spec.ports[0].name: Required value',
      'spec.ports[1].name: Required value',
    ])
    expect(errorsOf({ type: 'Odd', ports: [{ port: 80 }] })).toContain(
      'spec.type: Unsupported value: "Odd": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"',
    )
  })

  /** [pkg/registry/core/service/strategy.go dropTypeDependentFields] */
  it('loses with its type what only that type knows, where the client left it as it was', () => {
    const ports = [{ port: 80, nodePort: 30080, protocol: 'TCP', targetPort: 80 }]
    const balanced = created(serviceOf({ type: 'LoadBalancer', ports, loadBalancerClass: 'e.io/fast' }))
    const inner = updated({ ...balanced, spec: { ...(balanced.spec as object), type: 'ClusterIP' } }, balanced)
    for (const field of ['allocateLoadBalancerNodePorts', 'loadBalancerClass', 'externalTrafficPolicy'])
      expect(inner.spec).not.toHaveProperty(field)
    expect(inner.spec).toMatchObject({ clusterIP: '10.0.1.1', ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }] })
    expect(inner).not.toHaveProperty('spec.ports.0.nodePort')
    expect(strategy.validateUpdate?.(inner, balanced)).toEqual([])
  })

  it('keeps a port on the nodes that the client chose with the new type, which is then refused', () => {
    const ports = [{ port: 80, nodePort: 30080, protocol: 'TCP', targetPort: 80 }]
    const open = created(serviceOf({ type: 'NodePort', ports }))
    const chosen = [{ ...ports[0], nodePort: 30081 }]
    const inner = updated({ ...open, spec: { ...(open.spec as object), type: 'ClusterIP', ports: chosen } }, open)
    expect(inner.spec).toMatchObject({ ports: [{ nodePort: 30081 }] })
    expect((strategy.validateUpdate?.(inner, open) ?? []).map(printFieldError)).toEqual([
      "spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'",
    ])
  })

  it('has a port of its own for health checks only while its traffic stays on the node', () => {
    const ports = [{ port: 80 }]
    const local = created(serviceOf({ type: 'LoadBalancer', externalTrafficPolicy: 'Local', ports }))
    expect(local.spec).toHaveProperty('healthCheckNodePort')
    const wide = updated({ ...local, spec: { ...(local.spec as object), externalTrafficPolicy: 'Cluster' } }, local)
    expect(wide.spec).not.toHaveProperty('healthCheckNodePort')
  })

  it('forgets its balancer once it has none', () => {
    const ports = [{ port: 80 }]
    const balanced: KubeObject = {
      ...created(serviceOf({ type: 'LoadBalancer', ports })),
      status: { loadBalancer: { ingress: [{ ip: '1.2.3.4' }] } },
    }
    expect(updated(balanced, balanced).status).toEqual(balanced.status)
    const inner = updated({ ...balanced, spec: { ...(balanced.spec as object), type: 'ClusterIP' } }, balanced)
    expect(inner.status).toEqual({ loadBalancer: {} })
  })
})
