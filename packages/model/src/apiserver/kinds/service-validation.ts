import {
  duplicate,
  type FieldError,
  forbiddenField,
  invalid,
  notSupported,
  required,
} from '../../object/field-error.ts'
import { type JsonObject, listAt, objectAt, textAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { dns1123SubdomainMessages } from '../../object/name-validation.ts'
import { validateLabels } from '../../object/object-meta-validation.ts'
import { addressErrors, endpointErrors, rangeErrors } from './address-validation.ts'
import { labelErrors, oneOf, protocols } from './container-validation.ts'
import { eachOf, invalidWith, portErrors, portOrNameErrors } from './field-path.ts'
import { isExternallyAccessible, isHeadless } from './service-rules.ts'

const types: readonly string[] = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']
const affinities: readonly string[] = ['ClientIP', 'None']
const trafficPolicies: readonly string[] = ['Cluster', 'Local']

/** [pkg/apis/core/validation/validation.go:validateService] */
export function validateService(service: KubeObject): readonly FieldError[] {
  const spec = objectAt(service, 'spec')
  const needsPorts = listAt(spec, 'ports').length === 0 && !isHeadless(spec) && spec.type !== 'ExternalName'
  return [
    ...(needsPorts ? [required('spec.ports')] : []),
    ...typeErrors(spec),
    ...portsErrors(spec),
    ...validateLabels(spec.selector, 'spec.selector'),
    ...oneOf(textAt(spec, 'sessionAffinity'), 'spec.sessionAffinity', affinities),
    ...clusterAddressErrors(spec),
    ...listAt(spec, 'externalIPs').flatMap((ip, index) => endpointErrors(String(ip), `spec.externalIPs[${index}]`)),
    ...oneOf(textAt(spec, 'type'), 'spec.type', types),
    ...nodePortErrors(spec),
    ...repeatedPortErrors(spec),
    ...loadBalancerErrors(spec),
    ...trafficErrors(spec),
  ]
}

function typeErrors(spec: JsonObject): readonly FieldError[] {
  const { type } = spec
  if ((type === 'LoadBalancer' || type === 'NodePort') && isHeadless(spec)) {
    return [invalid('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${type} services`)]
  }
  if (type !== 'ExternalName') return []
  const name = (textAt(spec, 'externalName') ?? '').replace(/\.$/, '')
  const refused = ['clusterIPs', 'ipFamilies', 'ipFamilyPolicy'].filter((field) =>
    field === 'ipFamilyPolicy' ? Boolean(spec[field]) : listAt(spec, field).length > 0,
  )
  return [
    ...refused.map((field) => forbiddenField(`spec.${field}`, 'may not be set for ExternalName services')),
    ...(name
      ? invalidWith('spec.externalName', name, dns1123SubdomainMessages(name))
      : [required('spec.externalName')]),
  ]
}

/** Of several ports each has a name of its own. [validateServicePort] */
function portsErrors(spec: JsonObject): readonly FieldError[] {
  const names = listAt(spec, 'ports').map((port) => textAt(port, 'name') ?? '')
  return eachOf(spec, 'ports', 'spec', (port, path, index) => {
    const name = names[index] ?? ''
    const named = name !== '' || names.length > 1
    const repeated = name !== '' && names.indexOf(name) < index
    const { targetPort } = port
    return [
      ...(named ? labelErrors(name, `${path}.name`) : []),
      ...(repeated ? [duplicate(`${path}.name`, name)] : []),
      ...portErrors(`${path}.port`, port.port),
      ...oneOf(textAt(port, 'protocol'), `${path}.protocol`, protocols),
      ...portOrNameErrors(`${path}.targetPort`, targetPort),
    ]
  })
}

function familyErrors(family: string, path: string): readonly FieldError[] {
  return oneOf(family, path, ['IPv4', 'IPv6'])
}

/** clusterIP and the first of clusterIPs say the same. [ValidateServiceClusterIPsRelatedFields] */
function clusterAddressErrors(spec: JsonObject): readonly FieldError[] {
  if (spec.type === 'ExternalName') return []
  const path = 'spec.clusterIPs'
  const addresses = listAt(spec, 'clusterIPs')
  const single = textAt(spec, 'clusterIP') ?? ''
  const policies = ['PreferDualStack', 'RequireDualStack', 'SingleStack']
  const policy = textAt(spec, 'ipFamilyPolicy')
  return [
    ...(single !== '' && addresses.length === 0 ? [required(path)] : []),
    ...(single !== '' && addresses.length > 0 && addresses[0] !== single
      ? [invalid(path, [...addresses], 'first value must match `clusterIP`')]
      : []),
    ...(single === '' && addresses.length > 0
      ? [invalid(path, [...addresses], 'must be empty when `clusterIP` is not specified')]
      : []),
    ...listAt(spec, 'ipFamilies').flatMap((family, index) => familyErrors(String(family), `spec.ipFamilies[${index}]`)),
    ...(policy && !policies.includes(policy) ? [notSupported('spec.ipFamilyPolicy', policy, policies)] : []),
    ...addresses.flatMap((address, index) =>
      index === 0 && address === 'None' ? [] : addressErrors(String(address), `${path}[${index}]`),
    ),
  ]
}

function nodePortErrors(spec: JsonObject): readonly FieldError[] {
  const detail = "may not be used when `type` is 'ClusterIP'"
  const refused = eachOf(spec, 'ports', 'spec', (port, path) =>
    spec.type === 'ClusterIP' && port.nodePort ? [forbiddenField(`${path}.nodePort`, detail)] : [],
  )
  const ports = listAt(spec, 'ports').map((port) => `${objectAt(port).protocol} ${objectAt(port).nodePort}`)
  const repeated = eachOf(spec, 'ports', 'spec', (port, path, index) =>
    port.nodePort && ports.indexOf(ports[index] ?? '') < index ? [duplicate(`${path}.nodePort`, port.nodePort)] : [],
  )
  return [...refused, ...repeated]
}

/** The port and its protocol are not listed twice; the error prints them as a Go struct. */
function repeatedPortErrors(spec: JsonObject): readonly FieldError[] {
  const ports = listAt(spec, 'ports').map((port) => `${objectAt(port).protocol} ${objectAt(port).port}`)
  return eachOf(spec, 'ports', 'spec', ({ protocol, port }, path, index) => {
    if (ports.indexOf(ports[index] ?? '') === index) return []
    const printed = { Name: '', Protocol: protocol, AppProtocol: null, Port: port, TargetPort: 0, NodePort: 0 }
    return [duplicate(path, printed)]
  })
}

function loadBalancerErrors(spec: JsonObject): readonly FieldError[] {
  const only = "may only be used when `type` is 'LoadBalancer'"
  const balances = spec.type === 'LoadBalancer'
  const ranges = listAt(spec, 'loadBalancerSourceRanges').map((range) => String(range).trim())
  const given = (field: string): boolean => spec[field] !== undefined && spec[field] !== null
  return [
    ...(!balances && ranges.length > 0 ? [forbiddenField('spec.LoadBalancerSourceRanges', only)] : []),
    ...ranges.flatMap((range, index) => rangeErrors(range, `spec.LoadBalancerSourceRanges[${index}]`)),
    ...(!balances && given('allocateLoadBalancerNodePorts')
      ? [forbiddenField('spec.allocateLoadBalancerNodePorts', only)]
      : []),
    ...(!balances && given('loadBalancerClass') ? [forbiddenField('spec.loadBalancerClass', only)] : []),
  ]
}

/** [validateServiceExternalTrafficPolicy, validateServiceInternalTrafficFieldsValue] */
function trafficErrors(spec: JsonObject): readonly FieldError[] {
  const [external, internal] = [textAt(spec, 'externalTrafficPolicy'), textAt(spec, 'internalTrafficPolicy')]
  const path = 'spec.externalTrafficPolicy'
  const misplaced = 'may only be set for externally-accessible services'
  return [
    ...(isExternallyAccessible(spec) ? oneOf(external, path, trafficPolicies) : []),
    ...(!isExternallyAccessible(spec) && external ? [invalid(path, external, misplaced)] : []),
    ...(internal || spec.type !== 'ExternalName' ? oneOf(internal, 'spec.internalTrafficPolicy', trafficPolicies) : []),
  ]
}

/** A service keeps its address as long as it has one. [validateUpgradeDowngradeClusterIPs] */
export function validateServiceUpdate(service: KubeObject, old: KubeObject): readonly FieldError[] {
  const [spec, before] = [objectAt(service, 'spec'), objectAt(old, 'spec')]
  const exempt =
    spec.type === 'ExternalName' || before.type === 'ExternalName' || (isHeadless(spec) && isHeadless(before))
  const [addresses, oldAddresses] = [listAt(spec, 'clusterIPs'), listAt(before, 'clusterIPs')]
  const changed = !exempt && oldAddresses.length > 0 && addresses[0] !== oldAddresses[0]
  const detail = addresses.length === 0 ? 'primary clusterIP can not be unset' : 'may not change once set'
  return [...(changed ? [invalid('spec.clusterIPs[0]', [...addresses], detail)] : []), ...validateService(service)]
}
