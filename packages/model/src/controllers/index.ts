import { clusterRoleAggregation } from './cluster-role-aggregation.ts'
import type { Controller } from './controller.ts'
import { crdFinalizer } from './custom-resource-definition/crd-finalizer.ts'
import { establishingController } from './custom-resource-definition/establishing-controller.ts'
import { namingController } from './custom-resource-definition/naming-controller.ts'
import { namespaceController } from './namespace-controller/namespace-controller.ts'
import { persistentVolumeBinder } from './persistent-volume-claim/persistent-volume-binder.ts'
import { pvcProtectionController } from './persistent-volume-claim/pvc-protection-controller.ts'
import { podGarbageCollector } from './pod-garbage-collector.ts'
import { resourceQuotaController } from './resource-quota.ts'
import { rootCaCertPublisher } from './root-ca-cert-publisher.ts'
import { serviceAccountController } from './service-account-controller.ts'
import { systemNamespacesController } from './system-namespaces.ts'
import { cronJobController } from './workloads/cron-job/cron-job-controller.ts'
import { daemonSetController } from './workloads/daemon-set/daemon-set-controller.ts'
import { deploymentController } from './workloads/deployment/deployment-controller.ts'
import { jobController } from './workloads/job/job-controller.ts'
import { replicaSetController } from './workloads/replica-set/replicaset-controller.ts'
import { statefulSetController } from './workloads/stateful-set/stateful-set-controller.ts'

/** The controllers of kube-apiserver and kube-controller-manager. */
export const kubeControllers: readonly Controller[] = [
  systemNamespacesController,
  namingController,
  establishingController,
  crdFinalizer,
  namespaceController,
  serviceAccountController,
  rootCaCertPublisher,
  resourceQuotaController,
  clusterRoleAggregation,
  persistentVolumeBinder,
  pvcProtectionController,
  podGarbageCollector,
  deploymentController,
  replicaSetController,
  statefulSetController,
  jobController,
  cronJobController,
  daemonSetController,
]
