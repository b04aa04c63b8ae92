import type { AdmissionRequest } from '../apiserver/admission.ts'
import type { JsonObject } from '../object/json.ts'
import type { KubeObject } from '../object/kube-object.ts'
import { labelsOf } from '../object/kube-object.ts'
import { matchesSelector } from '../object/label-selector.ts'
import type { ResourceType } from '../object/resource-type.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { findObject } from '../state/store.ts'
import { admissionVariables } from './cel/variables.ts'
import { evaluateConditions } from './match-conditions.ts'
import type { Webhook, WebhookRule } from './webhook-configuration.ts'

/** Kinds that configure admission are never sent to webhooks or policies. [kubernetes.md 7.2.1] */
const exemptResources: ReadonlySet<string> = new Set([
  'validatingwebhookconfigurations',
  'mutatingwebhookconfigurations',
  'validatingadmissionpolicies',
  'validatingadmissionpolicybindings',
  'mutatingadmissionpolicies',
  'mutatingadmissionpolicybindings',
])

export function isExempt(type: ResourceType): boolean {
  return type.group === 'admissionregistration.k8s.io' && exemptResources.has(type.resource)
}

export type Match = { readonly called: boolean; readonly findings?: readonly string[] } | { readonly error: string }

/**
 * Whether a webhook is called: rules, then the selectors, then the conditions.
 * [apiserver pkg/admission/plugin/webhook/generic/webhook.go ShouldCallHook; kubernetes.md 7.2]
 */
export function matchWebhook(
  webhook: Webhook,
  request: AdmissionRequest,
  state: ClusterState,
  versions: readonly string[],
): Match {
  const served = webhook.matchPolicy === 'Exact' ? [request.type.version] : versions
  if (!webhook.rules.some((rule) => matchesRule(rule, request, served))) return { called: false }
  if (!matchesNamespace(webhook.namespaceSelector, request, state)) return { called: false }
  if (!matchesObject(webhook.objectSelector, request)) return { called: false }
  const conditions = evaluateConditions(webhook.matchConditions, () => admissionVariables(request, state))
  return 'error' in conditions ? conditions : { called: conditions.met, findings: conditions.findings }
}

/** [webhook/predicates/rules/rules.go] */
export function matchesRule(rule: WebhookRule, request: AdmissionRequest, versions: readonly string[]): boolean {
  return (
    includes(rule.operations, request.operation) &&
    includes(rule.apiGroups, request.type.group) &&
    versions.some((version) => includes(rule.apiVersions, version)) &&
    rule.resources.some((resource) => matchesResource(resource, request)) &&
    matchesScope(rule.scope, request.type)
  )
}

function includes(list: readonly string[], value: string): boolean {
  return list.includes('*') || list.includes(value)
}

function matchesScope(scope: string, type: ResourceType): boolean {
  return scope === '*' || (scope === 'Namespaced') === type.namespaced
}

function matchesResource(rule: string, request: AdmissionRequest): boolean {
  const [resource, subresource = ''] = rule.split('/')
  if (resource !== '*' && resource !== request.type.resource) return false
  return subresource === '*' || subresource === request.subresource
}

export function matchesNamespace(selector: JsonObject, request: AdmissionRequest, state: ClusterState): boolean {
  if (isEmptySelector(selector)) return true
  const labels = namespaceLabels(request, state)
  return labels === undefined || matchesSelector(selector, labels)
}

/** The labels a namespaceSelector is held against; undefined where it does not count. [kubernetes.md 7.2.5] */
function namespaceLabels(request: AdmissionRequest, state: ClusterState): Readonly<Record<string, string>> | undefined {
  const isNamespace = request.type.group === '' && request.type.resource === 'namespaces'
  if (isNamespace && request.subresource === '' && request.object) return labelsOf(request.object)
  if (!isNamespace && !request.type.namespaced) return undefined
  const namespace = findObject(state, '/namespaces', '', request.namespace)
  return namespace ? labelsOf(namespace) : {}
}

export function matchesObject(selector: JsonObject, request: AdmissionRequest): boolean {
  if (isEmptySelector(selector)) return true
  const matches = (object: KubeObject | undefined): boolean =>
    object !== undefined && matchesSelector(selector, labelsOf(object))
  return matches(request.object) || matches(request.oldObject)
}

function isEmptySelector(selector: JsonObject): boolean {
  return selector.matchLabels === undefined && selector.matchExpressions === undefined
}
