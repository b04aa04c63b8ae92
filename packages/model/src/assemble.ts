import { admissionChain } from './admission/chain.ts'
import { chargeQuota } from './admission/plugins/charge-quota.ts'
import { builtInPlugins } from './admission/plugins/index.ts'
import type { WebhookHandler } from './apiserver/admission.ts'
import { capsuleControllers } from './capsule/controllers/index.ts'
import { capsule07Controllers } from './capsule/v0.7/controllers/index.ts'
import { capsule07Handlers } from './capsule/v0.7/webhooks/index.ts'
import { capsuleWebhookServer } from './capsule/webhook-server.ts'
import { capsuleHandlers } from './capsule/webhooks/index.ts'
import type { Controller } from './controllers/controller.ts'
import { garbageCollector } from './controllers/garbage-collector/garbage-collector.ts'
import { gitOpsTool, type Keeper } from './controllers/gitops-tool.ts'
import { kubeControllers } from './controllers/index.ts'
import type { ClusterState } from './state/cluster-state.ts'
import type { Action } from './step/action.ts'
import { type ClusterModel, clusterModel, type Step } from './step/cluster-model.ts'
import type { Timing } from './step/timing.ts'

/** The releases of Capsule that are modelled: as v0.7.4 and as v0.14.0. */
export type CapsuleVersion = '0.7' | '0.14'

/** An operator: what its manager runs, what it answers to webhooks, by path, and how long it takes to go down. */
interface Operator {
  readonly controllers: readonly Controller[]
  readonly handlers: Readonly<Record<string, WebhookHandler>>
  readonly exitMs: number
}

const operators: Readonly<Record<CapsuleVersion, Operator>> = {
  // of the recorded managers of v0.7.4, those started right after the stop never wrote, those started seconds later did
  '0.7': { controllers: capsule07Controllers, handlers: capsule07Handlers, exitMs: 1000 },
  '0.14': { controllers: capsuleControllers, handlers: capsuleHandlers, exitMs: 0 },
}

export interface ControlPlaneOptions {
  /** default 0.14 */
  readonly capsule?: CapsuleVersion
  /** a GitOps tool that keeps objects as they are written; default none */
  readonly keeper?: Keeper
  /** how time goes by; default as recorded */
  readonly timing?: Timing
}

/** The control plane that the recordings were made on: Kubernetes v1.36 with Capsule. The one place where all parts meet. */
export function controlPlane({ capsule = '0.14', timing, keeper }: ControlPlaneOptions = {}): ClusterModel {
  const { controllers, handlers, exitMs } = operators[capsule]
  const admission = admissionChain({
    plugins: builtInPlugins,
    servers: [capsuleWebhookServer(handlers)],
    quota: chargeQuota,
  })
  return clusterModel(
    admission,
    [garbageCollector, ...kubeControllers, ...controllers, ...(keeper ? [gitOpsTool(keeper)] : [])],
    { capsule: exitMs },
    timing,
  )
}

/**
 * One action on a cluster of the default control plane: what it wrote, asked and was answered, and the state after it.
 * Total and pure. With many actions, make a `controlPlane` once and use its `apply`.
 */
export function apply(state: ClusterState, action: Action): Step {
  return controlPlane().apply(state, action)
}
