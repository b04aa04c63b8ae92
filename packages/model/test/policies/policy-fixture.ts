import type { AdmissionRequest } from '../../src/apiserver/admission.ts'
import type { ResourceKey } from '../../src/object/gvk.ts'
import { configMaps, namespaceObject, requestOf } from '../plugins/admission-fixture.ts'

type Stored = readonly [ResourceKey, object]

const group = 'admissionregistration.k8s.io'
export const ruleOfConfigMaps: object = {
  apiGroups: [''],
  apiVersions: ['v1'],
  operations: ['*'],
  resources: ['configmaps'],
}
const constraints = { resourceRules: [ruleOfConfigMaps] }

/** The namespace of all requests of these tests, with a label to select it by. */
export const namespace: Stored = [
  '/namespaces',
  { ...namespaceObject('n')[1], metadata: { name: 'n', labels: { team: 'a' } } },
]

export function validatingPolicy(name: string, spec: object): Stored {
  const metadata = { name }
  return [
    `${group}/validatingadmissionpolicies`,
    { kind: 'ValidatingAdmissionPolicy', metadata, spec: { matchConstraints: constraints, ...spec } },
  ]
}

export function validatingBinding(policyName: string, spec: object = {}, name = `${policyName}-binding`): Stored {
  const metadata = { name }
  return [
    `${group}/validatingadmissionpolicybindings`,
    { kind: 'ValidatingAdmissionPolicyBinding', metadata, spec: { policyName, validationActions: ['Deny'], ...spec } },
  ]
}

export function mutatingPolicy(name: string, mutations: readonly object[], spec: object = {}): Stored {
  const metadata = { name }
  return [
    `${group}/mutatingadmissionpolicies`,
    { kind: 'MutatingAdmissionPolicy', metadata, spec: { matchConstraints: constraints, mutations, ...spec } },
  ]
}

export function mutatingBinding(policyName: string, spec: object = {}): Stored {
  const metadata = { name: `${policyName}-binding` }
  return [
    `${group}/mutatingadmissionpolicybindings`,
    { kind: 'MutatingAdmissionPolicyBinding', metadata, spec: { policyName, ...spec } },
  ]
}

export function configMap(data: object = {}, name = 'c'): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'n' }, data }
}

export function createOf(object: object, more: Partial<AdmissionRequest> = {}): AdmissionRequest {
  return requestOf(configMaps, object, more)
}
