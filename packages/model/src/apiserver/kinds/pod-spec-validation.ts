import { duplicate, type FieldError, invalid, required } from '../../object/field-error.ts'
import { type JsonObject, listAt, textAt } from '../../object/json.ts'
import { dns1123SubdomainMessages } from '../../object/name-validation.ts'
import { validateLabels } from '../../object/object-meta-validation.ts'
import { containerErrors, oneOf, probeErrors } from './container-validation.ts'
import { eachOf, invalidWith } from './field-path.ts'
import { tolerationErrors } from './toleration-validation.ts'
import { validateVolumes } from './volume-validation.ts'

const restartPolicies: readonly string[] = ['Always', 'OnFailure', 'Never']
const dnsPolicies: readonly string[] = ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None']

/** What a pod's spec must say, in a pod or in a template. [pkg/apis/core/validation/validation.go:ValidatePodSpec] */
export function podSpecErrors(spec: JsonObject, path: string): readonly FieldError[] {
  const volumes = validateVolumes(spec, path)
  return [
    ...volumes.errors,
    ...containersErrors(spec, path, volumes.names),
    ...(spec.hostNetwork === true ? hostPortErrors(spec, path) : []),
    ...oneOf(textAt(spec, 'restartPolicy'), `${path}.restartPolicy`, restartPolicies),
    ...oneOf(textAt(spec, 'dnsPolicy'), `${path}.dnsPolicy`, dnsPolicies),
    ...validateLabels(spec.nodeSelector, `${path}.nodeSelector`),
    ...subdomainErrors(spec, 'serviceAccountName', path),
    ...subdomainErrors(spec, 'nodeName', path),
    ...deadlineErrors(spec, path),
    ...tolerationErrors(spec, path),
    ...subdomainErrors(spec, 'priorityClassName', path),
    ...subdomainErrors(spec, 'runtimeClassName', path),
  ]
}

/** At least one container; names are not taken twice, neither by init containers. [validateContainers, validateInitContainers] */
function containersErrors(spec: JsonObject, specPath: string, volumes: ReadonlySet<string>): readonly FieldError[] {
  if (listAt(spec, 'containers').length === 0) return [required(`${specPath}.containers`)]
  const names = new Set<string>()
  return ['containers', 'initContainers'].flatMap((list) =>
    eachOf(spec, list, specPath, (container, path) => {
      const name = textAt(container, 'name') ?? ''
      const repeated = names.has(name) ? [duplicate(`${path}.name`, name)] : []
      names.add(name)
      return [...containerErrors(container, path, volumes), ...repeated, ...probeErrors(container, path)]
    }),
  )
}

/** On the node's own network a port is the same inside and outside. [validatePodHostNetworkDeps] */
function hostPortErrors(spec: JsonObject, specPath: string): readonly FieldError[] {
  const detail = 'must match `containerPort` when `hostNetwork` is true'
  return eachOf(spec, 'containers', specPath, (container, containerPath) =>
    eachOf(container, 'ports', containerPath, ({ hostPort, containerPort }, path) =>
      !hostPort || hostPort === containerPort ? [] : [invalid(`${path}.hostPort`, hostPort, detail)],
    ),
  )
}

function subdomainErrors(spec: JsonObject, field: string, path: string): readonly FieldError[] {
  const name = textAt(spec, field)
  return name ? invalidWith(`${path}.${field}`, name, dns1123SubdomainMessages(name)) : []
}

function deadlineErrors(spec: JsonObject, path: string): readonly FieldError[] {
  const seconds = spec.activeDeadlineSeconds
  if (typeof seconds !== 'number' || (seconds >= 1 && seconds <= 2147483647)) return []
  return [invalid(`${path}.activeDeadlineSeconds`, seconds, 'must be between 1 and 2147483647, inclusive')]
}
