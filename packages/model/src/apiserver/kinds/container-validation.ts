import { duplicate, type FieldError, fieldNotFound, invalid, notSupported, required } from '../../object/field-error.ts'
import { at, isJsonObject, type JsonObject, listAt, objectAt, textAt } from '../../object/json.ts'
import { dns1123LabelMessages } from '../../object/name-validation.ts'
import { eachOf, invalidWith, portErrors, portNameMessages, portOrNameErrors } from './field-path.ts'
import { resourceRequirementErrors } from './resource-requirements-validation.ts'

const pullPolicies: readonly string[] = ['Always', 'IfNotPresent', 'Never']
export const protocols: readonly string[] = ['SCTP', 'TCP', 'UDP']

/** [pkg/apis/core/validation/validation.go:validateContainerCommon] */
export function containerErrors(
  container: JsonObject,
  path: string,
  volumes: ReadonlySet<string>,
): readonly FieldError[] {
  return [
    ...labelErrors(textAt(container, 'name'), `${path}.name`),
    ...(textAt(container, 'image') ? [] : [required(`${path}.image`)]),
    ...containerPortErrors(container, path),
    ...envErrors(container, path),
    ...mountErrors(container, path, volumes),
    ...oneOf(textAt(container, 'imagePullPolicy'), `${path}.imagePullPolicy`, pullPolicies),
    ...resourceRequirementErrors(objectAt(container, 'resources'), `${path}.resources`),
  ]
}

const handlers: readonly string[] = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep']

/** Not modelled: all of a probe but what it asks. [validation.go:validateHandler] */
export function probeErrors(container: JsonObject, containerPath: string): readonly FieldError[] {
  const hooks = ['postStart', 'preStop'].map((name) => ['lifecycle', name] as const)
  const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'].map((name) => [name] as const)
  return [...hooks, ...probes].flatMap((field) => {
    const handler = objectAt(container, ...field)
    const path = `${containerPath}.${field.join('.')}`
    if (!isJsonObject(at(container, ...field))) return []
    if (Object.keys(handler).every((key) => !handlers.includes(key)))
      return [required(path, 'must specify a handler type')]
    const noCommand = isJsonObject(handler.exec) && listAt(handler, 'exec', 'command').length === 0
    return [
      ...(noCommand ? [required(`${path}.exec.command`)] : []),
      ...['httpGet', 'tcpSocket'].flatMap((kind) =>
        isJsonObject(handler[kind]) ? portOrNameErrors(`${path}.${kind}.port`, objectAt(handler, kind).port) : [],
      ),
    ]
  })
}

/** Required, and a label of RFC 1123. */
export function labelErrors(name: string | undefined, path: string): readonly FieldError[] {
  return name ? invalidWith(path, name, dns1123LabelMessages(name)) : [required(path)]
}

/** Required, and one of the values. */
export function oneOf(value: string | undefined, path: string, values: readonly string[]): readonly FieldError[] {
  if (!value) return [required(path)]
  return values.includes(value) ? [] : [notSupported(path, value, values)]
}

function containerPortErrors(container: JsonObject, containerPath: string): readonly FieldError[] {
  const names = new Set<string>()
  return eachOf(container, 'ports', containerPath, (port, path) => {
    const name = textAt(port, 'name') ?? ''
    const wrong = name === '' ? [] : invalidWith(`${path}.name`, name, portNameMessages(name))
    const repeated = wrong.length === 0 && names.has(name) ? [duplicate(`${path}.name`, name)] : []
    if (name !== '' && wrong.length === 0) names.add(name)
    return [
      ...wrong,
      ...repeated,
      ...(port.containerPort
        ? portErrors(`${path}.containerPort`, port.containerPort)
        : [required(`${path}.containerPort`)]),
      ...(port.hostPort ? portErrors(`${path}.hostPort`, port.hostPort) : []),
      ...oneOf(textAt(port, 'protocol'), `${path}.protocol`, protocols),
    ]
  })
}

function envErrors(container: JsonObject, containerPath: string): readonly FieldError[] {
  return eachOf(container, 'env', containerPath, (variable, path) => {
    const { valueFrom } = variable
    const hasBoth = Boolean(variable.value) && isJsonObject(valueFrom)
    const isEmpty = isJsonObject(valueFrom) && Object.keys(valueFrom).length === 0
    const oneOfThem =
      'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`'
    const noField = isJsonObject(at(valueFrom, 'fieldRef')) && !textAt(valueFrom, 'fieldRef', 'fieldPath')
    return [
      ...nameErrors(textAt(variable, 'name') ?? '', `${path}.name`),
      ...(isEmpty ? [invalid(`${path}.valueFrom`, '', oneOfThem)] : []),
      ...(noField ? [required(`${path}.valueFrom.fieldRef.fieldPath`)] : []),
      ...(hasBoth ? [invalid(`${path}.valueFrom`, '', 'may not be specified when `value` is not empty')] : []),
    ]
  })
}

const variableRule = "a valid environment variable name must consist only of printable ASCII characters other than '='"

/** [apimachinery util/validation/validation.go:IsRelaxedEnvVarName] */
function nameErrors(name: string, path: string): readonly FieldError[] {
  if (name === '') return [required(path)]
  return /^[ -<>-~]+$/.test(name) ? [] : [invalid(path, name, variableRule)]
}

function mountErrors(
  container: JsonObject,
  containerPath: string,
  volumes: ReadonlySet<string>,
): readonly FieldError[] {
  const mountPaths = listAt(container, 'volumeMounts').map((mount) => textAt(mount, 'mountPath') ?? '')
  return eachOf(container, 'volumeMounts', containerPath, (mount, path, index) => {
    const name = textAt(mount, 'name') ?? ''
    const mountPath = mountPaths[index] ?? ''
    return [
      ...(name === '' ? [required(`${path}.name`)] : []),
      ...(volumes.has(name) ? [] : [fieldNotFound(`${path}.name`, name)]),
      ...(mountPath === '' ? [required(`${path}.mountPath`)] : []),
      ...(mountPaths.indexOf(mountPath) < index ? [invalid(`${path}.mountPath`, mountPath, 'must be unique')] : []),
    ]
  })
}
