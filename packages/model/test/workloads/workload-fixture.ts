import type { JsonObject } from '../../src/object/json.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import { namesOf } from '../cluster/api.ts'
import { type Kind, make, stored } from '../cluster/objects.ts'
import { type Cluster, cluster } from '../cluster/running.ts'

/** A cluster in which pods can be made. */
export function clusterForPods(...objects: readonly KubeObject[]): Cluster {
  return cluster(stored('ServiceAccount', 'default'), ...objects)
}

export const template: JsonObject = {
  metadata: { labels: { app: 'a' } },
  spec: { containers: [{ name: 'c', image: 'nginx' }] },
}
export const selector: JsonObject = { matchLabels: { app: 'a' } }

/** Creates an object and lets the controllers work. */
export function created(within: Cluster, kind: Kind, name: string, spec: JsonObject): KubeObject {
  const answer = within.create(make(kind, name, {}, { spec }))
  if (answer.code !== 201) throw new Error(String(answer.body.message))
  within.settle()
  return latest(within, kind, name)
}

export function latest(within: Cluster, kind: Kind, name: string): KubeObject {
  const found = within.stored(kind, name)
  if (!found) throw new Error(`no ${kind} ${name}`)
  return found
}

export function names(within: Cluster, kind: Kind): readonly string[] {
  return namesOf(within.list(kind))
}

/** As the kubelet would: the pod has come so far. */
export function setPhase(within: Cluster, name: string, phase: string): void {
  const pod = latest(within, 'Pod', name)
  const ready = [
    { type: 'Ready', status: phase === 'Running' ? 'True' : 'False', lastTransitionTime: '2026-01-02T00:00:00Z' },
  ]
  const answer = within.update({ ...pod, status: { phase, conditions: ready } }, { subresource: 'status' })
  if (answer.code !== 200) throw new Error(String(answer.body.message))
  within.settle()
}
