import { admissionChain } from './admission/chain.ts'
import { chargeQuota } from './admission/plugins/charge-quota.ts'
import { builtInPlugins } from './admission/plugins/index.ts'
import { capsuleControllers } from './capsule/controllers/index.ts'
import { capsuleWebhookServer } from './capsule/webhook-server.ts'
import { capsuleHandlers } from './capsule/webhooks/index.ts'
import { garbageCollector } from './controllers/garbage-collector/garbage-collector.ts'
import { kubeControllers } from './controllers/index.ts'
import { type ClusterModel, clusterModel } from './step/cluster-model.ts'

/** The control plane that the recordings were made on: Kubernetes v1.36 with Capsule v0.14. The one place where all parts meet. */
export function controlPlane(): ClusterModel {
  const admission = admissionChain({
    plugins: builtInPlugins,
    servers: [capsuleWebhookServer(capsuleHandlers)],
    policies: { name: 'ValidatingAdmissionPolicy' },
    quota: chargeQuota,
  })
  return clusterModel(admission, [garbageCollector, ...kubeControllers, ...capsuleControllers])
}
