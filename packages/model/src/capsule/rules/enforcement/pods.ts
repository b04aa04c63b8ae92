import { type Json, listAt, objectAt, textAt } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import type { EnforceBody } from './enforce-body.ts'
import { type Evaluation, evaluate, inTurn, type RuleSet } from './evaluate.ts'
import { expressionSet } from './expression-set.ts'
import { judgeRegistries } from './pod-registries.ts'
import { judgeResources } from './pod-resource-policies.ts'
import { workloadQualityOfService } from './workload-quality-of-service.ts'

const schedulers = expressionSet('scheduler', 'Allowed schedulers', (body) => listAt(body, 'workloads', 'schedulers'))

const qosClasses: RuleSet<Json> = {
  name: 'QoS class',
  allowedLabel: 'Allowed QoS classes',
  items: (body) => listAt(body, 'workloads', 'qosClasses'),
  matches: (item, { value }) => (item === value ? {} : undefined),
  describe: String,
}

/**
 * Rules for Pods: resources, scheduler, quality of service, registries. The first is not asked for subresources.
 * [rules/pods/validation/factory.go:validatePodRules; extended A10c. Not shown by a recording]
 */
export function judgePod(pod: KubeObject, subresource: string, bodies: readonly EnforceBody[]): Evaluation {
  return inTurn([
    ...(subresource === '' ? [() => judgeResources(pod, bodies)] : []),
    () => evaluate([{ value: schedulerOf(pod), path: 'spec.schedulerName' }], bodies, schedulers),
    () => evaluate([{ value: qosClassOf(pod), path: 'status.qosClass' }], bodies, qosClasses),
    () => judgeRegistries(pod, bodies),
  ])
}

function schedulerOf(pod: KubeObject): string {
  return (textAt(pod, 'spec', 'schedulerName') ?? '').trim()
}

/** A Pod's class does not change once it has one. [pkg/runtime/workloads/qos_class.go:GetPodQoSClass; extended A10.12] */
function qosClassOf(pod: KubeObject): string {
  return textAt(pod, 'status', 'qosClass') ?? workloadQualityOfService(objectAt(pod, 'spec'))
}
