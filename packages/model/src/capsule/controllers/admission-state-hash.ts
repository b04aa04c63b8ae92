import {
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  listAt,
  objectAt,
  withoutFields,
} from '../../object/json.ts'
import { annotationsOf, type KubeObject, labelsOf, ownerReferencesOf } from '../../object/kube-object.ts'
import { sha256 } from './sha256.ts'

export const admissionStateHashAnnotation = 'projectcapsule.dev/admission-state-hash'

/** Fields in the order in which Go writes them; those of maps come by name. [k8s.io/api/admissionregistration/v1 types.go] */
const fieldOrders: Readonly<Record<string, readonly string[]>> = {
  webhook: [
    'name',
    'clientConfig',
    'rules',
    'failurePolicy',
    'matchPolicy',
    'namespaceSelector',
    'objectSelector',
    'sideEffects',
    'timeoutSeconds',
    'admissionReviewVersions',
    'reinvocationPolicy',
    'matchConditions',
  ],
  clientConfig: ['url', 'service', 'caBundle'],
  service: ['namespace', 'name', 'path', 'port'],
  rules: ['operations', 'apiGroups', 'apiVersions', 'resources', 'scope'],
  namespaceSelector: ['matchLabels', 'matchExpressions'],
  objectSelector: ['matchLabels', 'matchExpressions'],
  matchExpressions: ['key', 'operator', 'values'],
  matchConditions: ['name', 'expression'],
  ownerReferences: ['apiVersion', 'kind', 'name', 'uid', 'controller', 'blockOwnerDeletion'],
}

/**
 * A digest of all that the operator says of a webhook configuration, certificates left out.
 * [pkg/runtime/predicates/admission_configuration.go:admissionHash]
 */
export function admissionStateHash(object: KubeObject): string {
  const annotations = withoutFields({ ...annotationsOf(object) }, admissionStateHashAnnotation)
  const hooks = listAt(object, 'webhooks').filter(isJsonObject).map(withoutBundle)
  const state = [
    ...mapField('labels', labelsOf(object)),
    ...mapField('annotations', annotations),
    ...(ownerReferencesOf(object).length > 0
      ? [`"ownerReferences":${goJson([...ownerReferencesOf(object)], 'ownerReferences')}`]
      : []),
    `"webhooks":${goJson(hooks, 'webhook')}`,
  ]
  return sha256(`{${state.join(',')}}`)
}

function mapField(name: string, map: JsonObject): readonly string[] {
  return Object.keys(map).length > 0 ? [`"${name}":${goJson(map, 'map')}`] : []
}

function withoutBundle(webhook: JsonObject): JsonObject {
  return { ...webhook, clientConfig: withoutFields(objectAt(webhook.clientConfig), 'caBundle') }
}

/** JSON as Go's encoder writes it: known fields in their order, others by name, HTML characters escaped. */
function goJson(value: Json, sort: string): string {
  if (isJsonArray(value)) return `[${value.map((item) => goJson(item, sort)).join(',')}]`
  if (isJsonObject(value)) return goObject(value, sort)
  return typeof value === 'string' ? goText(value) : JSON.stringify(value)
}

function goObject(value: JsonObject, sort: string): string {
  const order = fieldOrders[sort]
  const fields = order ? order.filter((field) => value[field] !== undefined) : Object.keys(value).sort()
  const entries = fields.map((field) => `${goText(field)}:${goJson(value[field] ?? null, field)}`)
  return `{${entries.join(',')}}`
}

function goText(text: string): string {
  return JSON.stringify(text).replace(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
