import {
  type ClusterState,
  findObject,
  type JsonObject,
  type KubeObject,
  listAt,
  listObjects,
  type Request,
  textAt,
  type UserInfo,
} from '@capsule-whatif/model'
import { defaultUser, impersonatedUser } from '../action/impersonated-user.ts'
import { userGroups } from './installation.ts'

/** Something that people do every day in a cluster with Capsule. */
export interface EverydayAction {
  readonly title: string
  readonly user: UserInfo
  readonly requests: readonly Request[]
  /** whether the operator runs while it is done; default yes */
  readonly operator?: 'down'
}

/** Tenants that are tried out; of the others nothing is said. */
export const tenantsMax = 8

const tenantLabel = 'capsule.clastix.io/tenant'

/** A Tenant with what its people do something to: who owns it, one namespace, and another Tenant. */
interface Place {
  readonly state: ClusterState
  readonly tenant: string
  readonly owner: UserInfo | undefined
  readonly namespace: string | undefined
  readonly otherTenant: string | undefined
}

/** The actions of this cluster: those of each Tenant's first owner, and those of an administrator. */
export function everydayActions(state: ClusterState): readonly EverydayAction[] {
  const tenants = listObjects(state, 'capsule.clastix.io/tenants').slice(0, tenantsMax)
  const names = tenants.map(({ metadata }) => metadata.name)
  const places = tenants.map((tenant): Place => {
    const { name } = tenant.metadata
    const [namespace] = listAt(tenant, 'status', 'namespaces').filter((each) => typeof each === 'string')
    const otherTenant = names.find((each) => each !== name)
    return { state, tenant: name, owner: ownerOf(state, tenant), namespace, otherTenant }
  })
  return [...places.flatMap(ownersActions), ...places.flatMap(administratorsActions), ...wholeCluster]
}

/** The first owner as a user: of a group some member. */
export function ownerOf(state: ClusterState, tenant: KubeObject): UserInfo | undefined {
  const [owner] = listAt(tenant, 'spec', 'owners')
  const [kind, name] = [textAt(owner, 'kind') ?? '', textAt(owner, 'name') ?? '']
  if (name === '') return undefined
  const configuration = findObject(state, 'capsule.clastix.io/capsuleconfigurations', '', 'default')
  const groups = userGroups((configuration?.spec ?? {}) as JsonObject)
  if (kind === 'ServiceAccount') return impersonatedUser(name, [])
  if (kind === 'Group') return impersonatedUser(`a member of ${name}`, [...groups, name])
  return impersonatedUser(name, groups)
}

const namespaces = { group: '', version: 'v1', resource: 'namespaces', kind: 'Namespace' }
const tenants = { group: 'capsule.clastix.io', version: 'v1beta2', resource: 'tenants', kind: 'Tenant' }
const definitions = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  resource: 'customresourcedefinitions',
  kind: 'CustomResourceDefinition',
}

function ownersActions(place: Place): readonly EverydayAction[] {
  const { owner, tenant, namespace, otherTenant } = place
  if (!owner) return []
  const creating: readonly Titled[] = [
    ['create a namespace with the tenant as prefix', createNamespace(`${tenant}-whatif`)],
    ['create a namespace without prefix', createNamespace('whatif')],
    ['create a namespace with the tenant label', createNamespace(`${tenant}-whatif`, { [tenantLabel]: tenant })],
  ]
  const within: readonly Titled[] = namespace === undefined ? [] : inNamespace(place, namespace)
  const moving: readonly Titled[] =
    namespace === undefined || otherTenant === undefined
      ? []
      : [[`move ${namespace} to ${otherTenant} by its label`, patchLabels(namespace, { [tenantLabel]: otherTenant })]]
  return [...creating, ...within, ...moving].map(([what, request]) => ({
    title: `owner of ${tenant}: ${what}`,
    user: owner,
    requests: [request],
  }))
}

type Titled = readonly [title: string, request: Request]

function inNamespace({ state }: Place, namespace: string): readonly Titled[] {
  return [
    [`create a ConfigMap in ${namespace}`, createConfigMap(namespace)],
    [`label ${namespace}`, patchLabels(namespace, { 'whatif.example/team': 'blue' })],
    [`take the tenant label from ${namespace}`, patchLabels(namespace, { [tenantLabel]: null })],
    [`delete ${namespace}`, deletion(namespaces, namespace)],
    ...generatedIn(state, namespace),
  ]
}

/** One object of each kind that Capsule generates in a namespace. */
function generatedIn(state: ClusterState, namespace: string): readonly Titled[] {
  const kinds = [
    ['rbac.authorization.k8s.io', 'rolebindings', 'RoleBinding'],
    ['', 'resourcequotas', 'ResourceQuota'],
    ['', 'limitranges', 'LimitRange'],
    ['networking.k8s.io', 'networkpolicies', 'NetworkPolicy'],
  ] as const
  return kinds.flatMap(([group, resource, kind]): readonly Titled[] => {
    const [object] = listObjects(state, `${group}/${resource}`, namespace).filter(isOfTenant)
    if (!object) return []
    const request: Request = { ...deletion({ group, version: 'v1', resource, kind }, object.metadata.name), namespace }
    return [[`delete a generated ${kind} in ${namespace}`, request]]
  })
}

function isOfTenant({ metadata }: KubeObject): boolean {
  return metadata.ownerReferences?.some(({ kind }) => kind === 'Tenant') === true
}

function administratorsActions({ tenant, namespace, otherTenant }: Place): readonly EverydayAction[] {
  const cordon: Request = {
    verb: 'patch',
    ...tenants,
    name: tenant,
    patchType: 'merge',
    body: { spec: { cordoned: true } },
  }
  const onTenant: readonly Titled[] = [
    [`create a namespace with the label of ${tenant}`, createNamespace('whatif', { [tenantLabel]: tenant })],
    [`cordon ${tenant}`, cordon],
    [`delete ${tenant}`, deletion(tenants, tenant)],
    [`delete ${tenant} with --cascade=orphan`, deletion(tenants, tenant, 'Orphan')],
  ]
  const onNamespace = namespace === undefined ? [] : administratorsInNamespace(namespace, otherTenant)
  const running = [...onTenant, ...onNamespace].map(byAdministrator)
  const down = [...onTenant.slice(2, 3), ...onNamespace.slice(0, 1)].map(byAdministrator)
  return [...running, ...down.map(withOperatorDown)]
}

function administratorsInNamespace(namespace: string, otherTenant: string | undefined): readonly Titled[] {
  const detach: Request = { ...patchLabels(namespace, {}), body: { metadata: { ownerReferences: null } } }
  return [
    [`delete ${namespace}`, deletion(namespaces, namespace)],
    [`take the owner references from ${namespace}`, detach],
    [`take the tenant label from ${namespace}`, patchLabels(namespace, { [tenantLabel]: null })],
    ...(otherTenant === undefined
      ? []
      : [
          [
            `move ${namespace} to ${otherTenant} by its label`,
            patchLabels(namespace, { [tenantLabel]: otherTenant }),
          ] as const,
        ]),
  ]
}

function byAdministrator([what, request]: Titled): EverydayAction {
  return { title: `administrator: ${what}`, user: defaultUser, requests: [request] }
}

function withOperatorDown(action: EverydayAction): EverydayAction {
  return { ...action, title: `${action.title}, the operator being down`, operator: 'down' }
}

const deleteDefinition: EverydayAction = byAdministrator([
  'delete the definition of Tenant',
  deletion(definitions, 'tenants.capsule.clastix.io'),
])

const wholeCluster: readonly EverydayAction[] = [
  byAdministrator(['create a namespace of no tenant', createNamespace('whatif')]),
  deleteDefinition,
  withOperatorDown(deleteDefinition),
]

function createNamespace(name: string, labels: JsonObject = {}): Request {
  const metadata = Object.keys(labels).length === 0 ? { name } : { name, labels }
  const query = { fieldManager: 'kubectl-create', fieldValidation: 'Strict' }
  return { verb: 'create', ...namespaces, query, body: { apiVersion: 'v1', kind: 'Namespace', metadata } }
}

function createConfigMap(namespace: string): Request {
  const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'whatif', namespace } }
  return { verb: 'create', group: '', version: 'v1', resource: 'configmaps', kind: 'ConfigMap', namespace, body }
}

function patchLabels(name: string, labels: JsonObject): Request {
  return { verb: 'patch', ...namespaces, name, patchType: 'merge', body: { metadata: { labels } } }
}

function deletion(
  resource: Pick<Request, 'group' | 'version' | 'resource'> & { readonly kind: string },
  name: string,
  propagationPolicy = 'Background',
): Request {
  return { verb: 'delete', ...resource, name, body: { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy } }
}
