import { isJsonObject, type JsonObject } from '../../object/json.ts'
import { canonicalResources } from './canonical-quantities.ts'
import { change, changeItems, changeObject, fill } from './filling.ts'

/** Defaults of a container anywhere: in pods and in templates. [pkg/apis/core/v1/defaults.go:SetDefaults_Container] */
export function withContainerDefaults(container: JsonObject): JsonObject {
  const filled = fill(container, {
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: pullPolicyOf(container.image),
  })
  const ported = changeItems(filled, 'ports', (port) => fill(port, { protocol: 'TCP' }))
  const withEnvironment = changeItems(ported, 'env', withEnvDefaults)
  const probes = ['livenessProbe', 'readinessProbe', 'startupProbe']
  const probed = probes.reduce((before, probe) => changeObject(before, probe, withProbeDefaults), withEnvironment)
  return changeObject(changeObject(probed, 'lifecycle', withLifecycleDefaults), 'resources', canonicalResources)
}

function withEnvDefaults(variable: JsonObject): JsonObject {
  return changeObject(variable, 'valueFrom', withFieldRefDefaults)
}

/** A reference to a field of the object itself is one of v1. [SetDefaults_ObjectFieldSelector] */
export function withFieldRefDefaults(source: JsonObject): JsonObject {
  return changeObject(source, 'fieldRef', (fieldRef) => fill(fieldRef, { apiVersion: 'v1' }))
}

/** Zero is unset for the numbers of a probe. [SetDefaults_Probe] */
function withProbeDefaults(probe: JsonObject): JsonObject {
  const given = Object.fromEntries(Object.entries(probe).filter(([, value]) => value !== 0))
  const filled = fill(given, { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 })
  const reached = changeObject(filled, 'httpGet', withHttpGetDefaults)
  return changeObject(reached, 'grpc', (grpc) => (grpc.service === undefined ? { ...grpc, service: '' } : grpc))
}

function withLifecycleDefaults(lifecycle: JsonObject): JsonObject {
  const handlers = ['postStart', 'preStop']
  return handlers.reduce(
    (before, handler) =>
      changeObject(before, handler, (action) => changeObject(action, 'httpGet', withHttpGetDefaults)),
    lifecycle,
  )
}

function withHttpGetDefaults(action: JsonObject): JsonObject {
  return fill(action, { path: '/', scheme: 'HTTP' })
}

/** An image without tag or digest is `latest`, and latest is always pulled; other images when they are missing. */
export function pullPolicyOf(image: unknown): 'Always' | 'IfNotPresent' {
  if (typeof image !== 'string' || image === '' || image.includes('@')) return 'IfNotPresent'
  const name = image.slice(image.lastIndexOf('/') + 1)
  const colon = name.indexOf(':')
  return colon < 0 || name.slice(colon + 1) === 'latest' ? 'Always' : 'IfNotPresent'
}

/** In a pod, not in a template, requests that are not given are as high as the limits. [SetDefaults_Pod] */
export function requestLimits(container: JsonObject): JsonObject {
  return changeObject(container, 'resources', (resources) => {
    if (!isJsonObject(resources.limits)) return resources
    const limits = resources.limits
    return change(resources, 'requests', (requests) => fill(isJsonObject(requests) ? requests : {}, limits))
  })
}
