import {
  allObjects,
  type ClusterState,
  findObject,
  isSuccess,
  type KubeObject,
  ownerReferencesOf,
  parseApiVersion,
  type Request,
  resourceKey,
  textAt,
} from '@capsule-whatif/model'
import { defaultUser } from '../../action/impersonated-user.ts'
import { resourceOfKind } from '../../action/resolve-resource.ts'
import { perform, settle } from '../../schedule/likely.ts'
import type { NamedResource } from '../../snapshot/named-resource.ts'
import { type AskedCluster, after } from '../asking/asked-cluster.ts'
import { nameText, type ObjectName, objectName } from '../asking/object-name.ts'
import { resourcesOf } from '../asking/parameter-types.ts'
import { groupBy } from '../asking/wording.ts'
import { belongingOf, belongsTo } from '../ownership/belonging.ts'
import { type Road, roadSteps } from '../ownership/roads.ts'

/** In which order a backup is restored. */
export type RestoreOrder = 'Tenants before Namespaces' | 'Namespaces first, custom resources last'

/** What becomes of the owner references of restored objects. */
export type RestoredReferences = 'kept' | 'dropped' | 'mapped'

export interface RestoreWay {
  readonly order: RestoreOrder
  /** `kept`: with the uids of the backup; `mapped`: with the uids that the owners have now */
  readonly references: RestoredReferences
  readonly road: Road
}

/** Objects that were refused with the same words. */
export interface RefusedObjects {
  readonly message: string
  readonly objects: readonly ObjectName[]
}

/** One way of restoring and what is there once all is quiet. */
export interface RestoreTrial extends RestoreWay {
  /** objects of the backup that were made */
  readonly created: number
  /** objects of the backup that were there already */
  readonly existing: number
  readonly refused: readonly RefusedObjects[]
  /** created, and gone again by itself */
  readonly collected: readonly ObjectName[]
  /** objects of the backup that are not there at the end, those left out that controllers make anew */
  readonly missing: readonly ObjectName[]
  /** Namespaces that belong to another Tenant than in the backup, or to none */
  readonly astray: readonly string[]
  /** whether all of the backup is there, and belongs to whom it did */
  readonly complete: boolean
}

const ranks: Readonly<Record<RestoreOrder, (object: KubeObject) => number>> = {
  'Tenants before Namespaces': ({ kind }) => ['CustomResourceDefinition', 'Tenant', 'Namespace'].indexOf(kind) + 1 || 9,
  'Namespaces first, custom resources last': ({ kind, apiVersion }) => {
    const index = ['CustomResourceDefinition', 'Namespace'].indexOf(kind)
    if (index >= 0) return index + 1
    return apiVersion.includes('.') && !apiVersion.includes('k8s.io') ? 10 : 9
  },
}

/** Restores what the cluster lacks of a backup, tier by tier, each once the one before is quiet. */
export function restoreTrial(cluster: AskedCluster, lacking: readonly KubeObject[], way: RestoreWay): RestoreTrial {
  const { before, after: finish } = roadSteps(way.road)
  const prepared = after(cluster, before(cluster))
  const resources = resourcesOf([...cluster.snapshot.objects, ...lacking])
  const tiers = groupBy(
    lacking.toSorted((a, b) => ranks[way.order](a) - ranks[way.order](b)),
    (object) => String(ranks[way.order](object)),
  )
  const progress: Progress = { cluster: prepared, resources, way, created: new Map(), existing: 0, refused: [] }
  for (const tier of tiers.values()) restoreTier(progress, tier)
  const finished = after(progress.cluster, finish)
  return told(finished, lacking, progress)
}

interface Progress {
  cluster: AskedCluster
  readonly resources: readonly NamedResource[]
  readonly way: RestoreWay
  /** by uid */
  readonly created: Map<string | undefined, KubeObject>
  existing: number
  readonly refused: { readonly message: string; readonly object: KubeObject }[]
}

function restoreTier(progress: Progress, tier: readonly KubeObject[]): void {
  const { quiet } = progress.cluster
  let { state } = quiet
  for (const object of tier) {
    const request = creationOf(state, object, progress)
    if (request === undefined) continue
    const run = perform(quiet.model, state, { type: 'request', as: defaultUser, request })
    state = run.state
    const { code, body } = run.steps[0]?.response ?? { code: 500, body: {} }
    if (code === 409) progress.existing++
    else if (isSuccess({ code, body })) progress.created.set(textAt(body, 'metadata', 'uid'), object)
    else progress.refused.push({ message: textAt(body, 'message') ?? String(code), object })
  }
  progress.cluster = { ...progress.cluster, quiet: { ...quiet, state: settle(quiet.model, state).state } }
}

function creationOf(state: ClusterState, object: KubeObject, { resources, way }: Progress): Request | undefined {
  const { group, version } = parseApiVersion(object.apiVersion)
  const resource = resourceOfKind(group, version, object.kind, resources)
  if (resource === undefined) return undefined
  const { namespace, name, labels, annotations, finalizers } = object.metadata
  const ownerReferences = referencesOf(state, object, resources, way.references)
  const metadata = {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(labels === undefined ? {} : { labels }),
    ...(annotations === undefined ? {} : { annotations }),
    ...(finalizers === undefined ? {} : { finalizers }),
    ...(ownerReferences.length === 0 ? {} : { ownerReferences }),
  }
  const { status: _, ...rest } = object
  const place = namespace === undefined ? {} : { namespace }
  return {
    verb: 'create',
    group,
    version,
    resource: resource.resource,
    kind: object.kind,
    ...place,
    body: { ...rest, metadata },
  }
}

function referencesOf(
  state: ClusterState,
  object: KubeObject,
  resources: readonly NamedResource[],
  how: RestoredReferences,
): readonly ReturnType<typeof ownerReferencesOf>[number][] {
  if (how === 'dropped') return []
  if (how === 'kept') return ownerReferencesOf(object)
  return ownerReferencesOf(object).flatMap((reference) => {
    const { group, version } = parseApiVersion(reference.apiVersion)
    const resource = resourceOfKind(group, version, reference.kind, resources)
    const place = resource && resourceKey(resource.group, resource.resource)
    const owner =
      place && findObject(state, place, resource.namespaced ? object.metadata.namespace : undefined, reference.name)
    return owner?.metadata.uid === undefined ? [] : [{ ...reference, uid: owner.metadata.uid }]
  })
}

/** What controllers make anew in every Namespace, and what Capsule generates, is no loss of its own. */
function isMadeAnew(object: KubeObject): boolean {
  const { kind, metadata } = object
  const isOfNamespace =
    ['kube-root-ca.crt', 'default'].includes(metadata.name) && (kind === 'ConfigMap' || kind === 'ServiceAccount')
  return isOfNamespace || (kind !== 'Namespace' && ownerReferencesOf(object).some((owner) => owner.kind === 'Tenant'))
}

function told({ quiet: { state } }: AskedCluster, lacking: readonly KubeObject[], progress: Progress): RestoreTrial {
  const uids = new Set(allObjects(state).map(({ metadata }) => metadata.uid))
  const names = new Set(allObjects(state).map((object) => nameText(objectName(object))))
  const missing = lacking.filter((object) => !isMadeAnew(object) && !names.has(nameText(objectName(object))))
  const astray = lacking
    .filter(({ kind }) => kind === 'Namespace')
    .filter((namespace) => !belongsTo(belongingOf(state, namespace.metadata.name), ownerNameOf(namespace)))
    .map(({ metadata }) => metadata.name)
  const refused = groupBy(progress.refused, ({ message, object }) => message.replaceAll(object.metadata.name, 'NAME'))
  return {
    ...progress.way,
    created: progress.created.size,
    existing: progress.existing,
    refused: [...refused].map(([, group]) => ({
      message: group[0]?.message ?? '',
      objects: group.map(({ object }) => objectName(object)),
    })),
    collected: [...progress.created]
      .filter(([uid, object]) => !uids.has(uid) && !isMadeAnew(object))
      .map(([, object]) => objectName(object)),
    missing: missing.map(objectName),
    astray,
    complete: missing.length === 0 && astray.length === 0,
  }
}

function ownerNameOf(namespace: KubeObject): string | undefined {
  return ownerReferencesOf(namespace).find(({ kind }) => kind === 'Tenant')?.name
}
