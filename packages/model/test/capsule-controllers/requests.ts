import { parseApiVersion, resourceKey } from '../../src/object/gvk.ts'
import type { Json, JsonObject } from '../../src/object/json.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import type { Request, Response } from '../../src/request/request.ts'
import { findObject } from '../../src/state/store.ts'
import { resourceOf } from './recorded.ts'
import { ask, core, object, type World } from './whole-cluster.ts'

/** What names an object: enough to read, change or delete it. */
export interface Named {
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  readonly namespace?: string
}

export const capsuleVersion = 'capsule.clastix.io/v1beta2'

function placeOf({ apiVersion, kind, name, namespace }: Named): Omit<Request, 'verb'> {
  const { group, resource } = resourceOf({ apiVersion, kind, metadata: { name } })
  const { version } = parseApiVersion(apiVersion)
  return { group, version, resource, kind, name, ...(namespace === undefined ? {} : { namespace }) }
}

export function create(to: World, named: Named, content: JsonObject = {}): Response {
  const { name: _name, ...place } = placeOf(named)
  const body = object(named.apiVersion, named.kind, named.name, named.namespace, content)
  return ask(to, { verb: 'create', ...place, body })
}

export function change(to: World, named: Named, patch: Json, subresource?: 'status'): Response {
  const request: Request = { verb: 'patch', patchType: 'merge', ...placeOf(named), body: patch }
  return ask(to, subresource ? { ...request, subresource } : request)
}

export function remove(to: World, named: Named): Response {
  return ask(to, { verb: 'delete', ...placeOf(named) })
}

export function find(from: World, named: Named): KubeObject | undefined {
  const { group, resource, namespace } = placeOf(named)
  return findObject(from.state, resourceKey(group, resource), namespace, named.name)
}

export const alice: JsonObject = { kind: 'User', name: 'alice' }

/** A Tenant of alice's, and the namespaces that she makes in it. */
export function createTenant(to: World, name: string, spec: JsonObject, ...namespaces: readonly string[]): Response {
  const response = create(
    to,
    { apiVersion: capsuleVersion, kind: 'Tenant', name },
    { spec: { owners: [alice], ...spec } },
  )
  for (const namespace of namespaces) addNamespace(to, name, namespace)
  return response
}

export function addNamespace(to: World, tenant: string, name: string, labels: JsonObject = {}): void {
  const metadata = { labels: { 'capsule.clastix.io/tenant': tenant, ...labels } }
  const body = object('v1', 'Namespace', name, undefined, { metadata })
  const as = { user: 'alice', groups: ['projectcapsule.dev', 'system:authenticated'] }
  const { code } = ask(to, { verb: 'create', ...core('namespaces', 'Namespace'), body }, as)
  if (code !== 201) throw new Error(`namespace ${name} is refused: ${code}`)
}
