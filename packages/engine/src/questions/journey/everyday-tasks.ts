import { type ClusterState, type JsonObject, type KubeObject, listObjects, type Request } from '@capsule-whatif/model'

/** Something that the owner of a Tenant does every day, as one command of kubectl. */
export interface EverydayTask {
  readonly name: string
  readonly request: Request
}

const core = { group: '', version: 'v1' }
const rbac = { group: 'rbac.authorization.k8s.io', version: 'v1' }
const capsule = { group: 'capsule.clastix.io', version: 'v1beta2' }

/** What an owner does in a Tenant and one of its Namespaces; without a Namespace, what needs none. */
export function everydayTasks(
  state: ClusterState,
  tenant: KubeObject,
  namespace: string | undefined,
): readonly EverydayTask[] {
  const { name } = tenant.metadata
  const newNamespace = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: `${name}-whatif`, labels: { 'capsule.clastix.io/tenant': name } },
  }
  return [
    task('create a Namespace', {
      verb: 'create',
      ...core,
      resource: 'namespaces',
      kind: 'Namespace',
      body: newNamespace,
    }),
    task('list Namespaces', { verb: 'list', ...core, resource: 'namespaces', kind: 'Namespace' }),
    task('read the Tenant', { verb: 'get', ...capsule, resource: 'tenants', kind: 'Tenant', name }),
    task('list Tenants', { verb: 'list', ...capsule, resource: 'tenants', kind: 'Tenant' }),
    task(
      'edit the Tenant',
      patch({ ...capsule, resource: 'tenants', kind: 'Tenant', name }, { metadata: { labels: { team: 'blue' } } }),
    ),
    task('list StorageClasses', {
      verb: 'list',
      group: 'storage.k8s.io',
      version: 'v1',
      resource: 'storageclasses',
      kind: 'StorageClass',
    }),
    ...(namespace === undefined ? [] : within(state, namespace)),
  ]
}

function within(state: ClusterState, namespace: string): readonly EverydayTask[] {
  const metadata = { name: 'whatif', namespace }
  const container = { name: 'main', image: 'registry/whatif:1', resources: { limits: { cpu: '100m', memory: '64Mi' } } }
  const place = { ...core, namespace }
  const space = { ...core, resource: 'namespaces', kind: 'Namespace', name: namespace }
  const create = (resource: string, kind: string, rest: JsonObject, api = core): Request => ({
    verb: 'create',
    ...api,
    resource,
    kind,
    namespace,
    body: { apiVersion: api.group === '' ? api.version : `${api.group}/${api.version}`, kind, metadata, ...rest },
  })
  const role = { apiGroup: rbac.group, kind: 'ClusterRole', name: 'view' }
  const subject = { apiGroup: rbac.group, kind: 'User', name: 'a-colleague' }
  return [
    task('read a Namespace', { verb: 'get', ...space }),
    task('label a Namespace', patch(space, { metadata: { labels: { team: 'blue' } } })),
    task('create a Pod', create('pods', 'Pod', { spec: { containers: [container] } })),
    task('list Pods', { verb: 'list', ...place, resource: 'pods', kind: 'Pod' }),
    task('create a ConfigMap', create('configmaps', 'ConfigMap', {})),
    task('create a Secret', create('secrets', 'Secret', { type: 'Opaque' })),
    task('list Secrets', { verb: 'list', ...place, resource: 'secrets', kind: 'Secret' }),
    task(
      'create a Service',
      create('services', 'Service', { spec: { ports: [{ port: 80 }], selector: { app: 'whatif' } } }),
    ),
    task(
      'give a colleague the role view',
      create('rolebindings', 'RoleBinding', { roleRef: role, subjects: [subject] }, rbac),
    ),
    ...generated(state, namespace),
    task('delete a Namespace', { verb: 'delete', ...space, body: { propagationPolicy: 'Background' } }),
  ]
}

/** What Capsule generates, and people would rather have otherwise. */
const generatedKinds = [
  { ...core, resource: 'resourcequotas', kind: 'ResourceQuota' },
  { ...core, resource: 'limitranges', kind: 'LimitRange' },
  { ...rbac, resource: 'rolebindings', kind: 'RoleBinding' },
  { group: 'networking.k8s.io', version: 'v1', resource: 'networkpolicies', kind: 'NetworkPolicy' },
] as const

function generated(state: ClusterState, namespace: string): readonly EverydayTask[] {
  return generatedKinds.flatMap((api) => {
    const [object] = listObjects(state, `${api.group}/${api.resource}`, namespace).filter(({ metadata }) =>
      metadata.ownerReferences?.some(({ kind }) => kind === 'Tenant'),
    )
    if (object === undefined) return []
    const place = { ...api, namespace, name: object.metadata.name }
    return [
      task(`edit a generated ${api.kind}`, patch(place, { metadata: { labels: { team: 'blue' } } })),
      task(`delete a generated ${api.kind}`, { verb: 'delete', ...place, body: { propagationPolicy: 'Background' } }),
    ]
  })
}

function patch(place: Omit<Request, 'verb' | 'patchType' | 'body'>, body: JsonObject): Request {
  return { verb: 'patch', ...place, patchType: 'merge', body }
}

function task(name: string, request: Request): EverydayTask {
  return { name, request }
}
