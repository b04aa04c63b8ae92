import { admissionChain } from './admission/chain.ts'
import { operatorServer } from './admission/operator-server.ts'
import { chargeQuota } from './admission/plugins/charge-quota.ts'
import { builtInPlugins } from './admission/plugins/index.ts'
import { type CapsuleVersion, capsuleOperators } from './capsule/operator.ts'
import type { Controller } from './controllers/controller.ts'
import { garbageCollector } from './controllers/garbage-collector/garbage-collector.ts'
import { kubeControllers } from './controllers/index.ts'
import { controllersOf, type Operator } from './controllers/operator.ts'
import type { ClusterState } from './state/cluster-state.ts'
import type { Action } from './step/action.ts'
import { type ClusterModel, clusterModel, type Step } from './step/cluster-model.ts'
import type { Timing } from './step/timing.ts'

/** Which operator runs, and what else works in the cluster. */
export interface ControlPlaneOptions {
  /** default 0.14 */
  readonly capsule?: CapsuleVersion
  /** operators that run beside Capsule; default none */
  readonly operators?: readonly Operator[]
  /** how time goes by; default as recorded */
  readonly timing?: Timing
}

/**
 * The control plane that the recordings were made on: Kubernetes v1.36 with Capsule, and whatever operators run beside it.
 * The one place where all parts meet.
 *
 * @throws Error where two operators or two controllers have one name
 */
export function controlPlane({ capsule = '0.14', timing, operators = [] }: ControlPlaneOptions = {}): ClusterModel {
  const all: readonly Operator[] = [capsuleOperators[capsule], ...operators]
  const controllers: readonly Controller[] = [garbageCollector, ...kubeControllers, ...all.flatMap(controllersOf)]
  refuseDoubles('operators', ['kube-apiserver', 'kube-controller-manager', ...all.map(({ name }) => name)])
  refuseDoubles(
    'controllers',
    controllers.map(({ name }) => name),
  )
  const servers = all.flatMap(({ name, webhooks }) =>
    webhooks ? [operatorServer({ process: name, ...webhooks })] : [],
  )
  const admission = admissionChain({ plugins: builtInPlugins, servers, quota: chargeQuota })
  const exitMs = Object.fromEntries(all.map(({ name, exitMs: after = 0 }) => [name, after]))
  const restartable = [...all.map(({ name }) => name), 'kube-controller-manager']
  return clusterModel(admission, controllers, { exitMs, restartable, ...(timing === undefined ? {} : { timing }) })
}

function refuseDoubles(what: string, names: readonly string[]): void {
  const double = names.find((name, index) => names.indexOf(name) < index)
  if (double !== undefined) throw new Error(`Two ${what} of one control plane have the name ${double}.`)
}

/**
 * One action on a cluster of the default control plane: what it wrote, asked and was answered, and the state after it.
 * Total and pure. With many actions, make a `controlPlane` once and use its `apply`.
 */
export function apply(state: ClusterState, action: Action): Step {
  return controlPlane().apply(state, action)
}
