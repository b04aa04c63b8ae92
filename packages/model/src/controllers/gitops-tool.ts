import { findKind } from '../apiserver/discovery.ts'
import { parseApiVersion } from '../object/gvk.ts'
import type { KubeObject } from '../object/kube-object.ts'
import type { ResourceType } from '../object/resource-type.ts'
import type { Request, UserInfo } from '../request/request.ts'
import type { WatchEvent } from '../state/watch-event.ts'
import { done, type Enqueue, failed, messageOf, nothing, type Reconcile, read, send } from './controller.ts'
import type { ManagedController, Operator } from './operator.ts'

/** What a GitOps tool keeps as it is written, and as whom. */
export interface Keeper {
  readonly as: UserInfo
  readonly manifests: readonly KubeObject[]
}

const name = 'gitops-tool'
/** How soon it looks at a change. Such tools differ in it; what counts is that it is later than at once. */
const latencyMs = 500

/**
 * A tool that keeps objects as manifests say: whenever one is changed or gone it applies its manifest again, by a merge
 * patch of what the manifest says, and leaves fields alone of which it says nothing. When it starts it applies all.
 * Not modelled: that it prunes, waits for waves or for health.
 */
export function gitOpsTool({ as, manifests }: Keeper): Operator {
  return { name, user: as, controllers: [keepingController(manifests)] }
}

function keepingController(manifests: readonly KubeObject[]): ManagedController {
  const byKey = new Map(manifests.map((manifest) => [keyOf(manifest), manifest]))
  return {
    name,
    start: () => ({ enqueue: [...byKey.keys()].map(wanted) }),
    observe: (event: WatchEvent) =>
      byKey.has(keyOf(event.object)) ? { enqueue: [wanted(keyOf(event.object))] } : nothing,
    *reconcile(key) {
      const manifest = byKey.get(key)
      return manifest ? yield* keep(manifest) : done
    },
  }
}

function keyOf({ kind, metadata }: KubeObject): string {
  return `${kind}/${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`
}

function wanted(key: string): Enqueue {
  return { controller: name, key, afterMs: latencyMs }
}

function* keep(manifest: KubeObject): Reconcile {
  const { group, version } = parseApiVersion(manifest.apiVersion)
  const type = yield* read((state) => findKind(state, group, version, manifest.kind))
  if (!type) return failed(`nobody serves ${manifest.kind} of ${manifest.apiVersion}`)
  const place = placeOf(type, manifest)
  const found = yield* send({ verb: 'get', ...place })
  const answer =
    found.code === 404
      ? yield* send({ verb: 'create', ...place, body: manifest })
      : yield* send({ verb: 'patch', ...place, patchType: 'merge', body: manifest })
  return answer.code < 400 ? done : failed(messageOf(answer))
}

function placeOf(
  { group, version, resource, kind, namespaced }: ResourceType,
  { metadata }: KubeObject,
): Omit<Request, 'verb'> {
  const { name: of, namespace } = metadata
  return { group, version, resource, kind, name: of, ...(namespaced && namespace !== undefined ? { namespace } : {}) }
}
