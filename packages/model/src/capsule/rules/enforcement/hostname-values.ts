import { type Json, listAt, textAt } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import type { GroupVersionKind } from '../version-kinds.ts'
import type { Value } from './evaluate.ts'

/** The kinds of objects that rules for hostnames are about. */
export type RouteType = 'Ingress' | 'Route' | 'ListenerSet' | 'HTTPRoute' | 'Gateway' | 'TLSRoute' | 'GRPCRoute'

const gatewayTypes: readonly RouteType[] = ['ListenerSet', 'HTTPRoute', 'Gateway', 'TLSRoute', 'GRPCRoute']

/** [rules/generic/validation/ingress.go:ingressTypeForGVK; extended A10.25] */
export function routeTypeOf({ group, version, kind }: GroupVersionKind): RouteType | undefined {
  if (version !== 'v1') return undefined
  if (group === 'networking.k8s.io') return kind === 'Ingress' ? kind : undefined
  if (group === 'route.openshift.io') return kind === 'Route' ? kind : undefined
  return group === 'gateway.networking.k8s.io' ? gatewayTypes.find((type) => type === kind) : undefined
}

/** The hostnames of an object, empty where one is missing; where it has no place for any, one missing. */
export function hostnamesOf(object: KubeObject, type: RouteType): readonly Value[] {
  switch (type) {
    case 'Ingress':
      return orMissing([...ruleHosts(object), ...tlsHosts(object)], 'spec.rules[].host')
    case 'Route':
      return [hostAt(textAt(object, 'spec', 'host'), 'spec.host')]
    case 'Gateway':
    case 'ListenerSet':
      return orMissing(listenerHosts(object), 'spec.listeners[].hostname')
    default:
      return orMissing(routeHosts(object), 'spec.hostnames[]')
  }
}

function orMissing(values: readonly Value[], path: string): readonly Value[] {
  return values.length > 0 ? values : [{ value: '', path }]
}

function hostAt(text: string | undefined, path: string): Value {
  return { value: (text ?? '').trim(), path }
}

function ruleHosts(ingress: KubeObject): readonly Value[] {
  return listAt(ingress, 'spec', 'rules').map((rule, index) =>
    hostAt(textAt(rule, 'host'), `spec.rules[${index}].host`),
  )
}

function tlsHosts(ingress: KubeObject): readonly Value[] {
  return listAt(ingress, 'spec', 'tls').flatMap((entry, index) => {
    const path = `spec.tls[${index}].hosts`
    return orMissing(numbered(listAt(entry, 'hosts'), path), path)
  })
}

function listenerHosts(gateway: KubeObject): readonly Value[] {
  return listAt(gateway, 'spec', 'listeners').map((listener, index) =>
    hostAt(textAt(listener, 'hostname'), `spec.listeners[${index}].hostname`),
  )
}

function routeHosts(route: KubeObject): readonly Value[] {
  return numbered(listAt(route, 'spec', 'hostnames'), 'spec.hostnames')
}

function numbered(hosts: readonly Json[], path: string): readonly Value[] {
  return hosts.map((host, index) => hostAt(String(host), `${path}[${index}]`))
}
