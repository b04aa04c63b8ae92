import { type JsonObject, listAt, objectAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { qualityOfService } from '../../object/quality-of-service.ts'
import { requestLimits } from './container-defaults.ts'
import { changeItems, changeSpec, fill } from './filling.ts'
import { withPodLevelDefaults } from './pod-level-defaults.ts'
import { withPodSpecDefaults } from './pod-spec-defaults.ts'
import { validatePod, validatePodUpdate } from './pod-validation.ts'
import { countGeneration, type KindStrategy, plainStrategy, semanticallyEqual, startGeneration } from './strategy.ts'

/** What only a pod gets and a template does not: requests as high as limits, what it takes as a whole, links to services. [SetDefaults_Pod, Convert_v1_Pod_To_core_Pod] */
function withDefaults(pod: KubeObject): KubeObject {
  return changeSpec(pod, (given) => {
    const isNegative = Number(given.terminationGracePeriodSeconds ?? 0) < 0
    const spec = isNegative ? { ...given, terminationGracePeriodSeconds: 1 } : given
    const requesting = ['containers', 'initContainers'].reduce(
      (before, list) => changeItems(before, list, requestLimits),
      withPodSpecDefaults(spec),
    )
    return withHostPorts(fill(withPodLevelDefaults(requesting), { enableServiceLinks: true }))
  })
}

/** On the host's network, a port of a container is one of the host. [defaultHostNetworkPorts] */
function withHostPorts(spec: JsonObject): JsonObject {
  if (spec.hostNetwork !== true) return spec
  return ['containers', 'initContainers'].reduce(
    (before, list) =>
      changeItems(before, list, (container) =>
        changeItems(container, 'ports', (port) => ({ ...port, hostPort: port.hostPort || port.containerPort })),
      ),
    spec,
  )
}

/** A new pod is Pending. [pkg/registry/core/pod/strategy.go:PrepareForCreate] */
function prepareForCreate(pod: KubeObject): KubeObject {
  const gated = listAt(pod, 'spec', 'schedulingGates').length > 0
  const status = {
    phase: 'Pending',
    ...(gated ? { conditions: [schedulingGated] } : {}),
    qosClass: qualityOfService(objectAt(pod, 'spec')),
  }
  return startGeneration({ ...pod, status } as KubeObject)
}

const schedulingGated = {
  type: 'PodScheduled',
  status: 'False',
  lastProbeTime: null,
  lastTransitionTime: null,
  reason: 'SchedulingGated',
  message: 'Scheduling is blocked due to non-empty scheduling gates',
}

function prepareForUpdate(pod: KubeObject, old: KubeObject): KubeObject {
  const kept = { ...pod, status: objectAt(old, 'status') } as KubeObject
  return countGeneration(kept, old, (a, b) => !semanticallyEqual(a.spec, b.spec))
}

/** The status endpoint leaves spec and owner references alone. [podStatusStrategy.PrepareForUpdate] */
function prepareForStatusUpdate(pod: KubeObject, old: KubeObject): KubeObject {
  const { ownerReferences: _, ...metadata } = pod.metadata
  const owners = old.metadata.ownerReferences
  const status = fill(objectAt(pod, 'status'), { qosClass: objectAt(old, 'status').qosClass ?? '' })
  return {
    ...pod,
    metadata: owners ? { ...metadata, ownerReferences: owners } : metadata,
    spec: objectAt(old, 'spec'),
    status,
  } as KubeObject
}

export const podStrategy: KindStrategy = {
  ...plainStrategy,
  applyDefaults: withDefaults,
  prepareForCreate,
  prepareForUpdate,
  prepareForStatusUpdate,
  validate: validatePod,
  validateUpdate: validatePodUpdate,
  hasGeneration: true,
  returnsDeletedObject: true,
  subresources: ['status', 'binding', 'ephemeralcontainers', 'eviction', 'resize'],
}
