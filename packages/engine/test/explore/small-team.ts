import { readFileSync } from 'node:fs'
import type { KubeObject, OwnerReference } from '@capsule-whatif/model'

const cluster = new URL('../../../fixtures/clusters/two-tenants.json', import.meta.url)

/** The objects of the recorded cluster with two tenants. */
export function twoTenants(): readonly KubeObject[] {
  return (JSON.parse(readFileSync(cluster, 'utf8')) as { readonly items: readonly KubeObject[] }).items
}

const created = '2026-01-01T00:00:00Z'

function uid(number: number): string {
  return `c0000000-0000-4000-8000-${String(number).padStart(12, '0')}`
}

function metadata(name: string, number: number): KubeObject['metadata'] {
  return { name, uid: uid(number), resourceVersion: '1', creationTimestamp: created }
}

const names = { plural: 'teams', singular: 'team', kind: 'Team', listKind: 'TeamList' }
const met = { status: 'True', reason: 'Met', message: '', lastTransitionTime: created }

const definition: KubeObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: metadata('teams.example.com', 1),
  spec: {
    group: 'example.com',
    scope: 'Cluster',
    names,
    conversion: { strategy: 'None' },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
  },
  status: {
    acceptedNames: names,
    storedVersions: ['v1'],
    conditions: [
      { type: 'NamesAccepted', ...met },
      { type: 'Established', ...met },
    ],
  },
}

const team: KubeObject = { apiVersion: 'example.com/v1', kind: 'Team', metadata: metadata('blue', 2) }
const charter: KubeObject = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: metadata('blue-charter', 3),
  rules: [],
}

function ownedBy({ apiVersion, kind, metadata: { name, uid: owner = '' } }: KubeObject): OwnerReference {
  return { apiVersion, kind, name, uid: owner }
}

function namespaceOf(name: string, number: number, owners: readonly KubeObject[]): readonly KubeObject[] {
  return [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        ...metadata(name, number),
        labels: { 'kubernetes.io/metadata.name': name },
        ownerReferences: owners.map(ownedBy),
      },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { ...metadata('default', number + 1), namespace: name } },
  ]
}

/** What every cluster has that these worlds need: the rights of controllers, and the namespace default. */
function surroundings(): readonly KubeObject[] {
  return twoTenants().filter(({ kind, metadata: { name, namespace } }) =>
    kind.startsWith('ClusterRole') ? name.startsWith('system:') : name === 'default' || namespace === 'default',
  )
}

/** Nobody's operator: a Team that owns a Namespace. */
export function aTeam(): readonly KubeObject[] {
  return [...surroundings(), definition, team, ...namespaceOf('blue-dev', 10, [team])]
}

/** A Team and a ClusterRole that own two Namespaces together. */
export function aTeamWithCharter(): readonly KubeObject[] {
  const owners = [team, charter]
  return [
    ...surroundings(),
    definition,
    team,
    charter,
    ...namespaceOf('blue-dev', 10, owners),
    ...namespaceOf('blue-prod', 20, owners),
  ]
}
