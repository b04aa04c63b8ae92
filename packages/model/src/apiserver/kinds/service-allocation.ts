import { isJsonObject, type JsonObject, listAt, objectAt, textAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { listObjects } from '../../state/store.ts'
import { changeItems, changeSpec, fill } from './filling.ts'
import { needsClusterAddress, needsHealthCheckPort, needsNodePort } from './service-rules.ts'
import { semanticallyEqual } from './strategy.ts'

const firstNodePort = 30000
const lastNodePort = 32767

/**
 * A new service gets an address of the cluster, and ports of the nodes where its type asks for them. Which ones is
 * chance upstream; here they are the lowest that are free.
 * Not modelled: refusing an address or port that is taken; two address families.
 * [pkg/registry/core/service/storage/{storage,alloc}.go]
 */
export function allocateOnCreate(service: KubeObject, state: ClusterState): KubeObject {
  return allocate(changeSpec(service, withAddressList), state)
}

/** What a client leaves out of an update is kept from before. [storage.go:patchAllocatedValues, normalizeClusterIPs] */
export function allocateOnUpdate(service: KubeObject, old: KubeObject, state: ClusterState): KubeObject {
  const before = objectAt(old, 'spec')
  const kept = changeSpec(service, (given) => {
    const spec = followingAddress(given, before)
    const both = needsClusterAddress(before) && needsClusterAddress(spec)
    const addressed = both ? fill(spec, { ...addressOf(before), ...familyOf(before) }) : spec
    const ported = needsNodePort(before) && needsNodePort(spec) ? withPortsOf(addressed, before) : addressed
    return withAddressList(both && listAt(ported, 'clusterIPs').length === 0 ? withoutAddressList(ported) : ported)
  })
  return allocate(kept, state)
}

/** Who changes the one address and leaves the list as it was means both. [storage.go:normalizeClusterIPs] */
function followingAddress(spec: JsonObject, before: JsonObject): JsonObject {
  const same = semanticallyEqual(spec.clusterIPs, before.clusterIPs)
  if (!same || spec.clusterIP === before.clusterIP) return spec
  return spec.clusterIP ? { ...spec, clusterIPs: [spec.clusterIP] } : withoutAddressList(spec)
}

function addressOf(spec: JsonObject): JsonObject {
  return spec.clusterIP ? { clusterIP: spec.clusterIP, clusterIPs: spec.clusterIPs } : {}
}

function familyOf(spec: JsonObject): JsonObject {
  return {
    ...(spec.ipFamilyPolicy ? { ipFamilyPolicy: spec.ipFamilyPolicy } : {}),
    ...(spec.ipFamilies ? { ipFamilies: spec.ipFamilies } : {}),
    ...(spec.healthCheckNodePort && needsHealthCheckPort(spec)
      ? { healthCheckNodePort: spec.healthCheckNodePort }
      : {}),
  }
}

function withPortsOf(spec: JsonObject, before: JsonObject): JsonObject {
  const oldPorts = listAt(before, 'ports').filter(isJsonObject)
  const taken = new Set(listAt(spec, 'ports').map((port) => objectAt(port).nodePort))
  return changeItems(spec, 'ports', (port) => {
    const old = oldPorts.find((one) => (one.name ?? '') === (port.name ?? ''))
    return port.nodePort || !old?.nodePort || taken.has(old.nodePort) ? port : { ...port, nodePort: old.nodePort }
  })
}

function withAddressList(spec: JsonObject): JsonObject {
  return spec.clusterIP && listAt(spec, 'clusterIPs').length === 0 ? { ...spec, clusterIPs: [spec.clusterIP] } : spec
}

function withoutAddressList(spec: JsonObject): JsonObject {
  const { clusterIPs: _, ...rest } = spec
  return rest
}

function allocate(service: KubeObject, state: ClusterState): KubeObject {
  const others = listObjects(state, '/services').filter(
    ({ metadata }) => metadata.namespace !== service.metadata.namespace || metadata.name !== service.metadata.name,
  )
  return changeSpec(service, (spec) => withNodePorts(withAddress(spec, others), others))
}

function withAddress(spec: JsonObject, others: readonly KubeObject[]): JsonObject {
  if (!needsClusterAddress(spec)) return spec
  const headlessOfAnything = spec.clusterIP === 'None' && Object.keys(objectAt(spec, 'selector')).length === 0
  const ipFamilyPolicy = headlessOfAnything ? 'RequireDualStack' : 'SingleStack'
  const families = fill(spec, { ipFamilyPolicy })
  const dual = headlessOfAnything && families.ipFamilyPolicy !== 'SingleStack'
  const withFamilies = fill(families, { ipFamilies: dual ? ['IPv4', 'IPv6'] : ['IPv4'] })
  if (spec.clusterIP) return withFamilies
  const clusterIP = freeAddress(new Set(others.map((other) => textAt(other, 'spec', 'clusterIP'))))
  return { ...withFamilies, clusterIP, clusterIPs: [clusterIP] }
}

function freeAddress(taken: ReadonlySet<string | undefined>): string {
  for (let number = 257; ; number++) {
    const address = `10.0.${Math.floor(number / 256) % 256}.${number % 256}`
    if (!taken.has(address) || number >= 65535) return address
  }
}

function withNodePorts(spec: JsonObject, others: readonly KubeObject[]): JsonObject {
  const taken = new Set(others.flatMap((other) => nodePortsOf(objectAt(other, 'spec'))))
  for (const port of nodePortsOf(spec)) taken.add(port)
  const wanted = needsNodePort(spec) && spec.allocateLoadBalancerNodePorts !== false
  const ported = wanted
    ? changeItems(spec, 'ports', (port) => (port.nodePort ? port : { ...port, nodePort: takePort(taken) }))
    : spec
  return needsHealthCheckPort(spec) && !spec.healthCheckNodePort
    ? { ...ported, healthCheckNodePort: takePort(taken) }
    : ported
}

function nodePortsOf(spec: JsonObject): readonly number[] {
  const ports = [...listAt(spec, 'ports').map((port) => objectAt(port).nodePort), spec.healthCheckNodePort]
  return ports.filter((port) => typeof port === 'number' && port !== 0) as number[]
}

function takePort(taken: Set<number>): number {
  let port = firstNodePort
  while (taken.has(port) && port < lastNodePort) port++
  taken.add(port)
  return port
}
