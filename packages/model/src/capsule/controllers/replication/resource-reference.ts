import type { Reconcile } from '../../../controllers/controller.ts'
import { parseApiVersion } from '../../../object/gvk.ts'
import type { JsonObject } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import type { Requirement } from '../../../object/label-requirement.ts'
import { labelSelectorRequirements } from '../../../object/label-selector.ts'
import type { ResourceType } from '../../../object/resource-type.ts'
import { fastTemplate, fastTemplateMap, type TemplateContext } from '../../tenant/fast-template.ts'
import type { LabelSelector } from '../../tenant/tenant.ts'
import { type Failure, isNotFound, prefixed } from '../failure.ts'
import { type ImpersonatedClient, mappingOf } from './impersonated-client.ts'
import type { ResourceReference } from './replication.ts'

/** Where references may lead. */
export interface ReferenceBounds {
  /** where a reference that names no namespace looks; all namespaces, where it is empty */
  readonly namespace: string
  readonly allowsClusterScoped: boolean
  /** the namespaces that may be named; any, where it is absent */
  readonly allowedNamespaces?: readonly string[]
  /** words that templates in the reference may use; where it is absent, templates stay as they are */
  readonly context?: TemplateContext
}

export interface Loaded {
  readonly objects: readonly KubeObject[]
  readonly failure?: Failure | undefined
}

function failed(message: string): Loaded {
  return { objects: [], failure: { message } }
}

/** What a reference stands for: one object by name, or all that its selector matches. [pkg/template/reference.go:LoadResources; extended C4.3] */
export function* loadResources(
  client: ImpersonatedClient,
  reference: ResourceReference,
  bounds: ReferenceBounds,
): Reconcile<Loaded> {
  const scoped = yield* checkScope(reference, bounds.allowsClusterScoped)
  if ('failure' in scoped) return { objects: [], failure: scoped.failure }
  const { name, namespace, selector } = templated(reference, bounds.context)
  const place = namespace || bounds.namespace
  const { allowedNamespaces } = bounds
  if (place !== '' && allowedNamespaces && !allowedNamespaces.includes(place))
    return failed(
      `${crossNamespace} Referring a Namespace (${place}) that is not part of the allowed namespaces [${allowedNamespaces.join(' ')}]`,
    )
  if (name !== '') return yield* loadOne(client, reference, place, name)
  return yield* loadSelected(client, reference, scoped.type, place, selector)
}

export const crossNamespace = 'cross-namespace selection is not allowed.'

/** A Kind has to be served, and to be namespaced unless others are allowed. [IsNamespacedGVK; extended C4.3] */
export function* checkScope(
  reference: Pick<ResourceReference, 'apiVersion' | 'kind'>,
  allowsClusterScoped: boolean,
): Reconcile<{ readonly type: ResourceType } | { readonly failure: Failure }> {
  const { apiVersion = '', kind = '' } = reference
  const mapping = yield* mappingOf({ apiVersion, kind })
  if (mapping.failure) {
    const { group, version } = parseApiVersion(apiVersion)
    return { failure: prefixed(`failed to resolve GVK ${group}/${version}, Kind=${kind}: `, mapping.failure) }
  }
  if (allowsClusterScoped || mapping.type.namespaced) return mapping
  return { failure: { message: `cluster-scoped kind ${apiVersion}/${kind} is not allowed` } }
}

interface Templated {
  readonly name: string
  readonly namespace: string
  readonly selector?: LabelSelector
}

function templated(
  { name = '', namespace = '', selector }: ResourceReference,
  context: TemplateContext | undefined,
): Templated {
  if (!context) return selector ? { name, namespace, selector } : { name, namespace }
  const place = { name: fastTemplate(name, context), namespace: fastTemplate(namespace, context) }
  return selector ? { ...place, selector: templatedSelector(selector, context) } : place
}

function templatedSelector(selector: LabelSelector, context: TemplateContext): LabelSelector {
  const expressions = (selector.matchExpressions ?? []).map(({ key, operator, values = [] }) => ({
    key: fastTemplate(key, context),
    operator,
    values: values.map((value) => fastTemplate(value, context)),
  }))
  return { matchLabels: fastTemplateMap(selector.matchLabels, context), matchExpressions: expressions }
}

/** An object that is not there is nothing, unless the reference says that it is not optional. */
function* loadOne(
  client: ImpersonatedClient,
  { apiVersion = '', kind = '', optional = true }: ResourceReference,
  namespace: string,
  name: string,
): Reconcile<Loaded> {
  const metadata = namespace === '' ? { name } : { name, namespace }
  const { object, failure } = yield* client.get({ apiVersion, kind, metadata })
  if (object) return { objects: [{ ...object, apiVersion, kind }] }
  if (!failure || (optional && isNotFound(failure))) return { objects: [] }
  return { objects: [], failure: prefixed(`failed to get ${kind}/${name}: `, failure) }
}

function* loadSelected(
  client: ImpersonatedClient,
  { kind = '' }: ResourceReference,
  type: ResourceType,
  namespace: string,
  selector: LabelSelector | undefined,
): Reconcile<Loaded> {
  const requirements = selector ? (labelSelectorRequirements(selector as unknown as JsonObject) ?? []) : []
  if ('error' in requirements) return failed(`invalid label selector: ${requirements.error}`)
  const { objects = [], failure } = yield* client.list(type, namespace, requirements.map(printRequirement).join(','))
  return failure ? { objects: [], failure: prefixed(`failed to list ${kind}: `, failure) } : { objects }
}

/** A requirement as a query parameter has it. [apimachinery pkg/labels/selector.go Requirement.String] */
function printRequirement({ key, operator, values }: Requirement): string {
  if (operator === 'exists') return key
  if (operator === '!') return `!${key}`
  if (operator === 'in' || operator === 'notin') return `${key} ${operator} (${values.join(',')})`
  return `${key}${operator}${values.join(',')}`
}
