import { justDeleted } from '../apiserver/deleted-webhooks.ts'
import { isJsonObject, type Json, type JsonObject, listAt, objectAt, textAt } from '../object/json.ts'
import type { KubeObject } from '../object/kube-object.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { readPrefix } from '../state/reads.ts'
import { mapValues, type SortedMap } from '../state/sorted-map.ts'
import { objectsOf } from '../state/store.ts'

export type WebhookKind = 'mutating' | 'validating'

/** One webhook of a configuration, read once. */
export interface Webhook {
  readonly name: string
  readonly rules: readonly WebhookRule[]
  readonly failurePolicy: 'Fail' | 'Ignore'
  readonly matchPolicy: 'Equivalent' | 'Exact'
  readonly reinvocation: boolean
  readonly sideEffects: string
  readonly namespaceSelector: JsonObject
  readonly objectSelector: JsonObject
  readonly matchConditions: readonly { readonly name: string; readonly expression: string }[]
  /** what the API server posts to, without the query: `https://host:port/path` */
  readonly url: string
  readonly path: string
  readonly timeoutSeconds: number
}

export interface WebhookRule {
  readonly operations: readonly string[]
  readonly apiGroups: readonly string[]
  readonly apiVersions: readonly string[]
  readonly resources: readonly string[]
  readonly scope: string
}

const configurationKeys = {
  mutating: 'admissionregistration.k8s.io/mutatingwebhookconfigurations',
  validating: 'admissionregistration.k8s.io/validatingwebhookconfigurations',
} as const

const readConfigurations = new WeakMap<SortedMap<KubeObject>, readonly Webhook[]>()

/** All webhooks in the order in which they are called: configurations by name, then as listed. [kubernetes.md 7.2.8] */
export function webhooksOf(state: ClusterState, kind: WebhookKind): readonly Webhook[] {
  const configurations = objectsOf(state, configurationKeys[kind])
  readPrefix(configurations, '')
  let webhooks = readConfigurations.get(configurations)
  if (!webhooks) {
    webhooks = mapValues(configurations).flatMap(readWebhooks)
    readConfigurations.set(configurations, webhooks)
  }
  return webhooks
}

/** Webhooks whose configuration was deleted just now: the API server may not have heard of it. */
export function justDeletedWebhooksOf(state: ClusterState, kind: WebhookKind): readonly Webhook[] {
  return justDeleted(state, configurationKeys[kind]).flatMap(readWebhooks)
}

function readWebhooks(configuration: KubeObject): readonly Webhook[] {
  return listAt(configuration, 'webhooks').filter(isJsonObject).map(readWebhook)
}

function readWebhook(webhook: JsonObject): Webhook {
  const url = urlOf(objectAt(webhook, 'clientConfig'))
  return {
    name: textAt(webhook, 'name') ?? '',
    rules: listAt(webhook, 'rules').filter(isJsonObject).map(readRule),
    failurePolicy: webhook.failurePolicy === 'Ignore' ? 'Ignore' : 'Fail',
    matchPolicy: webhook.matchPolicy === 'Exact' ? 'Exact' : 'Equivalent',
    reinvocation: webhook.reinvocationPolicy === 'IfNeeded',
    sideEffects: textAt(webhook, 'sideEffects') ?? 'Unknown',
    namespaceSelector: objectAt(webhook, 'namespaceSelector'),
    objectSelector: objectAt(webhook, 'objectSelector'),
    matchConditions: listAt(webhook, 'matchConditions').map((condition) => ({
      name: textAt(condition, 'name') ?? '',
      expression: textAt(condition, 'expression') ?? '',
    })),
    url,
    path: url.replace(/^https:\/\/[^/]*/, ''),
    timeoutSeconds: typeof webhook.timeoutSeconds === 'number' ? webhook.timeoutSeconds : 10,
  }
}

export function readRule(rule: JsonObject): WebhookRule {
  const texts = (list: readonly Json[]): string[] => list.filter((item) => typeof item === 'string')
  return {
    operations: texts(listAt(rule, 'operations')),
    apiGroups: texts(listAt(rule, 'apiGroups')),
    apiVersions: texts(listAt(rule, 'apiVersions')),
    resources: texts(listAt(rule, 'resources')),
    scope: textAt(rule, 'scope') ?? '*',
  }
}

function urlOf(clientConfig: JsonObject): string {
  const url = textAt(clientConfig, 'url')
  if (url !== undefined) return url
  const service = objectAt(clientConfig, 'service')
  const port = typeof service.port === 'number' ? service.port : 443
  return `https://${textAt(service, 'name') ?? ''}.${textAt(service, 'namespace') ?? ''}.svc:${port}${textAt(service, 'path') ?? '/'}`
}
