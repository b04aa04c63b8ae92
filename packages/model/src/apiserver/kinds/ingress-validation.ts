import { type FieldError, invalid, notSupported, required } from '../../object/field-error.ts'
import { isJsonObject, type JsonObject, listAt, objectAt, textAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { dns1123LabelMessages, dns1123SubdomainMessages } from '../../object/name-validation.ts'
import { eachOf, invalidWith, portErrors } from './field-path.ts'

const pathTypes: readonly string[] = ['Exact', 'ImplementationSpecific', 'Prefix']
const refusedSequences: readonly string[] = ['//', '/./', '/../', '%2f', '%2F']
const refusedSuffixes: readonly string[] = ['/..', '/.']

/** Not modelled: rules of wildcards. [pkg/apis/networking/validation/validation.go:ValidateIngressSpec] */
export function validateIngress(ingress: KubeObject): readonly FieldError[] {
  const spec = objectAt(ingress, 'spec')
  const isEmpty = listAt(spec, 'rules').length === 0 && !isJsonObject(spec.defaultBackend)
  const className = textAt(spec, 'ingressClassName')
  return [
    ...(isEmpty ? [invalid('spec', null, 'either `defaultBackend` or `rules` must be specified')] : []),
    ...(isJsonObject(spec.defaultBackend) ? backendErrors(spec.defaultBackend, 'spec.defaultBackend') : []),
    ...eachOf(spec, 'rules', 'spec', ruleErrors),
    ...eachOf(spec, 'tls', 'spec', certificateErrors),
    ...(className === undefined
      ? []
      : invalidWith('spec.ingressClassName', className, dns1123SubdomainMessages(className))),
  ]
}

/** [validateIngressTLS] */
function certificateErrors(tls: JsonObject, path: string): readonly FieldError[] {
  const secret = textAt(tls, 'secretName') ?? ''
  return [
    ...listAt(tls, 'hosts').flatMap((host, index) =>
      String(host).includes('*')
        ? []
        : invalidWith(`${path}.hosts[${index}]`, host, dns1123SubdomainMessages(String(host))),
    ),
    ...(secret === '' ? [] : invalidWith(`${path}.secretName`, secret, dns1123SubdomainMessages(secret))),
  ]
}

function ruleErrors(rule: JsonObject, path: string): readonly FieldError[] {
  const host = textAt(rule, 'host') ?? ''
  const isAddress = /^\d+\.\d+\.\d+\.\d+$/.test(host)
  const isPlain = host !== '' && !host.includes('*')
  const paths =
    isJsonObject(rule.http) && listAt(rule, 'http', 'paths').length === 0 ? [required(`${path}.http.paths`)] : []
  return [
    ...(isAddress ? [invalid(`${path}.host`, host, 'must be a DNS name, not an IP address')] : []),
    ...(isPlain ? invalidWith(`${path}.host`, host, dns1123SubdomainMessages(host)) : []),
    ...paths,
    ...eachOf(objectAt(rule, 'http'), 'paths', `${path}.http`, pathErrors),
  ]
}

function pathErrors(entry: JsonObject, path: string): readonly FieldError[] {
  const pathType = textAt(entry, 'pathType')
  if (pathType === undefined) return [required(`${path}.pathType`, 'pathType must be specified')]
  const given = textAt(entry, 'path') ?? ''
  const isFree = pathType === 'ImplementationSpecific'
  const isRelative = !given.startsWith('/') && !(isFree && given === '')
  const sequences = isFree ? [] : refusedSequences.filter((sequence) => given.includes(sequence))
  const suffixes = isFree ? [] : refusedSuffixes.filter((suffix) => given.endsWith(suffix))
  if (!pathTypes.includes(pathType)) {
    return [
      notSupported(`${path}.pathType`, pathType, pathTypes),
      ...backendErrors(objectAt(entry, 'backend'), `${path}.backend`),
    ]
  }
  return [
    ...(isRelative ? [invalid(`${path}.path`, given, 'must be an absolute path')] : []),
    ...sequences.map((sequence) => invalid(`${path}.path`, given, `must not contain '${sequence}'`)),
    ...suffixes.map((suffix) => invalid(`${path}.path`, given, `cannot end with '${suffix}'`)),
    ...backendErrors(objectAt(entry, 'backend'), `${path}.backend`),
  ]
}

function backendErrors(backend: JsonObject, path: string): readonly FieldError[] {
  const { resource, service } = backend
  if (isJsonObject(resource) && isJsonObject(service))
    return [invalid(path, '', 'cannot set both resource and service backends')]
  if (isJsonObject(resource)) return []
  if (!isJsonObject(service)) return [invalid(path, '', 'resource or service backend is required')]
  const name = textAt(service, 'name') ?? ''
  const namePath = `${path}.service.name`
  const { name: portName, number } = objectAt(service, 'port')
  return [
    ...(name === '' ? [required(namePath)] : invalidWith(namePath, name, dns1123LabelMessages(name))),
    ...(portName && number ? [invalid(path, '', 'cannot set both port name & port number')] : []),
    ...(!portName && number ? portErrors(`${path}.service.port.number`, number) : []),
    ...(!portName && !number ? [required(path, 'port name or number is required')] : []),
  ]
}
