import { type JsonObject, listAt } from '../../object/json.ts'

/** Every service but an ExternalName has an address of the cluster, or says that it has none. [pkg/registry/core/service/strategy.go:needsClusterIP] */
export function needsClusterAddress(spec: JsonObject): boolean {
  return spec.type !== 'ExternalName'
}

export function needsNodePort(spec: JsonObject): boolean {
  return spec.type === 'NodePort' || spec.type === 'LoadBalancer'
}

export function needsHealthCheckPort(spec: JsonObject): boolean {
  return spec.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local'
}

/** Whether traffic from outside the cluster gets to it. [pkg/api/service/util.go:ExternallyAccessible] */
export function isExternallyAccessible(spec: JsonObject): boolean {
  return needsNodePort(spec) || (spec.type === 'ClusterIP' && listAt(spec, 'externalIPs').length > 0)
}

export function isHeadless(spec: JsonObject): boolean {
  return spec.clusterIP === 'None' || listAt(spec, 'clusterIPs')[0] === 'None'
}
