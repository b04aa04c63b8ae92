import { type ClusterState, putObject, removeObject, type Step, type WatchEvent } from '@capsule-whatif/model'

/** What the API server holds after one write of a run. */
export interface Moment {
  readonly state: ClusterState
  /** virtual milliseconds since the run began; of all writes of a reconcile the time of its end */
  readonly afterMs: number
  /** what was written and by whom: `capsule/tenants: modified namespaces oil-dev` */
  readonly by: string
}

/**
 * The moments between all writes of a run: what somebody's next request can find. A reconcile is one step, but others see
 * what it has written so far. Only what etcd holds is true of these states, not the queues.
 */
export function momentsOf(start: ClusterState, began: string, steps: readonly Step[]): readonly Moment[] {
  const moments: Moment[] = [{ state: start, afterMs: 0, by: began }]
  let before = start
  for (const step of steps) {
    const afterMs = step.at - start.clock
    let current = before
    for (const [index, event] of step.events.entries()) {
      current = index === step.events.length - 1 ? step.state : withWrite(current, event)
      moments.push({ state: current, afterMs, by: writeText(step, event) })
    }
    before = step.state
  }
  return moments
}

function withWrite(state: ClusterState, { type, resource, object }: WatchEvent): ClusterState {
  const { namespace, name } = object.metadata
  return type === 'deleted' ? removeObject(state, resource, namespace, name) : putObject(state, resource, object)
}

/** A write as text, with whoever made it. */
export function writeText({ action }: Step, { type, resource, object }: WatchEvent): string {
  const who = action.type === 'work' ? action.controller : action.type === 'request' ? action.as.user : 'nobody'
  const { namespace, name } = object.metadata
  const [, plural = ''] = resource.split('/')
  return `${who}: ${type} ${plural} ${namespace === undefined ? '' : `${namespace}/`}${name}`
}
