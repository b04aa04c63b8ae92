import type { NamedResource } from '../snapshot/named-resource.ts'
import { didYouMean } from '../text/near-miss.ts'
import { type Parsed, parsed, refused } from './action-text.ts'

/**
 * The resource that a TYPE names: plural, singular, short name or kind, alone or followed by `.group` or
 * `.version.group`; a group may be written in part. Letter case does not count. Exact names go before short names and
 * these before kinds. [k8s.io/apimachinery api/meta restmapper.go; k8s.io/client-go restmapper/shortcut.go]
 */
export function resolveResource(type: string, resources: readonly NamedResource[]): Parsed<NamedResource> {
  const wanted = type.toLowerCase()
  const [name = '', ...rest] = wanted.split('.')
  const found = rest.length === 0 ? named(name, resources) : qualifiedName(name, rest, resources)
  if (found !== undefined) return parsed(found)
  return refused(`no resource is named ${JSON.stringify(type)}.${didYouMean(type, namesOf(resources))} ${expected}`)
}

const expected = 'Expected a plural (tenants), singular (tenant), short name (tnt), kind (Tenant) or plural.group.'

/** The resource that serves an object of this kind; of its versions the object's own where that is served. */
export function resourceOfKind(
  group: string,
  version: string,
  kind: string,
  resources: readonly NamedResource[],
): NamedResource | undefined {
  const same = resources.filter((each) => each.group === group && each.kind === kind && !each.resource.includes('/'))
  return same.find((each) => each.version === version) ?? same[0]
}

const namings: readonly ((resource: NamedResource) => readonly string[])[] = [
  (resource) => [resource.resource, singularOf(resource)],
  (resource) => (resource.shortNames?.length ? resource.shortNames : (builtInShortNames[resource.resource] ?? [])),
  (resource) => [resource.kind.toLowerCase()],
]

/** Every word that names a resource by itself: plural, singular, short names. */
export function typeNames(resource: NamedResource): readonly string[] {
  return [...new Set([...namings.flatMap((naming) => naming(resource)), resource.kind])]
}

function named(name: string, resources: readonly NamedResource[]): NamedResource | undefined {
  for (const naming of namings) {
    const found = resources.find((resource) => naming(resource).includes(name))
    if (found !== undefined) return found
  }
  return undefined
}

/** `tenants.capsule.clastix.io`, `tenants.v1beta2.capsule.clastix.io`, `deploy.apps`. */
function qualifiedName(
  name: string,
  rest: readonly string[],
  resources: readonly NamedResource[],
): NamedResource | undefined {
  const [version = '', ...groupParts] = rest
  const group = rest.join('.')
  const ofVersion = resources.filter((each) => each.version === version && each.group === groupParts.join('.'))
  const ofGroup = resources.filter((each) => each.group === group)
  const ofPart = resources.filter((each) => each.group.startsWith(group))
  return named(name, ofVersion) ?? named(name, ofGroup) ?? named(name, ofPart)
}

function singularOf(resource: NamedResource): string {
  return resource.singular !== undefined && resource.singular !== '' ? resource.singular : resource.kind.toLowerCase()
}

function namesOf(resources: readonly NamedResource[]): ReadonlySet<string> {
  return new Set([
    ...resources.flatMap((resource) => [resource.resource, singularOf(resource)]),
    ...resources.map(({ resource, group }) => `${resource}.${group}`),
  ])
}

/** Short names of the API server's own resources, which their registries give. [pkg/registry, ShortNames] */
const builtInShortNames: Readonly<Record<string, readonly string[]>> = {
  certificatesigningrequests: ['csr'],
  componentstatuses: ['cs'],
  configmaps: ['cm'],
  cronjobs: ['cj'],
  customresourcedefinitions: ['crd', 'crds'],
  daemonsets: ['ds'],
  deployments: ['deploy'],
  endpoints: ['ep'],
  events: ['ev'],
  horizontalpodautoscalers: ['hpa'],
  ingresses: ['ing'],
  limitranges: ['limits'],
  namespaces: ['ns'],
  networkpolicies: ['netpol'],
  nodes: ['no'],
  persistentvolumeclaims: ['pvc'],
  persistentvolumes: ['pv'],
  poddisruptionbudgets: ['pdb'],
  pods: ['po'],
  priorityclasses: ['pc'],
  replicasets: ['rs'],
  replicationcontrollers: ['rc'],
  resourcequotas: ['quota'],
  serviceaccounts: ['sa'],
  services: ['svc'],
  statefulsets: ['sts'],
  storageclasses: ['sc'],
}
