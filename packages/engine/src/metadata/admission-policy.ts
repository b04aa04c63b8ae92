import type { Json, JsonObject, KubeObject } from '@capsule-whatif/model'
import { type MetadataKey, namespaceTemplate } from './metadata-key.ts'
import type { WantedMetadata } from './wanted-metadata.ts'

const apiVersion = 'admissionregistration.k8s.io/v1'

/**
 * MutatingAdmissionPolicies, each with its binding, that give the namespaces of a Tenant its metadata when they are
 * created. They go by the owner reference to the Tenant, which the operator's webhook sets, and so look again after it.
 */
export function admissionPolicies(wanted: readonly WantedMetadata[]): readonly KubeObject[] {
  return wanted.flatMap((each, index) => policyWithBinding(each, index))
}

function policyWithBinding({ tenant, labels, keys }: WantedMetadata, index: number): readonly KubeObject[] {
  const ofNamespaces = keys.filter(({ on }) => on === 'Namespace')
  if (ofNamespaces.length === 0) return []
  const name = `whatif-metadata-${tenant}-${index}`
  const kind = 'MutatingAdmissionPolicy'
  const binding = {
    apiVersion,
    kind: `${kind}Binding`,
    metadata: stored(`${name}-binding`),
    spec: { policyName: name },
  }
  return [{ apiVersion, kind, metadata: stored(name), spec: policySpec(tenant, labels, ofNamespaces) }, binding]
}

/** Metadata as an object has that is stored already. */
function stored(name: string): KubeObject['metadata'] {
  return { name, uid: `whatif-${name}`, resourceVersion: '1' }
}

function policySpec(
  tenant: string,
  labels: Readonly<Record<string, string>>,
  keys: readonly MetadataKey[],
): JsonObject {
  const rule = { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['namespaces'] }
  return {
    matchConstraints: { resourceRules: [rule] },
    matchConditions: conditions(tenant, labels),
    failurePolicy: 'Fail',
    reinvocationPolicy: 'IfNeeded',
    mutations: [mutationOf(keys)],
  }
}

/** The mutation that sets keys. */
export function mutationOf(keys: readonly MetadataKey[]): Json {
  const fields = (['labels', 'annotations'] as const).flatMap((field) => {
    const entries = keys
      .filter((key) => key.field === field)
      .map(({ key, value }) => `${quoted(key)}: ${expressionOf(value)}`)
    return entries.length > 0 ? [`${field}: {${entries.join(', ')}}`] : []
  })
  const expression = `Object{metadata: Object.metadata{${fields.join(', ')}}}`
  return { patchType: 'ApplyConfiguration', applyConfiguration: { expression } }
}

function conditions(tenant: string, labels: Readonly<Record<string, string>>): readonly Json[] {
  const owned = `has(object.metadata.ownerReferences) && object.metadata.ownerReferences.exists(r, r.kind == 'Tenant' && r.name == ${quoted(tenant)})`
  const labelled = Object.entries(labels).map(([key, value]) => ({
    name: `label-${key.replaceAll('/', '-')}`,
    expression: `has(object.metadata.labels) && ${quoted(key)} in object.metadata.labels && object.metadata.labels[${quoted(key)}] == ${quoted(value)}`,
  }))
  return [{ name: 'of-the-tenant', expression: owned }, ...labelled]
}

/** A value with the namespace's name put in where it stands for it. */
function expressionOf(value: string): string {
  const parts = value.split(namespaceTemplate)
  return parts.map(quoted).join(' + object.metadata.name + ')
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`
}
