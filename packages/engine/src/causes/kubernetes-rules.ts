import type { RuleOfWriter } from './rule.ts'

const collector = 'garbage-collector-controller'

/** Rules of kube-apiserver and kube-controller-manager v1.36, by writer; of one writer the special ones come first. */
export const kubernetesRules: readonly RuleOfWriter[] = [
  {
    writer: 'request',
    verbs: ['delete', 'deletecollection'],
    resources: ['customresourcedefinitions'],
    changes: ['marked'],
    says: 'a definition that is deleted is marked and gets a finalizer of its own, until all its instances are gone',
    source: 'customresourcedefinition/etcd.go Delete; kubernetes.md 4.13',
  },
  {
    writer: 'request',
    verbs: ['delete', 'deletecollection'],
    resources: ['namespaces'],
    changes: ['marked'],
    says: 'a namespace that is deleted is marked and terminating until it is empty; nothing takes the mark off again',
    source: 'registry/core/namespace/storage/storage.go Delete; kubernetes.md 3.1',
  },
  {
    writer: 'request',
    changes: ['marked'],
    says: 'an object that has finalizers is marked when it is deleted, and goes when the last of them is off',
    source: 'registry/generic/registry/store.go Delete; kubernetes.md 1.5.7',
  },
  {
    writer: 'request',
    verbs: ['delete', 'deletecollection'],
    changes: ['removed'],
    says: 'an object without finalizers goes at once when it is deleted',
    source: 'registry/generic/registry/store.go Delete; kubernetes.md 1.5.7',
  },
  {
    writer: 'request',
    changes: ['removed'],
    says: 'a marked object goes with the write that takes its last finalizer off',
    source: 'registry/generic/registry/store.go Update; kubernetes.md 1.4.9',
  },
  {
    writer: 'request',
    changes: ['created'],
    says: 'what admission lets through is stored',
    source: 'registry/generic/registry/store.go create; kubernetes.md 1.2.1',
  },
  {
    writer: 'request',
    says: 'what admission lets through is stored',
    source: 'registry/generic/registry/store.go Update; kubernetes.md 1.4.1',
  },
  {
    writer: 'crd_finalizer',
    resources: ['customresourcedefinitions', 'customresourcedefinitions/status'],
    changes: ['removed'],
    says: 'a deleted definition loses its finalizer once no instance is left',
    source: 'crd_finalizer.go sync; kubernetes.md 4.14',
  },
  {
    writer: 'crd_finalizer',
    resources: ['customresourcedefinitions', 'customresourcedefinitions/status'],
    says: 'a deleted definition is told to be under deletion before its instances go',
    source: 'crd_finalizer.go sync; kubernetes.md 4.14',
  },
  {
    writer: 'crd_finalizer',
    says: 'all instances of a deleted definition are deleted right in the storage, past admission and webhooks',
    source: 'crd_finalizer.go deleteInstances; kubernetes.md 4.18, 2.9.2',
  },
  {
    writer: 'namespace-controller',
    verbs: ['delete', 'deletecollection'],
    says: 'a terminating namespace is emptied from five seconds after it was deleted, pods first and everything else after them',
    source: 'namespaced_resources_deleter.go deleteAllContent; kubernetes.md 3.3.4',
  },
  {
    writer: 'namespace-controller',
    resources: ['namespaces/finalize', 'namespaces'],
    says: 'a terminating namespace goes once nothing is left in it',
    source: 'namespaced_resources_deleter.go Delete; kubernetes.md 3.3.2',
  },
  {
    writer: 'namespace-controller',
    says: 'a terminating namespace tells in its conditions what is left in it',
    source: 'namespaced_resources_deleter.go updateNamespaceStatusFunc; kubernetes.md 3.4.1',
  },
  {
    writer: collector,
    verbs: ['delete'],
    says: 'the garbage collector deletes a dependent whose owners are all gone, or wait for it in foreground deletion',
    source: 'garbagecollector.go attemptToDeleteItem; kubernetes.md 2.6.7, 2.6.8',
  },
  {
    writer: collector,
    changes: ['removed'],
    says: 'the garbage collector takes its finalizer off an owner whose dependents are dealt with, and the owner goes',
    source: 'garbagecollector.go processDeletingDependentsItem, attemptToOrphanWorker; kubernetes.md 2.6.9, 2.6.11',
  },
  {
    writer: collector,
    says: 'the garbage collector takes references to owners that are gone, or that orphan their dependents, off what stays',
    source: 'garbagecollector.go attemptToDeleteItem, orphanDependents; kubernetes.md 2.6.6, 2.6.11',
  },
  {
    writer: 'service-account-controller',
    says: 'every active namespace has a ServiceAccount default',
    source: 'serviceaccounts_controller.go syncNamespace',
  },
  {
    writer: 'root-ca-cert-publisher',
    says: 'every active namespace has a ConfigMap kube-root-ca.crt with the certificate of the API server',
    source: 'rootcacertpublisher/publisher.go syncNamespace',
  },
  {
    writer: 'resourcequota-controller',
    says: 'a quota tells what is used in its namespace',
    source: 'resource_quota_controller.go syncResourceQuota',
  },
  {
    writer: 'clusterrole-aggregation-controller',
    says: 'an aggregated ClusterRole holds the rules of all that its selectors match',
    source: 'clusterroleaggregation_controller.go syncClusterRole',
  },
  {
    writer: 'crd_naming_condition_controller',
    says: 'a definition gets the names that no other has',
    source: 'naming_controller.go sync',
  },
  {
    writer: 'crdEstablishing',
    says: 'a definition whose names are accepted is established',
    source: 'establishing_controller.go sync',
  },
  {
    writer: 'system-namespaces',
    says: 'the namespaces of the system are made when they lack',
    source: 'controlplane/controller/systemnamespaces',
  },
  {
    writer: 'persistent-volume-binder',
    says: 'a claim that nobody has provided for is handed to its provisioner, or bound',
    source: 'pv_controller.go syncUnboundClaim',
  },
  {
    writer: 'pvc-protection-controller',
    says: 'a claim keeps its finalizer as long as a pod uses it',
    source: 'pvc_protection_controller.go processPVC',
  },
  {
    writer: 'pod-garbage-collector',
    says: 'a deleted pod that never had a node is marked as failed while its finalizers hold it',
    source: 'podgc/gc_controller.go gcUnscheduledTerminating',
  },
  {
    writer: 'deployment-controller',
    says: 'a deployment brings its ReplicaSets to what its template and its size ask for',
    source: 'deployment_controller.go syncDeployment',
  },
  {
    writer: 'replicaset-controller',
    says: 'a ReplicaSet has as many active pods as it asks for',
    source: 'replica_set.go syncReplicaSet',
  },
  {
    writer: 'statefulset-controller',
    says: 'a StatefulSet has its pods and their claims, in order',
    source: 'stateful_set_control.go UpdateStatefulSet',
  },
  {
    writer: 'daemon-set-controller',
    says: 'a DaemonSet has a pod on every node that it fits',
    source: 'daemon_controller.go syncDaemonSet',
  },
  {
    writer: 'job-controller',
    says: 'a Job has pods until enough of them have ended well',
    source: 'job_controller.go syncJob',
  },
  {
    writer: 'cronjob-controller',
    says: 'a CronJob makes a Job when its time has come',
    source: 'cronjob_controllerv2.go sync',
  },
]
