import type { ResourceKey } from '../../object/gvk.ts'
import {
  admissionPolicyBindingStrategy,
  mutatingAdmissionPolicyStrategy,
  validatingAdmissionPolicyStrategy,
} from './admission-policy.ts'
import { configMapStrategy } from './config-map.ts'
import { cronJobStrategy } from './cron-job.ts'
import { csiDriverStrategy } from './csi-driver.ts'
import { customResourceDefinitionStrategy } from './custom-resource-definition.ts'
import { daemonSetStrategy } from './daemon-set.ts'
import { deploymentStrategy } from './deployment.ts'
import { endpointSliceStrategy } from './endpoint-slice.ts'
import { endpointsStrategy } from './endpoints.ts'
import { horizontalPodAutoscalerStrategy } from './horizontal-pod-autoscaler.ts'
import { ingressStrategy } from './ingress.ts'
import { ingressClassStrategy } from './ingress-class.ts'
import { jobStrategy } from './job.ts'
import { limitRangeStrategy } from './limit-range.ts'
import { namespaceStrategy } from './namespace.ts'
import { networkPolicyStrategy } from './network-policy.ts'
import { persistentVolumeStrategy } from './persistent-volume.ts'
import { persistentVolumeClaimStrategy } from './persistent-volume-claim.ts'
import { podStrategy } from './pod.ts'
import { podDisruptionBudgetStrategy } from './pod-disruption-budget.ts'
import { priorityClassStrategy } from './priority-class.ts'
import { replicaSetStrategy } from './replica-set.ts'
import { replicationControllerStrategy } from './replication-controller.ts'
import { resourceQuotaStrategy } from './resource-quota.ts'
import { clusterRoleStrategy, roleStrategy } from './role.ts'
import { clusterRoleBindingStrategy, roleBindingStrategy } from './role-binding.ts'
import { secretStrategy } from './secret.ts'
import { serviceStrategy } from './service.ts'
import { statefulSetStrategy } from './stateful-set.ts'
import { storageClassStrategy } from './storage-class.ts'
import { changesSpec, type KindStrategy, plainStrategy, strategyWith } from './strategy.ts'
import {
  mutatingWebhookConfigurationStrategy,
  validatingWebhookConfigurationStrategy,
} from './webhook-configuration.ts'

/** Events are never owners: nothing of theirs is collected. [pkg/registry/core/event/strategy.go] */
const eventStrategy: KindStrategy = { ...plainStrategy, defaultGarbageCollection: 'unsupported' }
const conditional: KindStrategy = { ...plainStrategy, allowsUnconditionalUpdate: false }
const returned: KindStrategy = { ...plainStrategy, returnsDeletedObject: true }
const withStatus: KindStrategy = strategyWith({ initialStatus: () => ({}) })
const counted: KindStrategy = strategyWith({ hasGeneration: true, changesDesired: changesSpec })
const countedWithStatus: KindStrategy = strategyWith({ hasGeneration: true, initialStatus: () => ({}) })

/** These kinds do not need a POST. [AllowCreateOnUpdate in pkg/registry/<group>/<kind>/strategy.go] */
function createdByPut(strategy: KindStrategy): KindStrategy {
  return { ...strategy, allowsCreateOnUpdate: true }
}

/** Kinds with rules of their own, by resource; all others are stored as sent. */
export const strategies: Readonly<Record<ResourceKey, KindStrategy>> = {
  '/configmaps': configMapStrategy,
  '/endpoints': createdByPut(endpointsStrategy),
  '/events': createdByPut(eventStrategy),
  '/limitranges': createdByPut(limitRangeStrategy),
  '/namespaces': namespaceStrategy,
  '/nodes': { ...withStatus, subresources: ['status', 'proxy'] },
  '/persistentvolumeclaims': persistentVolumeClaimStrategy,
  '/persistentvolumes': persistentVolumeStrategy,
  '/pods': podStrategy,
  '/podtemplates': { ...counted, returnsDeletedObject: true },
  '/replicationcontrollers': replicationControllerStrategy,
  '/resourcequotas': resourceQuotaStrategy,
  '/secrets': secretStrategy,
  '/serviceaccounts': { ...returned, subresources: ['token'] },
  '/services': createdByPut(serviceStrategy),
  'admissionregistration.k8s.io/mutatingadmissionpolicies': mutatingAdmissionPolicyStrategy,
  'admissionregistration.k8s.io/mutatingadmissionpolicybindings': admissionPolicyBindingStrategy,
  'admissionregistration.k8s.io/mutatingwebhookconfigurations': mutatingWebhookConfigurationStrategy,
  'admissionregistration.k8s.io/validatingadmissionpolicies': validatingAdmissionPolicyStrategy,
  'admissionregistration.k8s.io/validatingadmissionpolicybindings': admissionPolicyBindingStrategy,
  'admissionregistration.k8s.io/validatingwebhookconfigurations': validatingWebhookConfigurationStrategy,
  'apiextensions.k8s.io/customresourcedefinitions': customResourceDefinitionStrategy,
  'apiregistration.k8s.io/apiservices': withStatus,
  'apps/daemonsets': daemonSetStrategy,
  'apps/deployments': deploymentStrategy,
  'apps/replicasets': replicaSetStrategy,
  'apps/statefulsets': statefulSetStrategy,
  'autoscaling/horizontalpodautoscalers': horizontalPodAutoscalerStrategy,
  'batch/cronjobs': cronJobStrategy,
  'batch/jobs': jobStrategy,
  'certificates.k8s.io/certificatesigningrequests': { ...withStatus, subresources: ['status', 'approval'] },
  'coordination.k8s.io/leases': createdByPut(conditional),
  'discovery.k8s.io/endpointslices': endpointSliceStrategy,
  'events.k8s.io/events': createdByPut(eventStrategy),
  'flowcontrol.apiserver.k8s.io/flowschemas': countedWithStatus,
  'flowcontrol.apiserver.k8s.io/prioritylevelconfigurations': countedWithStatus,
  'networking.k8s.io/ingressclasses': ingressClassStrategy,
  'networking.k8s.io/ingresses': ingressStrategy,
  'networking.k8s.io/networkpolicies': networkPolicyStrategy,
  'networking.k8s.io/servicecidrs': withStatus,
  'node.k8s.io/runtimeclasses': createdByPut(conditional),
  'policy/poddisruptionbudgets': podDisruptionBudgetStrategy,
  'rbac.authorization.k8s.io/clusterrolebindings': createdByPut(clusterRoleBindingStrategy),
  'rbac.authorization.k8s.io/clusterroles': createdByPut(clusterRoleStrategy),
  'rbac.authorization.k8s.io/rolebindings': createdByPut(roleBindingStrategy),
  'rbac.authorization.k8s.io/roles': createdByPut(roleStrategy),
  'resource.k8s.io/deviceclasses': { ...counted, returnsDeletedObject: true },
  'resource.k8s.io/resourceclaims': { ...withStatus, returnsDeletedObject: true },
  'resource.k8s.io/resourceclaimtemplates': returned,
  'resource.k8s.io/resourceslices': { ...counted, returnsDeletedObject: true },
  'scheduling.k8s.io/priorityclasses': priorityClassStrategy,
  'storage.k8s.io/csidrivers': csiDriverStrategy,
  'storage.k8s.io/csinodes': { ...returned, allowsUnconditionalUpdate: false },
  'storage.k8s.io/csistoragecapacities': conditional,
  'storage.k8s.io/storageclasses': storageClassStrategy,
  'storage.k8s.io/volumeattachments': { ...withStatus, returnsDeletedObject: true, allowsUnconditionalUpdate: false },
  'storage.k8s.io/volumeattributesclasses': returned,
}
