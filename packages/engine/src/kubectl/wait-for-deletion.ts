import { listAt, type Request, type Response, resourceKey, type Step, textAt } from '@capsule-whatif/model'
import { settle, usualPatience } from '../schedule/likely.ts'
import type { Ended } from './kubectl-run.ts'
import { type KubectlSession, print, send, sendAgain } from './kubectl-session.ts'

type Place = Omit<Request, 'verb'>

/**
 * kubectl waits with an informer of the one object: a watch that begins with what is there, or where that is refused a list
 * and then a watch, all without a namespace for cluster-scoped objects. It ends when the object is not there at first, or
 * has another uid, or is told to be deleted. [kubectl pkg/cmd/wait/delete.go; kubernetes.md 8.1.4]
 */
export function waitForDeletion(session: KubectlSession, place: Place, uid: string): Ended {
  const { name = '', ...collection } = place
  const fieldSelector = `metadata.name=${name}`
  const watch: Request = {
    ...collection,
    verb: 'list',
    query: { fieldSelector, watch: 'true', sendInitialEvents: 'true', resourceVersionMatch: 'NotOlderThan' },
  }
  const list: Request = { ...collection, verb: 'list', query: { fieldSelector } }
  const watched = send(session, watch)
  if (watched.code < 400) return holds(watched, uid) ? watchDeletion(session, place, uid) : goneAtFirst(session)
  const listed = send(session, list)
  if (listed.code >= 400)
    return keepTrying(session, place, list, uid, `failed to list ${informed}: ${messageOf(listed)}`)
  if (!holds(listed, uid)) return goneAtFirst(session)
  return keepTrying(session, place, list, uid, messageOf(watched))
}

const informed = '*unstructured.Unstructured'

function goneAtFirst({ state }: KubectlSession): Ended {
  return { end: 'done', exitCode: 0, at: state.clock, why: 'the list that it waits with does not show the object' }
}

function holds({ body }: Response, uid: string): boolean {
  return listAt(body, 'items').some((item) => textAt(item, 'metadata', 'uid') === uid)
}

function messageOf({ body }: Response): string {
  return textAt(body, 'message') ?? ''
}

/** A watch that was let in stays open: what the user may do later does not matter to it. [kubernetes.md 8.1.7] */
function watchDeletion(session: KubectlSession, place: Place, uid: string): Ended {
  const start = session.state.clock
  const run = settle(session.model, session.state, usualPatience)
  session.state = run.state
  const at = deletedAt(run.steps, place, uid)
  const why =
    at === undefined ? 'the object is not gone: something holds it' : 'the watch tells that the object is gone'
  return ending(session, start, at, place, why)
}

function deletedAt(steps: readonly Step[], { group, resource }: Place, uid: string): number | undefined {
  const key = resourceKey(group, resource)
  return steps.find(({ events }) =>
    events.some((event) => event.type === 'deleted' && event.resource === key && event.object.metadata.uid === uid),
  )?.at
}

/**
 * An informer whose list or watch is refused never ends by itself: it prints, waits up to a minute and tries again, even
 * when the object has long been gone. [client-go tools/cache/reflector.go; kubernetes.md 8.1.5]
 */
function keepTrying(session: KubectlSession, place: Place, list: Request, uid: string, error: string): Ended {
  const start = session.state.clock
  print(session, 'stderr', `E... reflector.go:...] "Failed to watch" err=${JSON.stringify(error)} type="${informed}"`)
  session.state = settle(session.model, session.state, usualPatience).state
  const again = sendAgain(session, list)
  const isGone = again.code < 400 && !holds(again, uid)
  const why = isGone
    ? 'the watch is refused, but a list that is tried again tells that the object is gone'
    : 'the list and watch that it waits with are refused; it tries again and again, whether the object is there or not'
  return ending(session, start, isGone ? session.state.clock : undefined, place, why)
}

function ending(
  session: KubectlSession,
  start: number,
  at: number | undefined,
  { resource, name = '' }: Place,
  why: string,
): Ended {
  const { timeoutSeconds } = session.options
  const limit = timeoutSeconds === undefined ? undefined : start + timeoutSeconds * 1000
  if (at !== undefined && (limit === undefined || at <= limit)) return { end: 'done', exitCode: 0, at, why }
  if (limit === undefined) return { end: 'hangs', why }
  print(session, 'stderr', `error: timed out waiting for the condition on ${resource}/${name}`)
  return { end: 'timed out', exitCode: 1, at: limit, why }
}
