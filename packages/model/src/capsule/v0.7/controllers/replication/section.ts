import { findKind } from '../../../../apiserver/discovery.ts'
import type { Reconcile } from '../../../../controllers/controller.ts'
import { parseApiVersion, qualified } from '../../../../object/gvk.ts'
import { isJsonObject, type Json, type JsonObject, textAt } from '../../../../object/json.ts'
import { annotationsOf, type KubeObject, labelsOf, withMetadata } from '../../../../object/kube-object.ts'
import type { ResourceType } from '../../../../object/resource-type.ts'
import type { ClusterState } from '../../../../state/cluster-state.ts'
import type { Failure } from '../../../controllers/failure.ts'
import { namespaces } from '../../../controllers/kinds.ts'
import { cached, list } from '../../../controllers/reading.ts'
import { createOrUpdate } from '../../../controllers/writing.ts'
import { resourcesLabel, tenantLabel } from '../../../tenant/constants.ts'
import { isSelected } from '../../../tenant/namespace-selector.ts'
import type { AdditionalMetadata, Tenant } from '../../../tenant/tenant.ts'
import type { NamespacedItem, ProcessedItem, Section } from './replication.ts'

/** What a section came to: the items that were written, and what went wrong. */
export interface SectionOutcome {
  readonly items: readonly ProcessedItem[]
  readonly failures: readonly Failure[]
}

/** A section for one Tenant, with its place in the list. */
export interface TenantSection {
  readonly tenant: Tenant
  readonly section: Section
  readonly index: number
  /** whether sources may lie outside of the Tenant */
  readonly isGlobal: boolean
}

/**
 * Sources are copied, and raw items made, in every namespace that carries the Tenant's label and is selected, by the
 * operator's own rights. [controllers/resources/processor.go:HandleSection; 0.7 P4 to P7]
 */
export function* replicateSection(work: TenantSection): Reconcile<SectionOutcome> {
  const metadata = metadataFor(work)
  if ('message' in metadata) return { items: [], failures: [metadata] }
  const items: ProcessedItem[] = []
  const failures: Failure[] = []
  for (const target of yield* cached((state) => targetsOf(state, work))) {
    for (const desired of yield* desiredIn(work, target)) {
      const failure = isFailure(desired) ? desired : yield* replicate(desired, metadata)
      if (failure) failures.push(failure)
      else if (!isFailure(desired)) items.push(itemOf(desired))
    }
  }
  return { items, failures }
}

function isFailure(desired: KubeObject | Failure): desired is Failure {
  return 'message' in desired
}

/** With additionalMetadata of labels alone, or of annotations alone, upstream writes into a map that is not there. [0.7 P10] */
function metadataFor({ tenant, section, index }: TenantSection): Required<AdditionalMetadata> | Failure {
  const { labels, annotations } = section.additionalMetadata ?? { labels: {}, annotations: {} }
  if (!labels || !annotations) return { message: 'panic: assignment to entry in nil map [recovered]' }
  const { name } = tenant.metadata
  return {
    labels: { ...labels, [resourcesLabel]: String(index), [tenantLabel]: name },
    annotations: { ...annotations, [tenantLabel]: name },
  }
}

function targetsOf(state: ClusterState, { tenant, section }: TenantSection): readonly string[] {
  return list(namespaces)(state)
    .filter((namespace) => labelsOf(namespace)[tenantLabel] === tenant.metadata.name)
    .filter((namespace) => isSelected(section.namespaceSelector, labelsOf(namespace)))
    .map(({ metadata }) => metadata.name)
}

function* desiredIn(work: TenantSection, target: string): Reconcile<readonly (KubeObject | Failure)[]> {
  const { tenant, section, isGlobal } = work
  const desired: (KubeObject | Failure)[] = []
  for (const item of section.namespacedItems ?? []) {
    if (!isGlobal && tenant.status?.namespaces?.includes(item.namespace) !== true) continue
    const sources = yield* cached((state) => sourcesOf(state, item))
    if ('message' in sources) desired.push(sources)
    else desired.push(...sources.map((source) => copyIn(target, source)))
  }
  for (const raw of section.rawItems ?? []) desired.push(rawIn(target, raw, tenant))
  return desired
}

function sourcesOf(state: ClusterState, item: NamespacedItem): readonly KubeObject[] | Failure {
  const type = typeOf(state, item.apiVersion ?? '', item.kind)
  if ('message' in type) return type
  return list(type, item.namespace)(state).filter((object) => isSelected(item.selector, labelsOf(object)))
}

function typeOf(state: ClusterState, apiVersion: string, kind: string): ResourceType | Failure {
  const { group, version } = parseApiVersion(apiVersion)
  return (
    findKind(state, group, version, kind) ?? {
      message: `no matches for kind "${kind}" in version "${qualified(version, group)}"`,
    }
  )
}

function copyIn(target: string, source: KubeObject): KubeObject {
  return withMetadata(source, { namespace: target, ownerReferences: undefined })
}

/** Placeholders have blanks inside their braces; one that upstream does not know gives nothing. [0.7 P6] */
function rawIn(target: string, raw: JsonObject, tenant: Tenant): KubeObject | Failure {
  const values: Readonly<Record<string, string>> = { 'tenant.name': tenant.metadata.name, namespace: target }
  const text = JSON.stringify(raw).replace(/\{\{ (.*?) \}\}/g, (_, name: string) => values[name] ?? '')
  const object = parse(text)
  if (!isJsonObject(object) || textAt(object, 'kind') === undefined || textAt(object, 'apiVersion') === undefined)
    return { message: `Object 'Kind' is missing in '${text}'` }
  const metadata = isJsonObject(object.metadata) ? object.metadata : {}
  return { ...object, metadata: { ...metadata, namespace: target } } as unknown as KubeObject
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

/** What is there is replaced by what is desired, whoever made it. [createOrUpdate; 0.7 P7] */
function* replicate(desired: KubeObject, added: Required<AdditionalMetadata>): Reconcile<Failure | undefined> {
  const type = yield* cached((state) => typeOf(state, desired.apiVersion, desired.kind))
  if ('message' in type) return type
  const { namespace, name } = desired.metadata
  const { failure } = yield* createOrUpdate(type, { namespace, name }, ({ metadata }) =>
    withMetadata(desired, {
      uid: metadata.uid,
      resourceVersion: metadata.resourceVersion,
      labels: { ...labelsOf(desired), ...added.labels },
      annotations: { ...annotationsOf(desired), ...added.annotations },
    }),
  )
  return failure
}

function itemOf({ apiVersion, kind, metadata }: KubeObject): ProcessedItem {
  return { kind, apiVersion, namespace: metadata.namespace ?? '', name: metadata.name }
}
