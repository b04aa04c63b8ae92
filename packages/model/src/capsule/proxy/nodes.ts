import { resourceKey } from '../../object/gvk.ts'
import { labelsOf } from '../../object/kube-object.ts'
import { listObjects } from '../../state/store.ts'
import {
  type ModuleRequest,
  type ModuleVerdict,
  notFoundByProxy,
  type ProxyModule,
  withSelector,
} from './proxy-module.ts'
import { isIn, selectsNothing } from './selector-text.ts'

const hostnameLabel = 'kubernetes.io/hostname'
const nodesKey = resourceKey('', 'nodes')

/** Nodes, and their metrics. */
export const nodesModule: ProxyModule = {
  takes: ({ group, resource }, _request, { clusterScoped }) =>
    clusterScoped !== true && resource === 'nodes' && (group === '' || group === 'metrics.k8s.io'),
  list: (request) => {
    const names = matchingNodes(request)
    return names.length === 0
      ? withSelector(selectsNothing, "no node fits a nodeSelector of the caller's tenants")
      : withSelector(isIn(hostnameLabel, names), whyShown)
  },
  get: getNode,
}

const whyShown = "nodes that fit the nodeSelector of one of the caller's tenants"

function getNode(request: ModuleRequest): ModuleVerdict {
  const name = request.request.name ?? ''
  const names = matchingNodes(request, name)
  return names.length === 0
    ? notFoundByProxy(request.type, name, "it fits no nodeSelector of the caller's tenants")
    : withSelector(isIn(hostnameLabel, names), whyShown)
}

/**
 * Nodes are shown that have all labels of a tenant's nodeSelector: a tenant without one shows every node. proxySettings
 * are not asked. A node to get is looked for by its hostname label.
 * [capsule-proxy internal/modules/utils/node.go:GetNodeSelector, modules/node; extended E7.1]
 */
function matchingNodes({ state, tenants }: ModuleRequest, hostname?: string): readonly string[] {
  return listObjects(state, nodesKey)
    .filter((node) => hostname === undefined || labelsOf(node)[hostnameLabel] === hostname)
    .filter((node) =>
      tenants.some(({ tenant }) =>
        Object.entries(tenant.spec?.nodeSelector ?? {}).every(([key, value]) => (labelsOf(node)[key] ?? '') === value),
      ),
    )
    .map(({ metadata }) => metadata.name)
}
