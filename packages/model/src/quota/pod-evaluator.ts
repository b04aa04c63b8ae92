import type { AdmissionRequest } from '../apiserver/admission.ts'
import { type Json, listAt, objectAt, textAt } from '../object/json.ts'
import type { KubeObject } from '../object/kube-object.ts'
import { hasPodLevelResources, podResources } from '../object/pod-resources.ts'
import { qualityOfService } from '../object/quality-of-service.ts'
import type { Quantity } from '../object/quantity.ts'
import { one, parseResources, type ResourceList } from '../object/resource-list.ts'
import type { Evaluator } from './evaluator.ts'
import { matchesValue, type ScopeRequirement } from './scope.ts'

const computed: readonly string[] = ['cpu', 'memory', 'ephemeral-storage']
const names: readonly string[] = [
  'count/pods',
  'pods',
  ...computed.flatMap((name) => [name, `requests.${name}`, `limits.${name}`]),
]

/** Names that every container has to say something of, once a quota has them. */
const mandatory: readonly string[] = ['cpu', 'memory'].flatMap((name) => [name, `requests.${name}`, `limits.${name}`])

/** Pods and what they ask for. [pkg/quota/v1/evaluator/core/pods.go; kubernetes.md 5.1.6, 5.1.7] */
export const podEvaluator: Evaluator = {
  resource: '/pods',
  handles,
  matchingNames: (wanted) => wanted.filter((name) => names.includes(name) || isHugePages(name) || isExtended(name)),
  matchesScope,
  missing,
  usage,
}

function isHugePages(name: string): boolean {
  return name.startsWith('hugepages-') || name.startsWith('requests.hugepages-')
}

/** A resource of somebody else's: it has a domain, and that is not Kubernetes' own. */
function isExtended(name: string): boolean {
  return name.startsWith('requests.') && name.includes('/') && !name.includes('kubernetes.io/')
}

/** An update counts only where a deadline is set or lifted, or through `/resize`. [kubernetes.md 5.1.10] */
function handles({ operation, subresource, object, oldObject }: AdmissionRequest): boolean {
  if (subresource === 'resize') return operation === 'UPDATE'
  if (subresource !== '') return false
  if (operation === 'CREATE') return true
  return operation === 'UPDATE' && hasDeadline(object) !== hasDeadline(oldObject)
}

export function hasDeadline(pod: KubeObject | undefined): boolean {
  const seconds = objectAt(pod, 'spec').activeDeadlineSeconds
  return typeof seconds === 'number' && seconds >= 0
}

/** [podMatchesScopeFunc; kubernetes.md 5.1.11] */
function matchesScope(scope: ScopeRequirement, pod: KubeObject): boolean {
  const isBestEffort = (): boolean => qualityOfService(objectAt(pod, 'spec')) === 'BestEffort'
  switch (scope.scopeName) {
    case 'Terminating':
      return hasDeadline(pod)
    case 'NotTerminating':
      return !hasDeadline(pod)
    case 'BestEffort':
      return isBestEffort()
    case 'NotBestEffort':
      return !isBestEffort()
    case 'PriorityClass':
      return matchesValue(scope, textAt(pod, 'spec', 'priorityClassName') || undefined)
    case 'CrossNamespacePodAffinity':
      return reachesOtherNamespaces(pod)
    default:
      return false
  }
}

function reachesOtherNamespaces(pod: KubeObject): boolean {
  return ['podAffinity', 'podAntiAffinity'].some((kind) => {
    const affinity = objectAt(pod, 'spec', 'affinity', kind)
    const preferred = listAt(affinity, 'preferredDuringSchedulingIgnoredDuringExecution')
    const terms = [
      ...listAt(affinity, 'requiredDuringSchedulingIgnoredDuringExecution'),
      ...preferred.map((term) => objectAt(term, 'podAffinityTerm')),
    ]
    return terms.some((term) => listAt(term, 'namespaces').length > 0 || objectAt(term).namespaceSelector !== undefined)
  })
}

/** `must specify limits.cpu for: c; requests.memory for: a,c`. [Constraints, enforcePodContainerConstraints] */
function missing(wanted: readonly string[], pod: KubeObject): string | undefined {
  const spec = objectAt(pod, 'spec')
  if (hasPodLevelResources(spec)) return undefined
  const containers = [...listAt(spec, 'containers'), ...listAt(spec, 'initContainers')]
  const told = mandatory
    .filter((name) => wanted.includes(name))
    .toSorted()
    .flatMap((name) => {
      const silent = containers.filter((container) => !saysOf(container, name)).map((one) => textAt(one, 'name') ?? '')
      return silent.length > 0 ? [`${name} for: ${[...new Set(silent)].sort().join(',')}`] : []
    })
  return told.length > 0 ? `must specify ${told.join('; ')}` : undefined
}

function saysOf(container: Json, name: string): boolean {
  const resources = objectAt(container, 'resources')
  return Object.hasOwn(computeUsage(parseResources(resources.requests), parseResources(resources.limits)), name)
}

/** A pod that has ended, or that should have gone by now, is only counted. [PodUsageFunc, QuotaV1Pod] */
function usage(pod: KubeObject, now: number): ResourceList {
  const counted = { 'count/pods': one }
  if (!isAlive(pod, now)) return counted
  const spec = objectAt(pod, 'spec')
  return { ...counted, pods: one, ...computeUsage(podResources(spec, 'requests'), podResources(spec, 'limits')) }
}

export function isAlive(pod: KubeObject, now: number): boolean {
  const phase = textAt(pod, 'status', 'phase')
  if (phase === 'Failed' || phase === 'Succeeded') return false
  const { deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata
  if (deletionTimestamp === undefined || deletionGracePeriodSeconds === undefined) return true
  return now <= Date.parse(deletionTimestamp) + deletionGracePeriodSeconds * 1000
}

function computeUsage(requests: ResourceList, limits: ResourceList): ResourceList {
  const used: Record<string, Quantity> = {}
  for (const name of computed) {
    const [request, limit] = [requests[name], limits[name]]
    if (request) Object.assign(used, { [name]: request, [`requests.${name}`]: request })
    if (limit) used[`limits.${name}`] = limit
  }
  for (const [name, request] of Object.entries(requests)) {
    if (name.startsWith('hugepages-')) used[name] = request
    if (isHugePages(name) || isExtended(`requests.${name}`)) used[`requests.${name}`] = request
  }
  return used
}
