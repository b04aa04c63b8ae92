import { at, textAt } from '../object/json.ts'
import { isTerminating, type KubeObject, withMetadata } from '../object/kube-object.ts'
import type { ResourceType } from '../object/resource-type.ts'

/** Whether a deletion waits until somebody else has done his part. */
export type Grace =
  | { readonly type: 'none' }
  /** it waits already, and this request changes nothing about that */
  | { readonly type: 'pending' }
  /** the object as it waits from now on; of 0 seconds it does not wait */
  | { readonly type: 'graceful'; readonly seconds: number; readonly object: KubeObject }

/**
 * Only pods are deleted gracefully, and of those only what runs on a node waits. Another DELETE may only shorten the
 * period. [registry/rest/delete.go BeforeDelete, registry/core/pod/strategy.go CheckGracefulDelete; kubernetes.md 1.5.9]
 */
export function checkGrace(
  type: ResourceType,
  object: KubeObject,
  options: { readonly gracePeriodSeconds?: number },
  time: string,
): Grace {
  if (type.group !== '' || type.resource !== 'pods') return { type: 'none' }
  const wanted = options.gracePeriodSeconds
  const asked = wanted !== undefined && wanted < 0 ? 1 : wanted
  if (isTerminating(object)) return shorten(object, asked, time)
  const seconds = gracePeriod(object, asked)
  const marked = withMetadata(withNextGeneration(object), {
    deletionTimestamp: later(time, seconds),
    deletionGracePeriodSeconds: seconds,
  })
  return { type: 'graceful', seconds, object: marked }
}

function gracePeriod(pod: KubeObject, asked: number | undefined): number {
  const phase = textAt(pod, 'status', 'phase')
  if (!textAt(pod, 'spec', 'nodeName') || phase === 'Succeeded' || phase === 'Failed') return 0
  const usual = at(pod, 'spec', 'terminationGracePeriodSeconds')
  const seconds = asked ?? (typeof usual === 'number' ? usual : 0)
  return seconds < 0 ? 1 : seconds
}

/** The moment is brought forward by what is taken off the period, but not into the past. */
function shorten(pod: KubeObject, asked: number | undefined, time: string): Grace {
  const { deletionGracePeriodSeconds: before = 0, deletionTimestamp = time } = pod.metadata
  if (before === 0) return { type: 'none' }
  if (asked === undefined || asked >= before) return { type: 'pending' }
  const moment = later(deletionTimestamp, asked - before)
  const isPast = Date.parse(moment) < Date.parse(time)
  const seconds = isPast && asked !== 0 ? 1 : asked
  const change = { deletionTimestamp: isPast ? time : moment, deletionGracePeriodSeconds: seconds }
  return { type: 'graceful', seconds, object: withMetadata(pod, change) }
}

function later(time: string, seconds: number): string {
  return seconds === 0 ? time : `${new Date(Date.parse(time) + seconds * 1000).toISOString().slice(0, 19)}Z`
}

/** The first DELETE counts as a change of what is desired, where that is counted. */
export function withNextGeneration(object: KubeObject): KubeObject {
  const { generation = 0 } = object.metadata
  return generation > 0 ? withMetadata(object, { generation: generation + 1 }) : object
}
