import { type FieldError, forbiddenField, invalid, notSupported, required } from '../../object/field-error.ts'
import { isJsonObject, type JsonObject, listAt, objectAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { validateLabelSelector } from '../../object/label-selector.ts'
import { blockErrors } from './address-validation.ts'
import { eachOf, portErrors, portOrNameErrors } from './field-path.ts'
import { changeItems, changeSpec } from './filling.ts'
import { type KindStrategy, strategyWith } from './strategy.ts'

/** A policy is of Ingress, and of Egress where it has such rules; ports are of TCP. [pkg/apis/networking/v1/defaults.go:SetDefaults_NetworkPolicy] */
function withDefaults(policy: KubeObject): KubeObject {
  return changeSpec(policy, (spec) => {
    const withPorts = changeItems(changeItems(spec, 'ingress', withPortDefaults), 'egress', withPortDefaults)
    if (listAt(spec, 'policyTypes').length > 0) return withPorts
    const policyTypes = listAt(spec, 'egress').length > 0 ? ['Ingress', 'Egress'] : ['Ingress']
    return { ...withPorts, podSelector: spec.podSelector ?? {}, policyTypes }
  })
}

function withPortDefaults(rule: JsonObject): JsonObject {
  return changeItems(rule, 'ports', (port) => ({ protocol: 'TCP', ...port }))
}

const directions: readonly string[] = ['Ingress', 'Egress']

/** [pkg/apis/networking/validation/validation.go:ValidateNetworkPolicySpec] */
function validate(policy: KubeObject): readonly FieldError[] {
  const spec = objectAt(policy, 'spec')
  const path = 'spec.policyTypes'
  const types = listAt(spec, 'policyTypes').map(String)
  return [
    ...validateLabelSelector(spec.podSelector, 'spec.podSelector'),
    ...ruleErrors(spec, 'ingress', 'from'),
    ...ruleErrors(spec, 'egress', 'to'),
    ...(types.length > 2
      ? [invalid(path, types, 'may not specify more than two policyTypes')]
      : types.flatMap((type, index) =>
          directions.includes(type) ? [] : [notSupported(`${path}[${index}]`, type, directions)],
        )),
  ]
}

function ruleErrors(spec: JsonObject, direction: string, side: string): readonly FieldError[] {
  return eachOf(spec, direction, 'spec', (rule, path) => [
    ...eachOf(rule, 'ports', path, portRuleErrors),
    ...eachOf(rule, side, path, peerErrors),
  ])
}

const protocols: readonly string[] = ['TCP', 'UDP', 'SCTP']

/** [ValidateNetworkPolicyPort] */
function portRuleErrors({ protocol, port, endPort }: JsonObject, path: string): readonly FieldError[] {
  const ends = typeof endPort === 'number'
  const refused = (detail: string): readonly FieldError[] =>
    ends ? [invalid(`${path}.endPort`, endPort, `may not be specified when \`port\` is ${detail}`)] : []
  return [
    ...(typeof protocol === 'string' && !protocols.includes(protocol)
      ? [notSupported(`${path}.protocol`, protocol, protocols)]
      : []),
    ...(port === undefined || port === null ? refused('not specified') : []),
    ...(typeof port === 'string' ? [...refused('non-numeric'), ...portOrNameErrors(`${path}.port`, port)] : []),
    ...(typeof port === 'number' ? portErrors(`${path}.port`, port) : []),
    ...(typeof port === 'number' && ends ? endPortErrors(port, endPort, `${path}.endPort`) : []),
  ]
}

function endPortErrors(port: number, endPort: number, path: string): readonly FieldError[] {
  return [
    ...(endPort < port ? [invalid(path, port, 'must be greater than or equal to `port`')] : []),
    ...portErrors(path, endPort),
  ]
}

/** [ValidateNetworkPolicyPeer] */
function peerErrors(peer: JsonObject, path: string): readonly FieldError[] {
  const { ipBlock } = peer
  const given = ['podSelector', 'namespaceSelector', 'ipBlock'].filter((field) => isJsonObject(peer[field]))
  const both = given.length > 1 && isJsonObject(ipBlock)
  return [
    ...validateLabelSelector(peer.podSelector, `${path}.podSelector`),
    ...validateLabelSelector(peer.namespaceSelector, `${path}.namespaceSelector`),
    ...(isJsonObject(ipBlock) ? blockErrors(ipBlock, `${path}.ipBlock`) : []),
    ...(given.length === 0 ? [required(path, 'must specify a peer')] : []),
    ...(both ? [forbiddenField(path, 'may not specify both ipBlock and another peer')] : []),
  ]
}

export const networkPolicyStrategy: KindStrategy = strategyWith({
  applyDefaults: withDefaults,
  validate,
  validateUpdate: validate,
  hasGeneration: true,
})
