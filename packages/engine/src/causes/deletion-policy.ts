import type { SingleChange } from './single-change.ts'

const apiVersion = 'admissionregistration.k8s.io/v1'

/** A policy of the API server that refuses to delete one object, whoever asks, and its binding: one file to create. */
export function deletionPolicy(kind: string, group: string, resource: string, object: string): SingleChange {
  const name = `keep-${object}`
  const file = `${name}.json`
  const rule = {
    apiGroups: [group],
    apiVersions: ['*'],
    operations: ['DELETE'],
    resources: [resource],
    resourceNames: [object],
  }
  const policy = {
    apiVersion,
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: { resourceRules: [rule] },
      validations: [{ expression: 'false', message: `${kind} ${object} is kept` }],
    },
  }
  const binding = {
    apiVersion,
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name },
    spec: { policyName: name, validationActions: ['Deny'] },
  }
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [policy, binding] }, undefined, 2)
  return {
    change: `an admission policy that refuses to delete ${kind} ${object}`,
    before: [`create -f ${file}`],
    basis: 'modelled from upstream, no recording shows one',
    files: { [file]: text },
  }
}
