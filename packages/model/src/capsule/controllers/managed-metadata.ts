import type { Reconcile } from '../../controllers/controller.ts'
import { compareTexts } from '../../object/go-format.ts'
import { formatApiVersion } from '../../object/gvk.ts'
import { isJsonObject, type Json, type JsonObject, listAt, objectAt, textAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import type { ResourceType } from '../../object/resource-type.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { mappedKind } from '../rules/mapped-kind.ts'
import { concernsKind } from '../rules/version-kinds.ts'
import { type Failure, isNotFound } from './failure.ts'
import { type Kind, namespaces } from './kinds.ts'
import { list, live } from './reading.ts'
import { sha256 } from './sha256.ts'
import { type Place, patch } from './writing.ts'

type TextMap = Readonly<Record<string, string>>

interface Managed {
  readonly labels: TextMap
  readonly annotations: TextMap
}

function metadataRules(bodies: readonly Json[]): readonly Json[] {
  return bodies.flatMap((body) => listAt(body, 'enforce', 'metadata'))
}

function managedValues(rules: readonly Json[], field: 'labels' | 'annotations'): TextMap {
  const out: Record<string, string> = {}
  for (const rule of rules)
    for (const [key, policy] of Object.entries(objectAt(rule, field))) {
      const value = isJsonObject(policy) ? textAt(policy, 'managed') : undefined
      if (value !== undefined) out[key] = value
    }
  return out
}

function managedBy(rules: readonly Json[]): Managed {
  return { labels: managedValues(rules, 'labels'), annotations: managedValues(rules, 'annotations') }
}

function isEmpty({ labels, annotations }: Managed): boolean {
  return Object.keys(labels).length + Object.keys(annotations).length === 0
}

export function hasManagedMetadata(bodies: readonly Json[]): boolean {
  return !isEmpty(managedBy(metadataRules(bodies)))
}

/**
 * Metadata that rules manage is applied to the namespace and to all objects in it of the kinds that they name; keys that
 * no rule manages any more are removed. The first object that is refused ends the pass.
 * [internal/controllers/rulestatus/managed_metadata.go; core M5.2]
 */
export function* reconcileManagedMetadata(
  ruleStatus: KubeObject,
  previous: readonly Json[],
  current: readonly Json[],
): Reconcile<Failure | undefined> {
  const { namespace = '' } = ruleStatus.metadata
  const manager = fieldManagerOf(ruleStatus)
  const [before, after] = [metadataRules(previous), metadataRules(current)]
  for (const kind of [namespaces, ...(yield* live((state) => targetsOf(state, [...before, ...after])))]) {
    const [old, wanted] = [managedBy(concerning(before, kind)), managedBy(concerning(after, kind))]
    if (kind === namespaces && isEmpty(old) && isEmpty(wanted)) continue
    for (const place of yield* placesOf(kind, namespace)) {
      const failure = yield* applyTo(kind, place, old, wanted, manager)
      if (failure && !isNotFound(failure)) return failure
    }
  }
  return undefined
}

function concerning(rules: readonly Json[], { group, version, kind }: Kind): readonly Json[] {
  return rules.filter((rule) => concernsKind(rule, { group, version, kind }))
}

function* placesOf(kind: Kind, namespace: string): Reconcile<readonly Place[]> {
  if (kind === namespaces) return [{ name: namespace }]
  return (yield* live(list(kind, namespace))).map(({ metadata }) => ({ namespace, name: metadata.name }))
}

/** The namespaced kinds that rules with managed values name, in order of their names. [managedMetadataTargets] */
function targetsOf(state: ClusterState, rules: readonly Json[]): readonly ResourceType[] {
  const found = rules
    .filter((rule) => !isEmpty(managedBy([rule])))
    .flatMap((rule) =>
      listAt(rule, 'kinds').flatMap((kind) =>
        listAt(rule, 'apiGroups').map((group) => mappedKind(state, String(group).trim(), String(kind).trim())),
      ),
    )
    .filter((type): type is ResourceType => type?.namespaced === true)
  return [...new Set(found)].toSorted((a, b) => compareTexts(nameOf(a), nameOf(b)))
}

/** [schema.GroupVersionResource.String] */
function nameOf({ group, version, resource }: ResourceType): string {
  return `${group}/${version}, Resource=${resource}`
}

function* applyTo(
  kind: Kind,
  place: Place,
  old: Managed,
  wanted: Managed,
  manager: string,
): Reconcile<Failure | undefined> {
  const labels = dropped(old.labels, wanted.labels)
  const annotations = dropped(old.annotations, wanted.annotations)
  if (Object.keys(labels).length + Object.keys(annotations).length > 0) {
    const { failure } = yield* patch(kind, place, { metadata: { labels, annotations } })
    if (failure) return failure
  }
  const named: JsonObject = place.namespace === undefined ? { name: place.name } : { ...place }
  const body = {
    apiVersion: formatApiVersion(kind.group, kind.version),
    kind: kind.kind,
    metadata: { ...named, ...wanted },
  }
  const query = { fieldManager: manager, force: 'true' }
  return (yield* patch(kind, place, body as unknown as Json, { patchType: 'apply', query })).failure
}

function dropped(old: TextMap, wanted: TextMap): Readonly<Record<string, null>> {
  return Object.fromEntries(Object.keys(old).flatMap((key) => (key in wanted ? [] : [[key, null]])))
}

function fieldManagerOf({ metadata }: KubeObject): string {
  const digest = sha256(`${metadata.namespace ?? ''}/${metadata.name}/${metadata.uid ?? ''}`)
  return `projectcapsule.dev/rulestatus-${digest.slice(0, 16)}`
}
