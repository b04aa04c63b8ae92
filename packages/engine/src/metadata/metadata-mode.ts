import {
  isJsonObject,
  type Json,
  type JsonObject,
  type KubeObject,
  listAt,
  objectAt,
  textAt,
} from '@capsule-whatif/model'
import { admissionPolicies } from './admission-policy.ts'
import type { MetadataMode } from './latency-answer.ts'
import type { WantedMetadata } from './wanted-metadata.ts'

/** The webhook by which the operator of v0.14 assigns namespaces and gives them their metadata. */
const namespaceWebhook = 'namespaces.mutating.projectcapsule.dev'

/**
 * A cluster's objects changed so that metadata comes to namespaces in another way. All are changes that somebody could make:
 *
 * - `admission`: the Tenants say nothing of metadata and node selectors any more, admission policies do instead
 * - `reconcile`: the operator's mutating webhook for namespaces is taken out of its configuration, and manifests say
 *   themselves whose a namespace is; the operator of v0.7 has no other way, so its objects stay as they are
 * - `both`: policies beside what the operator does; the operator of v0.14 does both by itself
 */
export function withMode(
  objects: readonly KubeObject[],
  mode: MetadataMode,
  wanted: readonly WantedMetadata[],
): readonly KubeObject[] {
  if (mode === 'as is') return objects
  if (mode === 'reconcile') return objects.map(withoutNamespaceWebhook)
  if (mode === 'admission') return [...objects.map(withoutMetadata), ...admissionPolicies(wanted)]
  return objects.some(hasNamespaceWebhook) ? objects : [...objects, ...admissionPolicies(wanted)]
}

function hasNamespaceWebhook(object: KubeObject): boolean {
  return object.kind === 'MutatingWebhookConfiguration' && listAt(object, 'webhooks').some(isNamespaceWebhook)
}

function isNamespaceWebhook(webhook: Json): boolean {
  return textAt(webhook, 'name') === namespaceWebhook
}

/** The operator keeps the configuration as its own says, so it has to go from both. */
function withoutNamespaceWebhook(object: KubeObject): KubeObject {
  if (object.kind === 'MutatingWebhookConfiguration' && hasNamespaceWebhook(object))
    return { ...object, webhooks: others(object) }
  const mutating = objectAt(object, 'spec', 'admission', 'mutating')
  if (object.kind !== 'CapsuleConfiguration' || !('webhooks' in mutating)) return object
  const admission = { ...objectAt(object, 'spec', 'admission'), mutating: { ...mutating, webhooks: others(mutating) } }
  return { ...object, spec: { ...objectAt(object, 'spec'), admission } }
}

function others(section: JsonObject): readonly Json[] {
  return listAt(section, 'webhooks').filter((webhook) => !isNamespaceWebhook(webhook))
}

const givenByOptions: ReadonlySet<string> = new Set(['additionalMetadata', 'additionalMetadataList'])

/** The Tenant without its node selector and the metadata that its namespace options give. */
function withoutMetadata(object: KubeObject): KubeObject {
  if (object.kind !== 'Tenant') return object
  const { nodeSelector: _, namespaceOptions, ...spec } = objectAt(object, 'spec')
  if (!isJsonObject(namespaceOptions)) return { ...object, spec }
  const kept = Object.fromEntries(Object.entries(namespaceOptions).filter(([field]) => !givenByOptions.has(field)))
  return { ...object, spec: { ...spec, namespaceOptions: kept } }
}
