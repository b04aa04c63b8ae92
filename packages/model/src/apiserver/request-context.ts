import { at, listAt, textAt } from '../object/json.ts'
import type { KubeObject } from '../object/kube-object.ts'
import { keyOf, type ResourceType } from '../object/resource-type.ts'
import type { Request, Response, UserInfo } from '../request/request.ts'
import type { Cluster } from '../state/cluster.ts'
import { findObject } from '../state/store.ts'
import type { AdmissionChain, AdmissionNotes, AdmissionRequest, Operation } from './admission.ts'
import { definitionOf, definitionVersion } from './discovery.ts'
import { customResourceStrategy, type KindStrategy, strategyOf } from './kinds/kind-strategy.ts'
import type { Refused } from './refusal.ts'

/** One request on its way through the API server. */
export interface RequestContext {
  readonly cluster: Cluster
  readonly admission: AdmissionChain
  readonly user: UserInfo
  readonly request: Request
  readonly type: ResourceType
  readonly strategy: KindStrategy
  readonly dryRun: boolean
  /** what the answer warns of; filled on the way */
  readonly warnings: string[]
  /** what the model knows that it does not know; filled on the way */
  readonly findings: string[]
}

const withoutStatus = customResourceStrategy(false)

/** The strategy of a resource; of a custom one its definition says whether status is a subresource. */
export function strategyFor(cluster: Cluster, type: ResourceType): KindStrategy {
  if (!type.custom) return strategyOf(type)
  const definition = definitionOf(cluster.state, type)
  const version = definition && definitionVersion(definition, type.version)
  const subresources = version?.subresources as { status?: unknown } | undefined
  return subresources?.status === undefined ? withoutStatus : strategyOf(type)
}

export function isNamespaces(type: ResourceType): boolean {
  return type.group === '' && type.resource === 'namespaces'
}

export function isDefinitions(type: ResourceType): boolean {
  return type.group === 'apiextensions.k8s.io' && type.resource === 'customresourcedefinitions'
}

/** The stored object that the request names. */
export function storedObject(
  context: RequestContext,
  name: string = context.request.name ?? '',
): KubeObject | undefined {
  const { cluster, type, request } = context
  return findObject(cluster.state, keyOf(type), type.namespaced ? request.namespace : '', name)
}

/** What admission is told of the request. Of a Namespace, the namespace is its own name. [kubernetes.md 0.7] */
export function admissionRequest(
  context: RequestContext,
  operation: Operation,
  object: KubeObject | undefined,
  oldObject: KubeObject | undefined,
): AdmissionRequest {
  const { request, type, user, dryRun } = context
  const name = request.name ?? object?.metadata.name ?? ''
  const namespace = isNamespaces(type) ? name : type.namespaced ? (request.namespace ?? '') : ''
  return { operation, type, subresource: request.subresource ?? '', name, namespace, user, object, oldObject, dryRun }
}

/** Keeps what admission said beside its verdict. */
export function noteOutcome(context: RequestContext, { warnings, findings = [] }: AdmissionNotes): void {
  context.warnings.push(...warnings)
  context.findings.push(...findings)
}

export function answerRefused(context: RequestContext, refused: Refused): Response {
  return answer(context, refused.refused.code, refused.refused.body)
}

/** A warning is given once, and not at all where a header cannot hold it. [apiserver endpoints/filters/warning.go AddWarning] */
export function answer(context: RequestContext, code: number, body: Response['body']): Response {
  const warnings = [...new Set(context.warnings)].filter((text) => text !== '' && !/\p{Cc}/u.test(text))
  return warnings.length > 0 ? { code, body, warnings } : { code, body }
}

/** The object in the version that the request asked for. Where a definition converts by webhook, only the version's name changes here. */
export function inRequestedVersion(context: RequestContext, object: KubeObject): KubeObject {
  const { group, version } = context.type
  const apiVersion = group === '' ? version : `${group}/${version}`
  return object.apiVersion === apiVersion ? object : { ...object, apiVersion }
}

/** The object in the version that is stored. */
export function inStorageVersion(context: RequestContext, object: KubeObject): KubeObject {
  const { type } = context
  const definition = type.custom ? definitionOf(context.cluster.state, type) : undefined
  const storage = listAt(definition, 'spec', 'versions').find((version) => at(version, 'storage') === true)
  const apiVersion = `${type.group}/${textAt(storage, 'name') ?? type.version}`
  return !type.custom || object.apiVersion === apiVersion ? object : { ...object, apiVersion }
}
