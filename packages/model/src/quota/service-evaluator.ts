import { listAt, objectAt } from '../object/json.ts'
import type { KubeObject } from '../object/kube-object.ts'
import { count, none, one, type ResourceList } from '../object/resource-list.ts'
import type { Evaluator } from './evaluator.ts'

const names: readonly string[] = ['count/services', 'services', 'services.nodeports', 'services.loadbalancers']

/** Services, their ports on nodes and their load balancers. [pkg/quota/v1/evaluator/core/services.go; kubernetes.md 5.1.8] */
export const serviceEvaluator: Evaluator = {
  resource: '/services',
  handles: ({ operation, subresource }) => subresource === '' && (operation === 'CREATE' || operation === 'UPDATE'),
  matchingNames: (wanted) => wanted.filter((name) => names.includes(name)),
  matchesScope: () => false,
  usage,
}

function usage(service: KubeObject): ResourceList {
  const { type } = objectAt(service, 'spec')
  return {
    'count/services': one,
    services: one,
    'services.loadbalancers': type === 'LoadBalancer' ? one : none,
    'services.nodeports': count(nodePorts(service)),
  }
}

/** Ports are counted by intent, for they may not be handed out yet. */
function nodePorts(service: KubeObject): number {
  const { type, allocateLoadBalancerNodePorts } = objectAt(service, 'spec')
  const ports = listAt(service, 'spec', 'ports')
  if (type === 'NodePort') return ports.length
  if (type !== 'LoadBalancer') return 0
  return allocateLoadBalancerNodePorts === false
    ? ports.filter((port) => Boolean(objectAt(port).nodePort)).length
    : ports.length
}
