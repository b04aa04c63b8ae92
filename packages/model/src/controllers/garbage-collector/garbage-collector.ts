import { definitionsKey } from '../../apiserver/discovery.ts'
import type { ResourceKey } from '../../object/gvk.ts'
import { keyOf } from '../../object/resource-type.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { objectsOf } from '../../state/store.ts'
import type { WatchEvent } from '../../state/watch-event.ts'
import {
  type Backoff,
  type Controller,
  done,
  type Enqueue,
  nothing,
  type Observation,
  type Reconcile,
  read,
} from '../controller.ts'
import { kubeSystemServiceAccount } from '../service-account-user.ts'
import { attemptToDelete } from './attempt-to-delete.ts'
import { attemptToOrphan } from './attempt-to-orphan.ts'
import { emptyGraph, type Graph, orderOnlyFields } from './graph.ts'
import type { Processed } from './graph-builder.ts'
import {
  controllerName,
  deleteKey,
  enqueueProcessed,
  type GraphHolder,
  keepGraph,
  orphanKey,
  workerLatencyMs,
} from './memory.ts'
import {
  connect,
  disconnect,
  isMonitored,
  monitoredTypes,
  processEvent,
  relist,
  resourceOfDefinition,
} from './monitors.ts'
import { refreshMapper, resetMapper } from './rest-mapper.ts'

/** Discovery is read every 30 s: until then a new resource is not watched. [kubernetes.md 2.8.1] */
const discoverySyncMs = 30_000
/**
 * An informer whose watch broke lists again after this, then after twice as long, up to the maximum. The jitter that makes
 * each delay up to twice as long is left out. [client-go reflector.go; kubernetes.md 1.7.3]
 */
const relistBackoff: Backoff = { baseMs: 800, maxMs: 30_000 }

/**
 * The garbage collector: a graph of who owns whom, kept by watching everything, and workers that look at a node when the
 * graph makes them. [K pkg/controller/garbagecollector; kubernetes.md chapter 2]
 */
export const garbageCollector: Controller = {
  name: controllerName,
  process: 'kube-controller-manager',
  user: kubeSystemServiceAccount('generic-garbage-collector'),
  backoff: { baseMs: 5, maxMs: 1_000_000 },
  resumes: true,
  spontaneous: ['mapper/', 'sync/'],
  orderOnly: orderOnlyFields,
  observe(event, memory, state) {
    const graph = memory as Graph | undefined
    return graph ? observe(graph, event, state) : nothing
  },
  start(state) {
    const graph = emptyGraph(objectsOf(state, definitionsKey), state.clock)
    return observation(connect(graph, state, monitoredTypes(state)), graph)
  },
  *reconcile(key, memory) {
    const graph = memory as Graph | undefined
    if (!graph) return done
    const slash = key.indexOf('/')
    const what = key.slice(0, slash)
    const refresh = what === 'mapper' ? resetMapper : refreshMapper
    const holder: GraphHolder = { graph: yield* read((state) => refresh(graph, state)) }
    if (holder.graph !== graph) yield* keepGraph(holder, holder.graph)
    if (what === 'mapper') return done
    const subject = key.slice(slash + 1)
    if (what === 'delete') return yield* attemptToDelete(holder, subject)
    if (what === 'orphan') return yield* attemptToOrphan(holder, subject)
    if (what === 'relist') return yield* reconnect(holder, subject as ResourceKey)
    return yield* syncMonitors(holder)
  },
}

function observe(graph: Graph, event: WatchEvent, state: ClusterState): Observation {
  const processed = isMonitored(graph, event.resource) ? processEvent(graph, event) : untouched(graph)
  if (event.resource !== definitionsKey) return observation(processed, graph)
  if (event.type === 'deleted') {
    const broken = disconnect(processed.graph, state, event.object)
    const again: Enqueue = {
      controller: controllerName,
      key: `relist/${resourceOfDefinition(event.object)}`,
      afterMs: relistBackoff.baseMs,
    }
    return observation({ ...processed, graph: broken }, graph, broken === processed.graph ? [] : [again])
  }
  const unwatched = monitoredTypes(state).some((type) => graph.monitors[keyOf(type)] === undefined)
  const sync: Enqueue = { controller: controllerName, key: 'sync/', afterMs: discoverySyncMs }
  return observation(processed, graph, unwatched ? [sync] : [])
}

function untouched(graph: Graph): Processed {
  return { graph, attemptToDelete: [], attemptToOrphan: [] }
}

function observation(processed: Processed, before: Graph, more: readonly Enqueue[] = []): Observation {
  const keys = [...processed.attemptToDelete.map(deleteKey), ...processed.attemptToOrphan.map(orphanKey)]
  const enqueue = [...keys.map((key) => ({ controller: controllerName, key, afterMs: workerLatencyMs })), ...more]
  return processed.graph === before && before.nodes.size > 0 ? { enqueue } : { memory: processed.graph, enqueue }
}

/** An informer whose watch broke tries to list: as long as nobody serves the resource it fails. */
function* reconnect(holder: GraphHolder, resource: ResourceKey): Reconcile {
  const served = yield* read((state) => monitoredTypes(state).some((type) => keyOf(type) === resource))
  if (!served) return yield* listLater(holder, resource)
  const processed = yield* read((state) => relist(holder.graph, state, resource))
  yield* keepGraph(holder, processed.graph)
  yield* enqueueProcessed(processed)
  return done
}

function* listLater(holder: GraphHolder, resource: ResourceKey): Reconcile {
  const { graph } = holder
  const monitor = graph.monitors[resource]
  if (!monitor) return done
  const failures = (monitor.failures ?? 0) + 1
  yield* keepGraph(holder, { ...graph, monitors: { ...graph.monitors, [resource]: { ...monitor, failures } } })
  return { type: 'requeue', afterMs: Math.min(relistBackoff.baseMs * 2 ** failures, relistBackoff.maxMs) }
}

/** Resources that appeared since the last look at discovery are watched from now on. */
function* syncMonitors(holder: GraphHolder): Reconcile {
  const processed = yield* read((state) => {
    const types = monitoredTypes(state).filter((type) => holder.graph.monitors[keyOf(type)] === undefined)
    return connect(holder.graph, state, types)
  })
  yield* keepGraph(holder, processed.graph)
  yield* enqueueProcessed(processed)
  return done
}
