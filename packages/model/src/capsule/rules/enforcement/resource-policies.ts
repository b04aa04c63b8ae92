import { type Json, listAt } from '../../../object/json.ts'
import type { Quantity } from '../../../object/quantity.ts'
import type { EnforceBody } from './enforce-body.ts'

/** Where in a Pod resources are asked for. */
export type ResourceTarget = 'pod' | 'pod/containers' | 'pod/initcontainers'

/** Without targets, resource policies are for all places that can have them. [extended A10.15] */
export function isResourceTarget(body: EnforceBody, target: ResourceTarget): boolean {
  const targets: readonly Json[] = listAt(body, 'workloads', 'targets')
  return targets.length === 0 || targets.includes(target)
}

/** For the Pod as a whole Kubernetes takes only some resources. [pkg/runtime/workloads/resource_quantity.go:PodLevelResourceSupported] */
export function supportsResource(target: ResourceTarget, name: string): boolean {
  return target !== 'pod' || name === 'cpu' || name === 'memory' || name.startsWith('hugepages-')
}

const nanoPerUnit = 10n ** 9n
const nanoPerMilli = 10n ** 6n

/**
 * The request times the ratio, rounded down: CPU to thousandths, anything else to whole units.
 * [pkg/runtime/workloads/resource_quantity.go:LimitForRatio]
 */
export function limitForRatio(name: string, request: Quantity, ratio: Quantity): Quantity {
  const product = (request.nano * ratio.nano) / nanoPerUnit
  const step = name === 'cpu' ? nanoPerMilli : nanoPerUnit
  return { nano: (product / step) * step, format: request.format }
}
