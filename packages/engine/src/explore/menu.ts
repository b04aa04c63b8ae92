import {
  type Action,
  type ClusterState,
  findObject,
  isTerminating,
  type KubeObject,
  labelsOf,
  listAt,
  listObjects,
  listResources,
  type Request,
  type ResourceKey,
  textAt,
  type UserInfo,
} from '@capsule-whatif/model'
import { defaultUser } from '../action/impersonated-user.ts'
import type { ScriptStep } from '../schedule/explore/script.ts'

/** Things that people do to a cluster, each with a name. */
export interface Menu {
  readonly script: readonly ScriptStep[]
  readonly names: readonly string[]
}

/** A deed: what it is called, and what it sends in a state; nothing where there is no sense in it. */
interface Deed {
  readonly name: string
  readonly actions: (state: ClusterState) => readonly Action[]
}

const definitionsKey: ResourceKey = 'apiextensions.k8s.io/customresourcedefinitions'

/** What deeds are about. */
export type MenuPart = 'owner' | 'other owners' | 'definition' | 'namespaces' | 'membership' | 'quota' | 'processes'

/** What a menu of everyday deeds is about. */
export interface MenuOptions {
  /** which owner it is about, of those that own Namespaces or other objects; default the first */
  readonly owner?: KubeObject
  /** default everything */
  readonly about?: readonly MenuPart[]
}

/**
 * Everyday deeds and mishaps on what a snapshot holds: owners and their definitions are deleted, lose their finalizers and
 * are made again; namespaces, quotas and pods are created; processes end and come back.
 */
export function menuOf(state: ClusterState, options: MenuOptions = {}): Menu {
  const owner = options.owner ?? firstOwner(state)
  const deeds: Readonly<Record<MenuPart, readonly Deed[]>> = {
    owner: owner ? lifeOf(owner, placeOfOwner(owner, definitionOf(state, owner))) : [],
    'other owners': otherOwnerDeeds(state, owner),
    definition: definitionDeeds(state, owner),
    namespaces: namespaceDeeds(state, owner),
    membership: membershipDeeds(state, owner),
    quota: quotaDeeds(state, owner),
    processes: processDeeds,
  }
  const parts = options.about ?? (Object.keys(deeds) as MenuPart[])
  const all = parts.flatMap((part) => deeds[part])
  return {
    names: all.map(({ name }) => name),
    script: all.map(({ actions }) => ({
      actions: actions(state).slice(0, 1),
      when: 'any moment',
      prepare: (_, now) => actions(now),
    })),
  }
}

/** The first object of a custom kind that owns a Namespace, or else anything. */
function firstOwner(state: ClusterState): KubeObject | undefined {
  const ofNamespaces = uidsOfOwners(listObjects(state, '/namespaces'))
  const ofAnything = uidsOfOwners(listResources(state).flatMap((resource) => listObjects(state, resource)))
  const custom = listObjects(state, definitionsKey).flatMap((definition) => listObjects(state, instancesOf(definition)))
  const owning = (uids: ReadonlySet<string>): KubeObject | undefined =>
    custom.find(({ metadata }) => uids.has(metadata.uid ?? ''))
  return owning(ofNamespaces) ?? owning(ofAnything)
}

function uidsOfOwners(objects: readonly KubeObject[]): ReadonlySet<string> {
  return new Set(objects.flatMap(({ metadata }) => (metadata.ownerReferences ?? []).map(({ uid }) => uid)))
}

function instancesOf(definition: KubeObject): ResourceKey {
  return `${textAt(definition, 'spec', 'group') ?? ''}/${textAt(definition, 'spec', 'names', 'plural') ?? ''}`
}

function definitionOf(state: ClusterState, { kind }: KubeObject): KubeObject | undefined {
  return listObjects(state, definitionsKey).find((each) => textAt(each, 'spec', 'names', 'kind') === kind)
}

function definitionDeeds(state: ClusterState, owner: KubeObject | undefined): readonly Deed[] {
  const definition = owner && definitionOf(state, owner)
  return definition ? lifeOf(definition, placeOfDefinition(definition)) : []
}

type Place = Omit<Request, 'verb'> & { readonly key: ResourceKey }

function placeOfOwner({ apiVersion, kind, metadata }: KubeObject, definition: KubeObject | undefined): Place {
  const [group = '', version = ''] = apiVersion.split('/')
  const resource = textAt(definition, 'spec', 'names', 'plural') ?? `${kind.toLowerCase()}s`
  const { namespace, name } = metadata
  return {
    key: `${group}/${resource}`,
    group,
    version,
    resource,
    kind,
    name,
    ...(namespace === undefined ? {} : { namespace }),
  }
}

function placeOfDefinition({ kind, metadata }: KubeObject): Place {
  const group = 'apiextensions.k8s.io'
  return { key: definitionsKey, group, version: 'v1', resource: 'customresourcedefinitions', kind, name: metadata.name }
}

/** Whoever else owns a namespace of the owner is deleted. */
function otherOwnerDeeds(state: ClusterState, owner: KubeObject | undefined): readonly Deed[] {
  const references = homeOf(state, owner)?.metadata.ownerReferences ?? []
  const others = new Set(references.map(({ uid }) => uid).filter((uid) => uid !== owner?.metadata.uid))
  return listResources(state).flatMap((resource) =>
    listObjects(state, resource)
      .filter(({ metadata }) => others.has(metadata.uid ?? ''))
      .flatMap((object) => lifeOf(object, placeIn(resource, object)).slice(0, 1)),
  )
}

function placeIn(key: ResourceKey, { apiVersion, kind, metadata }: KubeObject): Place {
  const [group = '', resource = ''] = key.split('/')
  const version = apiVersion.split('/').at(-1) ?? 'v1'
  const { namespace, name } = metadata
  return { key, group, version, resource, kind, name, ...(namespace === undefined ? {} : { namespace }) }
}

/** Deleted, freed of its finalizers while it terminates, and made again as it was. */
function lifeOf(object: KubeObject, { key, ...place }: Place): readonly Deed[] {
  const now = (state: ClusterState): KubeObject | undefined =>
    findObject(state, key, object.metadata.namespace, object.metadata.name)
  const what = `${object.kind} ${object.metadata.name}`
  return [
    {
      name: `delete ${what}`,
      actions: (state) =>
        now(state) && !isTerminating(now(state) as KubeObject) ? [asked({ verb: 'delete', ...place })] : [],
    },
    {
      name: `take the finalizers off ${what}`,
      actions: (state) => {
        const held = (now(state)?.metadata.finalizers ?? []).length > 0
        const body = { metadata: { finalizers: null } }
        return held ? [asked({ verb: 'patch', ...place, patchType: 'merge', body })] : []
      },
    },
    {
      name: `make ${what} again`,
      actions: (state) => (now(state) ? [] : [asked({ verb: 'create', ...place, body: asWritten(object) })]),
    },
  ]
}

function asked(request: Request, as: UserInfo = defaultUser): Action {
  return { type: 'request', as, request }
}

/** The manifest of an object, without what the server gave it. */
function asWritten({
  apiVersion,
  kind,
  metadata,
  status: _,
  ...rest
}: KubeObject & { readonly status?: unknown }): KubeObject {
  const { name, namespace, labels, annotations } = metadata
  const kept = {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(labels ? { labels } : {}),
    ...(annotations ? { annotations } : {}),
  }
  return { apiVersion, kind, metadata: kept, ...rest } as KubeObject
}

/** A namespace of the owner, or any that is not of the system. */
function homeOf(state: ClusterState, owner: KubeObject | undefined): KubeObject | undefined {
  const homes = listObjects(state, '/namespaces').filter(
    ({ metadata }) => !/^(kube-|default$|capsule-system$)/.test(metadata.name),
  )
  const uid = owner?.metadata.uid
  return homes.find(({ metadata }) => metadata.ownerReferences?.some((reference) => reference.uid === uid)) ?? homes[0]
}

function namespaceDeeds(state: ClusterState, owner: KubeObject | undefined): readonly Deed[] {
  const home = homeOf(state, owner)
  return home && owner
    ? ['new', 'newer'].map((suffix) => newNamespace(home, owner, `${owner.metadata.name}-${suffix}`))
    : []
}

/**
 * A namespace of the owner becomes another's, or nobody's: its labels and references are changed together, or it is deleted
 * and its name is taken again.
 */
function membershipDeeds(state: ClusterState, owner: KubeObject | undefined): readonly Deed[] {
  const home = homeOf(state, owner)
  const definition = owner && definitionOf(state, owner)
  if (!home || !owner || !definition) return []
  const others = listObjects(state, instancesOf(definition)).filter(
    ({ metadata }) => metadata.uid !== owner.metadata.uid,
  )
  const { name } = home.metadata
  const place = { group: '', version: 'v1', resource: 'namespaces', kind: 'Namespace', namespace: name, name } as const
  const given = (to: KubeObject | undefined): Action => {
    const labels = Object.fromEntries(
      Object.entries(labelsOf(home)).flatMap(([key, value]) =>
        value === owner.metadata.name ? [[key, to?.metadata.name ?? null]] : [],
      ),
    )
    const ownerReferences = to
      ? [{ apiVersion: to.apiVersion, kind: to.kind, name: to.metadata.name, uid: to.metadata.uid ?? '' }]
      : null
    return asked({ verb: 'patch', ...place, patchType: 'merge', body: { metadata: { labels, ownerReferences } } })
  }
  return [
    ...others.slice(0, 1).map(
      (to): Deed => ({
        name: `move Namespace ${name} to ${to.kind} ${to.metadata.name}`,
        actions: () => [given(to)],
      }),
    ),
    { name: `make Namespace ${name} nobody's`, actions: () => [given(undefined)] },
    lifeOf(home, { ...place, key: '/namespaces' })[0] as Deed,
    ...others.slice(0, 1).map((to) => newNamespace(relabelled(home, owner, to), to, name)),
  ]
}

/** A namespace as it would be of another owner. */
function relabelled(home: KubeObject, from: KubeObject, to: KubeObject): KubeObject {
  const labels = Object.fromEntries(
    Object.entries(labelsOf(home)).map(([key, value]) => [
      key,
      value === from.metadata.name ? to.metadata.name : value,
    ]),
  )
  return { ...home, metadata: { ...home.metadata, labels } }
}

function quotaDeeds(state: ClusterState, owner: KubeObject | undefined): readonly Deed[] {
  const home = homeOf(state, owner)
  return home ? [newQuota(state, home.metadata.name), newPod(home.metadata.name)] : []
}

function newNamespace(like: KubeObject, owner: KubeObject, name: string): Deed {
  const labels = Object.fromEntries(
    Object.entries(labelsOf(like)).filter(([key]) => key !== 'kubernetes.io/metadata.name'),
  )
  const place = { group: '', version: 'v1', resource: 'namespaces', kind: 'Namespace', name } as const
  const first = textAt(listAt(owner, 'spec', 'owners')[0], 'name')
  const as = first === undefined ? defaultUser : { user: first, groups: ['projectcapsule.dev', 'system:authenticated'] }
  return {
    name: `create Namespace ${name}`,
    actions: (state) =>
      findObject(state, '/namespaces', undefined, name)
        ? []
        : [
            asked(
              {
                verb: 'create',
                ...place,
                body: {
                  apiVersion: 'v1',
                  kind: 'Namespace',
                  metadata: { name, labels, ...references(state, like, owner) },
                },
              },
              as,
            ),
          ],
  }
}

/** Where no operator sets it, whoever creates a namespace of an owner refers to it by hand. */
function references(state: ClusterState, like: KubeObject, owner: KubeObject): object {
  if (state.running.capsule && labelsOf(like)['capsule.clastix.io/tenant'] !== undefined) return {}
  const reference = like.metadata.ownerReferences?.find(({ uid }) => uid === owner.metadata.uid)
  return reference ? { ownerReferences: [reference] } : {}
}

function newQuota(state: ClusterState, namespace: string): Deed {
  const pods = String(listObjects(state, '/pods', namespace).length)
  const place = {
    group: '',
    version: 'v1',
    resource: 'resourcequotas',
    kind: 'ResourceQuota',
    namespace,
    name: 'pods-as-now',
  } as const
  const body = {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: place.name, namespace },
    spec: { hard: { pods } },
  }
  return {
    name: `create ResourceQuota ${namespace}/${place.name}`,
    actions: () => [asked({ verb: 'create', ...place, body })],
  }
}

function newPod(namespace: string): Deed {
  const place = { group: '', version: 'v1', resource: 'pods', kind: 'Pod', namespace, name: 'one-more' } as const
  const containers = [{ name: 'app', image: 'registry.example.com/app:1' }]
  const body = { apiVersion: 'v1', kind: 'Pod', metadata: { name: place.name, namespace }, spec: { containers } }
  return { name: `create Pod ${namespace}/${place.name}`, actions: () => [asked({ verb: 'create', ...place, body })] }
}

const processDeeds: readonly Deed[] = [
  {
    name: 'the operator ends',
    actions: ({ running }) => (running.capsule ? [{ type: 'process', process: 'capsule', running: false }] : []),
  },
  {
    name: 'the controller manager restarts',
    actions: () => [
      { type: 'process', process: 'kube-controller-manager', running: false },
      { type: 'process', process: 'kube-controller-manager', running: true },
    ],
  },
]
