import { isJsonObject, type JsonObject, listAt, objectAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { changeItems, changeSpec, fill, isUnset } from './filling.ts'
import { allocateOnCreate, allocateOnUpdate } from './service-allocation.ts'
import { isExternallyAccessible, needsClusterAddress, needsHealthCheckPort, needsNodePort } from './service-rules.ts'
import { validateService, validateServiceUpdate } from './service-validation.ts'
import { type KindStrategy, semanticallyEqual, strategyWith } from './strategy.ts'

const threeHours = 10800

/** [pkg/apis/core/v1/defaults.go:SetDefaults_Service] */
function withDefaults(service: KubeObject): KubeObject {
  return changeSpec(service, (given) => {
    const spec = withAffinity(fill(given, { type: 'ClusterIP', sessionAffinity: 'None' }))
    const ported = changeItems(spec, 'ports', withPortDefaults)
    return fill(ported, {
      ...(isExternallyAccessible(spec) ? { externalTrafficPolicy: 'Cluster' } : {}),
      ...(needsClusterAddress(spec) ? { internalTrafficPolicy: 'Cluster' } : {}),
      ...(spec.type === 'LoadBalancer' ? { allocateLoadBalancerNodePorts: true } : {}),
    })
  })
}

function withPortDefaults(port: JsonObject): JsonObject {
  const filled = fill(port, { protocol: 'TCP' })
  return isUnset(port.targetPort) || port.targetPort === 0 ? { ...filled, targetPort: port.port ?? 0 } : filled
}

/** Clients stick to a pod for three hours, where they stick. */
function withAffinity(spec: JsonObject): JsonObject {
  const { sessionAffinityConfig, ...rest } = spec
  if (spec.sessionAffinity === 'None') return rest
  if (spec.sessionAffinity !== 'ClientIP') return spec
  const given = isJsonObject(sessionAffinityConfig)
    ? objectAt(sessionAffinityConfig, 'clientIP').timeoutSeconds
    : undefined
  return { ...rest, sessionAffinityConfig: { clientIP: { timeoutSeconds: given ?? threeHours } } }
}

/** What the new type does not know goes, where the client left it as it was. [strategy.go:dropTypeDependentFields] */
function withoutForeignFields(service: KubeObject, old: KubeObject): KubeObject {
  const before = objectAt(old, 'spec')
  return changeSpec(service, (spec) => {
    const left: string[] = []
    const unchanged = (field: string): boolean => semanticallyEqual(spec[field], before[field])
    if (needsClusterAddress(before) && !needsClusterAddress(spec)) {
      if (unchanged('clusterIP') && unchanged('clusterIPs')) left.push('clusterIP', 'clusterIPs')
      left.push(...['ipFamilies', 'ipFamilyPolicy'].filter(unchanged))
    }
    if (needsHealthCheckPort(before) && !needsHealthCheckPort(spec))
      left.push(...['healthCheckNodePort'].filter(unchanged))
    if (before.type === 'LoadBalancer' && spec.type !== 'LoadBalancer')
      left.push(...['allocateLoadBalancerNodePorts', 'loadBalancerClass'].filter(unchanged))
    if (isExternallyAccessible(before) && !isExternallyAccessible(spec))
      left.push(...['externalTrafficPolicy'].filter(unchanged))
    if (!needsClusterAddress(spec)) left.push('internalTrafficPolicy')
    const kept = Object.fromEntries(Object.entries(spec).filter(([field]) => !left.includes(field)))
    return needsNodePort(before) && !needsNodePort(spec) ? withoutNodePorts(kept, before) : kept
  })
}

function withoutNodePorts(spec: JsonObject, before: JsonObject): JsonObject {
  const known = listAt(before, 'ports').map((port) => objectAt(port).nodePort)
  const allKnown = listAt(spec, 'ports').every(
    (port) => !objectAt(port).nodePort || known.includes(objectAt(port).nodePort),
  )
  if (!allKnown) return spec
  return changeItems(spec, 'ports', ({ nodePort: _, ...port }) => port)
}

function prepareForUpdate(service: KubeObject, old: KubeObject): KubeObject {
  const kept = withoutForeignFields({ ...service, status: objectAt(old, 'status') } as KubeObject, old)
  const balances = objectAt(kept, 'spec').type === 'LoadBalancer'
  return balances ? kept : ({ ...kept, status: { ...objectAt(kept, 'status'), loadBalancer: {} } } as KubeObject)
}

export const serviceStrategy: KindStrategy = strategyWith({
  applyDefaults: withDefaults,
  beginCreate: allocateOnCreate,
  beginUpdate: allocateOnUpdate,
  initialStatus: () => ({ loadBalancer: {} }),
  prepareForUpdate,
  validate: validateService,
  validateUpdate: validateServiceUpdate,
  returnsDeletedObject: true,
  nameValidation: 'label',
  subresources: ['status', 'proxy'],
})
