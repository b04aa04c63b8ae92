/** How strategic merge patch treats a field, and what it contains. */
export interface PatchField {
  /** `merge` a list; `replace` an object as a whole. Without one, lists are replaced and objects merged. */
  readonly strategy?: 'merge' | 'replace'
  /** By which field the items of a merged list are told apart; without one they are texts or numbers. */
  readonly mergeKey?: string
  /** of the value, or of the items of the list */
  readonly fields?: PatchFields
}

/** Fields by name, as far as strategic merge patch treats them or anything in them in a special way. */
export type PatchFields = { readonly [field: string]: PatchField }

function mergedBy(mergeKey: string, fields?: PatchFields): PatchField {
  return { strategy: 'merge', mergeKey, ...(fields === undefined ? {} : { fields }) }
}

const SET: PatchField = { strategy: 'merge' }

const META: PatchFields = { metadata: { fields: { ownerReferences: mergedBy('uid'), finalizers: SET } } }

const CONDITIONS: PatchFields = { conditions: mergedBy('type') }

const CONTAINER: PatchFields = {
  ports: mergedBy('containerPort'),
  env: mergedBy('name'),
  volumeMounts: mergedBy('mountPath'),
  volumeDevices: mergedBy('devicePath'),
}

/** Tolerations have no strategy: they are replaced. */
const POD_SPEC: PatchFields = {
  volumes: mergedBy('name', { ephemeral: { fields: { volumeClaimTemplate: { fields: META } } } }),
  initContainers: mergedBy('name', CONTAINER),
  containers: mergedBy('name', CONTAINER),
  ephemeralContainers: mergedBy('name', CONTAINER),
  imagePullSecrets: mergedBy('name'),
  hostAliases: mergedBy('ip'),
  topologySpreadConstraints: mergedBy('topologyKey'),
  schedulingGates: mergedBy('name'),
  resourceClaims: mergedBy('name'),
}

const POD_STATUS: PatchFields = {
  ...CONDITIONS,
  hostIPs: mergedBy('ip'),
  podIPs: mergedBy('ip'),
  resourceClaimStatuses: mergedBy('name'),
}

const POD_TEMPLATE: PatchField = { fields: { ...META, spec: { fields: POD_SPEC } } }
const WORKLOAD: PatchFields = {
  ...META,
  spec: { fields: { template: POD_TEMPLATE } },
  status: { fields: CONDITIONS },
}
const WITH_CONDITIONS: PatchFields = { ...META, status: { fields: CONDITIONS } }
const WEBHOOKS: PatchFields = { ...META, webhooks: mergedBy('name', { matchConditions: mergedBy('name') }) }

/** By group and Kind; Kinds that are not here have special fields in their metadata only. */
const KINDS: { readonly [groupKind: string]: PatchFields } = {
  '/Pod': { ...META, spec: { fields: POD_SPEC }, status: { fields: POD_STATUS } },
  '/PodTemplate': { ...META, template: POD_TEMPLATE },
  '/ReplicationController': WORKLOAD,
  '/Namespace': WITH_CONDITIONS,
  '/PersistentVolumeClaim': WITH_CONDITIONS,
  '/Service': { ...META, spec: { fields: { ports: mergedBy('port') } }, status: { fields: CONDITIONS } },
  '/ServiceAccount': { ...META, secrets: mergedBy('name') },
  '/Node': {
    ...META,
    spec: { fields: { podCIDRs: SET } },
    status: { fields: { ...CONDITIONS, addresses: mergedBy('type') } },
  },
  'apps/DaemonSet': WORKLOAD,
  'apps/Deployment': WORKLOAD,
  'apps/ReplicaSet': WORKLOAD,
  'apps/StatefulSet': WORKLOAD,
  'batch/Job': WORKLOAD,
  'batch/CronJob': {
    ...META,
    spec: { fields: { jobTemplate: { fields: { ...META, spec: { fields: { template: POD_TEMPLATE } } } } } },
  },
  'autoscaling/HorizontalPodAutoscaler': WITH_CONDITIONS,
  'policy/PodDisruptionBudget': {
    ...META,
    spec: { fields: { selector: { strategy: 'replace' } } },
    status: { fields: CONDITIONS },
  },
  'networking.k8s.io/ServiceCIDR': WITH_CONDITIONS,
  'storage.k8s.io/CSINode': { ...META, spec: { fields: { drivers: mergedBy('name') } } },
  'flowcontrol.apiserver.k8s.io/FlowSchema': WITH_CONDITIONS,
  'flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration': WITH_CONDITIONS,
  'apiregistration.k8s.io/APIService': WITH_CONDITIONS,
  'resource.k8s.io/ResourceClaim': { ...META, status: { fields: { reservedFor: mergedBy('uid') } } },
  'resource.k8s.io/ResourceClaimTemplate': { ...META, spec: { fields: META } },
  'admissionregistration.k8s.io/MutatingAdmissionPolicy': {
    ...META,
    spec: { fields: { matchConditions: mergedBy('name') } },
  },
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy': {
    ...META,
    spec: { fields: { matchConditions: mergedBy('name'), variables: mergedBy('name') } },
  },
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': WEBHOOKS,
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': WEBHOOKS,
}

/**
 * How strategic merge patch treats the fields of a built-in kind: the tags `patchStrategy` and `patchMergeKey` of upstream's
 * types. [k8s.io/api; apimachinery pkg/util/strategicpatch/meta.go]
 */
export function patchFields(group: string, kind: string): PatchFields {
  return KINDS[`${group}/${kind}`] ?? META
}
