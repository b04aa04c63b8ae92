/**
 * The Go types of built-in kinds but for what describes pods, as encoding/json sees them: a struct a line, each field `name[mark] type`.
 * The notation is that of `parseField`. [k8s.io/api at v0.36.3, by reflection]
 */
export const kindTypes = `
v1.ConfigMap: metadata? #v1.ObjectMeta, immutable? *bool, data? map:string, binaryData? map:![]uint8
v1.LimitRange: metadata? #v1.ObjectMeta, spec? #v1.LimitRangeSpec
v1.LimitRangeSpec: limits []#v1.LimitRangeItem
v1.LimitRangeItem: type string@v1.LimitType, max? map:!resource.Quantity@v1.ResourceList, min? map:!resource.Quantity@v1.ResourceList,
  default? map:!resource.Quantity@v1.ResourceList, defaultRequest? map:!resource.Quantity@v1.ResourceList,
  maxLimitRequestRatio? map:!resource.Quantity@v1.ResourceList
v1.Namespace: metadata? #v1.ObjectMeta, spec? #v1.NamespaceSpec, status? #v1.NamespaceStatus
v1.NamespaceSpec: finalizers? []string@v1.FinalizerName
v1.NamespaceStatus: phase? string@v1.NamespacePhase, conditions? []#v1.NamespaceCondition
v1.NamespaceCondition: type string@v1.NamespaceConditionType, status string@v1.ConditionStatus, lastTransitionTime? !v1.Time, reason? string,
  message? string
v1.PersistentVolumeClaim: metadata? #v1.ObjectMeta, spec? #v1.PersistentVolumeClaimSpec, status? #v1.PersistentVolumeClaimStatus
v1.PersistentVolumeClaimStatus: phase? string@v1.PersistentVolumeClaimPhase, accessModes? []string@v1.PersistentVolumeAccessMode,
  capacity? map:!resource.Quantity@v1.ResourceList, conditions? []#v1.PersistentVolumeClaimCondition,
  allocatedResources? map:!resource.Quantity@v1.ResourceList, allocatedResourceStatuses? map:string@v1.ClaimResourceStatus,
  currentVolumeAttributesClassName? *string, modifyVolumeStatus? *#v1.ModifyVolumeStatus
v1.PersistentVolumeClaimCondition: type string@v1.PersistentVolumeClaimConditionType, status string@v1.ConditionStatus, lastProbeTime? !v1.Time,
  lastTransitionTime? !v1.Time, reason? string, message? string
v1.ModifyVolumeStatus: targetVolumeAttributesClassName? string, status string@v1.PersistentVolumeClaimModifyVolumeStatus
v1.Pod: metadata? #v1.ObjectMeta, spec? #v1.PodSpec, status? #v1.PodStatus
v1.PodStatus: observedGeneration? int64, phase? string@v1.PodPhase, conditions? []#v1.PodCondition, message? string, reason? string,
  nominatedNodeName? string, hostIP? string, hostIPs? []#v1.HostIP, podIP? string, podIPs? []#v1.PodIP, startTime? *!v1.Time,
  initContainerStatuses? []#v1.ContainerStatus, containerStatuses? []#v1.ContainerStatus, qosClass? string@v1.PodQOSClass,
  ephemeralContainerStatuses? []#v1.ContainerStatus, resize? string@v1.PodResizeStatus, resourceClaimStatuses? []#v1.PodResourceClaimStatus,
  extendedResourceClaimStatus? *#v1.PodExtendedResourceClaimStatus, allocatedResources? map:!resource.Quantity@v1.ResourceList,
  resources? *#v1.ResourceRequirements, nodeAllocatableResourceClaimStatuses? []#v1.NodeAllocatableResourceClaimStatus
v1.PodCondition: type string@v1.PodConditionType, observedGeneration? int64, status string@v1.ConditionStatus, lastProbeTime? !v1.Time,
  lastTransitionTime? !v1.Time, reason? string, message? string
v1.HostIP: ip string
v1.PodIP: ip string
v1.ContainerStatus: name string, state? #v1.ContainerState, lastState? #v1.ContainerState, ready bool, restartCount int32, image string,
  imageID string, containerID? string, started? *bool, allocatedResources? map:!resource.Quantity@v1.ResourceList,
  resources? *#v1.ResourceRequirements, volumeMounts? []#v1.VolumeMountStatus, user? *#v1.ContainerUser,
  allocatedResourcesStatus? []#v1.ResourceStatus, stopSignal? *string@v1.Signal
v1.ContainerState: waiting? *#v1.ContainerStateWaiting, running? *#v1.ContainerStateRunning, terminated? *#v1.ContainerStateTerminated
v1.ContainerStateWaiting: reason? string, message? string
v1.ContainerStateRunning: startedAt? !v1.Time
v1.ContainerStateTerminated: exitCode int32, signal? int32, reason? string, message? string, startedAt? !v1.Time, finishedAt? !v1.Time,
  containerID? string
v1.VolumeMountStatus: name string, mountPath string, readOnly? bool, recursiveReadOnly? *string@v1.RecursiveReadOnlyMode,
  volumeStatus? *#v1.VolumeStatus
v1.VolumeStatus: image? *#v1.ImageVolumeStatus
v1.ImageVolumeStatus: imageRef? string
v1.ContainerUser: linux? *#v1.LinuxContainerUser
v1.LinuxContainerUser: uid int64, gid int64, supplementalGroups? []int64
v1.ResourceStatus: name string@v1.ResourceName, resources? []#v1.ResourceHealth
v1.ResourceHealth: resourceID string@v1.ResourceID, health? string@v1.ResourceHealthStatus, message? *string
v1.PodResourceClaimStatus: name string, resourceClaimName? *string
v1.PodExtendedResourceClaimStatus: requestMappings []#v1.ContainerExtendedResourceRequest, resourceClaimName string
v1.ContainerExtendedResourceRequest: containerName string, resourceName string, requestName string
v1.NodeAllocatableResourceClaimStatus: resourceClaimName string, containers? []string, resources map:!resource.Quantity
v1.ResourceQuota: metadata? #v1.ObjectMeta, spec? #v1.ResourceQuotaSpec, status? #v1.ResourceQuotaStatus
v1.ResourceQuotaSpec: hard? map:!resource.Quantity@v1.ResourceList, scopes? []string@v1.ResourceQuotaScope, scopeSelector? *#v1.ScopeSelector
v1.ScopeSelector: matchExpressions? []#v1.ScopedResourceSelectorRequirement
v1.ScopedResourceSelectorRequirement: scopeName string@v1.ResourceQuotaScope, operator string@v1.ScopeSelectorOperator, values? []string
v1.ResourceQuotaStatus: hard? map:!resource.Quantity@v1.ResourceList, used? map:!resource.Quantity@v1.ResourceList
v1.Secret: metadata? #v1.ObjectMeta, immutable? *bool, data? map:![]uint8, stringData? map:string, type? string@v1.SecretType
v1.Service: metadata? #v1.ObjectMeta, spec? #v1.ServiceSpec, status? #v1.ServiceStatus
v1.ServiceSpec: ports? []#v1.ServicePort, selector? map:string, clusterIP? string, clusterIPs? []string, type? string@v1.ServiceType,
  externalIPs? []string, sessionAffinity? string@v1.ServiceAffinity, loadBalancerIP? string, loadBalancerSourceRanges? []string, externalName? string,
  externalTrafficPolicy? string@v1.ServiceExternalTrafficPolicy, healthCheckNodePort? int32, publishNotReadyAddresses? bool,
  sessionAffinityConfig? *#v1.SessionAffinityConfig, ipFamilies? []string@v1.IPFamily, ipFamilyPolicy? *string@v1.IPFamilyPolicy,
  allocateLoadBalancerNodePorts? *bool, loadBalancerClass? *string, internalTrafficPolicy? *string@v1.ServiceInternalTrafficPolicy,
  trafficDistribution? *string
v1.ServicePort: name? string, protocol? string@v1.Protocol, appProtocol? *string, port int32, targetPort? !intstr.IntOrString, nodePort? int32
v1.SessionAffinityConfig: clientIP? *#v1.ClientIPConfig
v1.ClientIPConfig: timeoutSeconds? *int32
v1.ServiceStatus: loadBalancer? #v1.LoadBalancerStatus, conditions? []#v1.Condition
v1.LoadBalancerStatus: ingress? []#v1.LoadBalancerIngress
v1.LoadBalancerIngress: ip? string, hostname? string, ipMode? *string@v1.LoadBalancerIPMode, ports? []#v1.PortStatus
v1.PortStatus: port int32, protocol string@v1.Protocol, error? *string
v1.Condition: type string, status string@v1.ConditionStatus, observedGeneration? int64, lastTransitionTime !v1.Time, reason string, message string
v1.ServiceAccount: metadata? #v1.ObjectMeta, secrets? []#v1.ObjectReference, imagePullSecrets? []#v1.LocalObjectReference,
  automountServiceAccountToken? *bool
v1.ObjectReference: kind? string, namespace? string, name? string, uid? string@types.UID, apiVersion? string, resourceVersion? string,
  fieldPath? string
v1.ReplicationController: metadata? #v1.ObjectMeta, spec? #v1.ReplicationControllerSpec, status? #v1.ReplicationControllerStatus
v1.ReplicationControllerSpec: replicas? *int32, minReadySeconds? int32, selector? map:string, template? *#v1.PodTemplateSpec
v1.PodTemplateSpec: metadata? #v1.ObjectMeta, spec? #v1.PodSpec
v1.ReplicationControllerStatus: replicas int32, fullyLabeledReplicas? int32, readyReplicas? int32, availableReplicas? int32,
  observedGeneration? int64, conditions? []#v1.ReplicationControllerCondition
v1.ReplicationControllerCondition: type string@v1.ReplicationControllerConditionType, status string@v1.ConditionStatus, lastTransitionTime? !v1.Time,
  reason? string, message? string
v1.DaemonSet: metadata? #v1.ObjectMeta, spec? #v1.DaemonSetSpec, status? #v1.DaemonSetStatus
v1.DaemonSetSpec: selector *#v1.LabelSelector, template #v1.PodTemplateSpec, updateStrategy? #v1.DaemonSetUpdateStrategy, minReadySeconds? int32,
  revisionHistoryLimit? *int32
v1.DaemonSetUpdateStrategy: type? string@v1.DaemonSetUpdateStrategyType, rollingUpdate? *#v1.RollingUpdateDaemonSet
v1.RollingUpdateDaemonSet: maxUnavailable? *!intstr.IntOrString, maxSurge? *!intstr.IntOrString
v1.DaemonSetStatus: currentNumberScheduled int32, numberMisscheduled int32, desiredNumberScheduled int32, numberReady int32,
  observedGeneration? int64, updatedNumberScheduled? int32, numberAvailable? int32, numberUnavailable? int32, collisionCount? *int32,
  conditions? []#v1.DaemonSetCondition
v1.DaemonSetCondition: type string@v1.DaemonSetConditionType, status string@v1.ConditionStatus, lastTransitionTime? !v1.Time, reason? string,
  message? string
v1.Deployment: metadata? #v1.ObjectMeta, spec? #v1.DeploymentSpec, status? #v1.DeploymentStatus
v1.DeploymentSpec: replicas? *int32, selector *#v1.LabelSelector, template #v1.PodTemplateSpec, strategy? #v1.DeploymentStrategy,
  minReadySeconds? int32, revisionHistoryLimit? *int32, paused? bool, progressDeadlineSeconds? *int32
v1.DeploymentStrategy: type? string@v1.DeploymentStrategyType, rollingUpdate? *#v1.RollingUpdateDeployment
v1.RollingUpdateDeployment: maxUnavailable? *!intstr.IntOrString, maxSurge? *!intstr.IntOrString
v1.DeploymentStatus: observedGeneration? int64, replicas? int32, updatedReplicas? int32, readyReplicas? int32, availableReplicas? int32,
  unavailableReplicas? int32, terminatingReplicas? *int32, conditions? []#v1.DeploymentCondition, collisionCount? *int32
v1.DeploymentCondition: type string@v1.DeploymentConditionType, status string@v1.ConditionStatus, lastUpdateTime? !v1.Time,
  lastTransitionTime? !v1.Time, reason? string, message? string
v1.ReplicaSet: metadata? #v1.ObjectMeta, spec? #v1.ReplicaSetSpec, status? #v1.ReplicaSetStatus
v1.ReplicaSetSpec: replicas? *int32, minReadySeconds? int32, selector *#v1.LabelSelector, template? #v1.PodTemplateSpec
v1.ReplicaSetStatus: replicas int32, fullyLabeledReplicas? int32, readyReplicas? int32, availableReplicas? int32, terminatingReplicas? *int32,
  observedGeneration? int64, conditions? []#v1.ReplicaSetCondition
v1.ReplicaSetCondition: type string@v1.ReplicaSetConditionType, status string@v1.ConditionStatus, lastTransitionTime? !v1.Time, reason? string,
  message? string
v1.StatefulSet: metadata? #v1.ObjectMeta, spec? #v1.StatefulSetSpec, status? #v1.StatefulSetStatus
v1.StatefulSetSpec: replicas? *int32, selector *#v1.LabelSelector, template #v1.PodTemplateSpec, volumeClaimTemplates? []#v1.PersistentVolumeClaim,
  serviceName string, podManagementPolicy? string@v1.PodManagementPolicyType, updateStrategy? #v1.StatefulSetUpdateStrategy,
  revisionHistoryLimit? *int32, minReadySeconds? int32, persistentVolumeClaimRetentionPolicy? *#v1.StatefulSetPersistentVolumeClaimRetentionPolicy,
  ordinals? *#v1.StatefulSetOrdinals
v1.StatefulSetUpdateStrategy: type? string@v1.StatefulSetUpdateStrategyType, rollingUpdate? *#v1.RollingUpdateStatefulSetStrategy
v1.RollingUpdateStatefulSetStrategy: partition? *int32, maxUnavailable? *!intstr.IntOrString
v1.StatefulSetPersistentVolumeClaimRetentionPolicy: whenDeleted? string@v1.PersistentVolumeClaimRetentionPolicyType,
  whenScaled? string@v1.PersistentVolumeClaimRetentionPolicyType
v1.StatefulSetOrdinals: start int32
v1.StatefulSetStatus: observedGeneration? int64, replicas int32, readyReplicas? int32, currentReplicas? int32, updatedReplicas? int32,
  currentRevision? string, updateRevision? string, collisionCount? *int32, conditions? []#v1.StatefulSetCondition, availableReplicas int32
v1.StatefulSetCondition: type string@v1.StatefulSetConditionType, status string@v1.ConditionStatus, lastTransitionTime? !v1.Time, reason? string,
  message? string
v1.Job: metadata? #v1.ObjectMeta, spec? #v1.JobSpec, status? #v1.JobStatus
v1.JobSpec: parallelism? *int32, completions? *int32, activeDeadlineSeconds? *int64, podFailurePolicy? *#v1.PodFailurePolicy,
  successPolicy? *#v1.SuccessPolicy, backoffLimit? *int32, backoffLimitPerIndex? *int32, maxFailedIndexes? *int32, selector? *#v1.LabelSelector,
  manualSelector? *bool, template #v1.PodTemplateSpec, ttlSecondsAfterFinished? *int32, completionMode? *string@v1.CompletionMode, suspend? *bool,
  podReplacementPolicy? *string@v1.PodReplacementPolicy, managedBy? *string
v1.PodFailurePolicy: rules []#v1.PodFailurePolicyRule
v1.PodFailurePolicyRule: action string@v1.PodFailurePolicyAction, onExitCodes? *#v1.PodFailurePolicyOnExitCodesRequirement,
  onPodConditions? []#v1.PodFailurePolicyOnPodConditionsPattern
v1.PodFailurePolicyOnExitCodesRequirement: containerName? *string, operator string@v1.PodFailurePolicyOnExitCodesOperator, values []int32
v1.PodFailurePolicyOnPodConditionsPattern: type string@v1.PodConditionType, status string@v1.ConditionStatus
v1.SuccessPolicy: rules []#v1.SuccessPolicyRule
v1.SuccessPolicyRule: succeededIndexes? *string, succeededCount? *int32
v1.JobStatus: conditions? []#v1.JobCondition, startTime? *!v1.Time, completionTime? *!v1.Time, active? int32, succeeded? int32, failed? int32,
  terminating? *int32, completedIndexes? string, failedIndexes? *string, uncountedTerminatedPods? *#v1.UncountedTerminatedPods, ready? *int32
v1.JobCondition: type string@v1.JobConditionType, status string@v1.ConditionStatus, lastProbeTime? !v1.Time, lastTransitionTime? !v1.Time,
  reason? string, message? string
v1.UncountedTerminatedPods: succeeded? []string@types.UID, failed? []string@types.UID
v1.CronJob: metadata? #v1.ObjectMeta, spec? #v1.CronJobSpec, status? #v1.CronJobStatus
v1.CronJobSpec: schedule string, timeZone? *string, startingDeadlineSeconds? *int64, concurrencyPolicy? string@v1.ConcurrencyPolicy, suspend? *bool,
  jobTemplate #v1.JobTemplateSpec, successfulJobsHistoryLimit? *int32, failedJobsHistoryLimit? *int32
v1.JobTemplateSpec: metadata? #v1.ObjectMeta, spec? #v1.JobSpec
v1.CronJobStatus: active? []#v1.ObjectReference, lastScheduleTime? *!v1.Time, lastSuccessfulTime? *!v1.Time
v1.Ingress: metadata? #v1.ObjectMeta, spec? #v1.IngressSpec, status? #v1.IngressStatus
v1.IngressSpec: ingressClassName? *string, defaultBackend? *#v1.IngressBackend, tls? []#v1.IngressTLS, rules? []#v1.IngressRule
v1.IngressBackend: service? *#v1.IngressServiceBackend, resource? *#v1.TypedLocalObjectReference
v1.IngressServiceBackend: name string, port? #v1.ServiceBackendPort
v1.ServiceBackendPort: name? string, number? int32
v1.IngressTLS: hosts? []string, secretName? string
v1.IngressRule: host? string, IngressRuleValue.http? *#v1.HTTPIngressRuleValue
v1.HTTPIngressRuleValue: paths []#v1.HTTPIngressPath
v1.HTTPIngressPath: path? string, pathType *string@v1.PathType, backend #v1.IngressBackend
v1.IngressStatus: loadBalancer? #v1.IngressLoadBalancerStatus
v1.IngressLoadBalancerStatus: ingress? []#v1.IngressLoadBalancerIngress
v1.IngressLoadBalancerIngress: ip? string, hostname? string, ports? []#v1.IngressPortStatus
v1.IngressPortStatus: port int32, protocol string@v1.Protocol, error? *string
v1.IngressClass: metadata? #v1.ObjectMeta, spec? #v1.IngressClassSpec
v1.IngressClassSpec: controller? string, parameters? *#v1.IngressClassParametersReference
v1.IngressClassParametersReference: apiGroup? *string, kind string, name string, scope *string, namespace? *string
v1.NetworkPolicy: metadata? #v1.ObjectMeta, spec? #v1.NetworkPolicySpec
v1.NetworkPolicySpec: podSelector #v1.LabelSelector, ingress? []#v1.NetworkPolicyIngressRule, egress? []#v1.NetworkPolicyEgressRule,
  policyTypes? []string@v1.PolicyType
v1.NetworkPolicyIngressRule: ports? []#v1.NetworkPolicyPort, from? []#v1.NetworkPolicyPeer
v1.NetworkPolicyPort: protocol? *string@v1.Protocol, port? *!intstr.IntOrString, endPort? *int32
v1.NetworkPolicyPeer: podSelector? *#v1.LabelSelector, namespaceSelector? *#v1.LabelSelector, ipBlock? *#v1.IPBlock
v1.IPBlock: cidr string, except? []string
v1.NetworkPolicyEgressRule: ports? []#v1.NetworkPolicyPort, to? []#v1.NetworkPolicyPeer
v1.Role: metadata? #v1.ObjectMeta, rules []#v1.PolicyRule
v1.PolicyRule: verbs []string, apiGroups? []string, resources? []string, resourceNames? []string, nonResourceURLs? []string
v1.ClusterRole: metadata? #v1.ObjectMeta, rules []#v1.PolicyRule, aggregationRule? *#v1.AggregationRule
v1.AggregationRule: clusterRoleSelectors? []#v1.LabelSelector
v1.RoleBinding: metadata? #v1.ObjectMeta, subjects? []#v1.Subject, roleRef #v1.RoleRef
v1.Subject: kind string, apiGroup? string, name string, namespace? string
v1.RoleRef: apiGroup string, kind string, name string
v1.ClusterRoleBinding: metadata? #v1.ObjectMeta, subjects? []#v1.Subject, roleRef #v1.RoleRef
v1.PodDisruptionBudget: metadata? #v1.ObjectMeta, spec? #v1.PodDisruptionBudgetSpec, status? #v1.PodDisruptionBudgetStatus
v1.PodDisruptionBudgetSpec: minAvailable? *!intstr.IntOrString, selector? *#v1.LabelSelector, maxUnavailable? *!intstr.IntOrString,
  unhealthyPodEvictionPolicy? *string@v1.UnhealthyPodEvictionPolicyType
v1.PodDisruptionBudgetStatus: observedGeneration? int64, disruptedPods? map:!v1.Time, disruptionsAllowed int32, currentHealthy int32,
  desiredHealthy int32, expectedPods int32, conditions? []#v1.Condition
v2.HorizontalPodAutoscaler: metadata? #v1.ObjectMeta, spec? #v2.HorizontalPodAutoscalerSpec, status? #v2.HorizontalPodAutoscalerStatus
v2.HorizontalPodAutoscalerSpec: scaleTargetRef #v2.CrossVersionObjectReference, minReplicas? *int32, maxReplicas int32, metrics? []#v2.MetricSpec,
  behavior? *#v2.HorizontalPodAutoscalerBehavior
v2.CrossVersionObjectReference: kind string, name string, apiVersion? string
v2.MetricSpec: type string@v2.MetricSourceType, object? *#v2.ObjectMetricSource, pods? *#v2.PodsMetricSource, resource? *#v2.ResourceMetricSource,
  containerResource? *#v2.ContainerResourceMetricSource, external? *#v2.ExternalMetricSource
v2.ObjectMetricSource: describedObject #v2.CrossVersionObjectReference, target #v2.MetricTarget, metric #v2.MetricIdentifier
v2.MetricTarget: type string@v2.MetricTargetType, value? *!resource.Quantity, averageValue? *!resource.Quantity, averageUtilization? *int32
v2.MetricIdentifier: name string, selector? *#v1.LabelSelector
v2.PodsMetricSource: metric #v2.MetricIdentifier, target #v2.MetricTarget
v2.ResourceMetricSource: name string@v1.ResourceName, target #v2.MetricTarget
v2.ContainerResourceMetricSource: name string@v1.ResourceName, target #v2.MetricTarget, container string
v2.ExternalMetricSource: metric #v2.MetricIdentifier, target #v2.MetricTarget
v2.HorizontalPodAutoscalerBehavior: scaleUp? *#v2.HPAScalingRules, scaleDown? *#v2.HPAScalingRules
v2.HPAScalingRules: stabilizationWindowSeconds? *int32, selectPolicy? *string@v2.ScalingPolicySelect, policies? []#v2.HPAScalingPolicy,
  tolerance? *!resource.Quantity
v2.HPAScalingPolicy: type string@v2.HPAScalingPolicyType, value int32, periodSeconds int32
v2.HorizontalPodAutoscalerStatus: observedGeneration? *int64, lastScaleTime? *!v1.Time, currentReplicas? int32, desiredReplicas int32,
  currentMetrics []#v2.MetricStatus, conditions? []#v2.HorizontalPodAutoscalerCondition
v2.MetricStatus: type string@v2.MetricSourceType, object? *#v2.ObjectMetricStatus, pods? *#v2.PodsMetricStatus, resource? *#v2.ResourceMetricStatus,
  containerResource? *#v2.ContainerResourceMetricStatus, external? *#v2.ExternalMetricStatus
v2.ObjectMetricStatus: metric #v2.MetricIdentifier, current #v2.MetricValueStatus, describedObject #v2.CrossVersionObjectReference
v2.MetricValueStatus: value? *!resource.Quantity, averageValue? *!resource.Quantity, averageUtilization? *int32
v2.PodsMetricStatus: metric #v2.MetricIdentifier, current #v2.MetricValueStatus
v2.ResourceMetricStatus: name string@v1.ResourceName, current #v2.MetricValueStatus
v2.ContainerResourceMetricStatus: name string@v1.ResourceName, current #v2.MetricValueStatus, container string
v2.ExternalMetricStatus: metric #v2.MetricIdentifier, current #v2.MetricValueStatus
v2.HorizontalPodAutoscalerCondition: type string@v2.HorizontalPodAutoscalerConditionType, status string@v1.ConditionStatus,
  lastTransitionTime? !v1.Time, reason? string, message? string
v1.PriorityClass: metadata? #v1.ObjectMeta, value int32, globalDefault? bool, description? string, preemptionPolicy? *string@v1.PreemptionPolicy
v1.StorageClass: metadata? #v1.ObjectMeta, provisioner string, parameters? map:string, reclaimPolicy? *string@v1.PersistentVolumeReclaimPolicy,
  mountOptions? []string, allowVolumeExpansion? *bool, volumeBindingMode? *string@v1.VolumeBindingMode, allowedTopologies? []#v1.TopologySelectorTerm
v1.TopologySelectorTerm: matchLabelExpressions? []#v1.TopologySelectorLabelRequirement
v1.TopologySelectorLabelRequirement: key string, values []string
v1.RuntimeClass: metadata? #v1.ObjectMeta, handler string, overhead? *#v1.Overhead, scheduling? *#v1.Scheduling
v1.Overhead: podFixed? map:!resource.Quantity@v1.ResourceList
v1.Scheduling: nodeSelector? map:string, tolerations? []#v1.Toleration
v1.ValidatingWebhookConfiguration: metadata? #v1.ObjectMeta, webhooks? []#v1.ValidatingWebhook
v1.ValidatingWebhook: name string, clientConfig #v1.WebhookClientConfig, rules? []#v1.RuleWithOperations, failurePolicy? *string@v1.FailurePolicyType,
  matchPolicy? *string@v1.MatchPolicyType, namespaceSelector? *#v1.LabelSelector, objectSelector? *#v1.LabelSelector,
  sideEffects *string@v1.SideEffectClass, timeoutSeconds? *int32, admissionReviewVersions []string, matchConditions? []#v1.MatchCondition
v1.WebhookClientConfig: url? *string, service? *#v1.ServiceReference, caBundle? ![]uint8
v1.ServiceReference: namespace string, name string, path? *string, port? *int32
v1.RuleWithOperations: operations? []string@v1.OperationType, Rule.apiGroups? []string, Rule.apiVersions? []string, Rule.resources? []string,
  Rule.scope? *string@v1.ScopeType
v1.MatchCondition: name string, expression string
v1.MutatingWebhookConfiguration: metadata? #v1.ObjectMeta, webhooks? []#v1.MutatingWebhook
v1.MutatingWebhook: name string, clientConfig #v1.WebhookClientConfig, rules? []#v1.RuleWithOperations, failurePolicy? *string@v1.FailurePolicyType,
  matchPolicy? *string@v1.MatchPolicyType, namespaceSelector? *#v1.LabelSelector, objectSelector? *#v1.LabelSelector,
  sideEffects *string@v1.SideEffectClass, timeoutSeconds? *int32, admissionReviewVersions []string,
  reinvocationPolicy? *string@v1.ReinvocationPolicyType, matchConditions? []#v1.MatchCondition
`
