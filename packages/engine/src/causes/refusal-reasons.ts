import { isSuccess, type Request, type Response, resourceKey, type Step, textAt } from '@capsule-whatif/model'
import { requestText } from '../predict/causes.ts'
import { refusalWords } from './cause-chain.ts'
import type { Placed } from './lineage.ts'
import type { PlayedRun } from './played-run.ts'
import type { Reason } from './reason.ts'
import { nameOf, type ObjectName, objectText } from './writes.ts'

/** Requests of users that were refused: those about the object first, then those about what it hangs on, then all others. */
export function refusedRequests(run: PlayedRun, name: ObjectName, lineage: readonly Placed[]): readonly Reason[] {
  const order = [objectText(name), ...lineage.map(({ object }) => objectText(nameOf(object)))]
  const rank = ({ about }: Reason): number => (order.indexOf(about) + order.length + 1) % (order.length + 1)
  const sent = run.steps.flatMap((step) => refusedOf(run, step))
  const unsent = run.answer.refusals
    .filter(({ code }) => code === 0)
    .map(({ user, request, message }): Reason => {
      return { kind: 'refused', about: request, says: `kubectl itself refused ${user}: ${request}.`, words: message }
    })
  return [...sent, ...unsent].toSorted((a, b) => rank(a) - rank(b))
}

function refusedOf(run: PlayedRun, { action, response }: Step): readonly Reason[] {
  if (action.type !== 'request' || !response || isSuccess(response)) return []
  const { request, as } = action
  const words = refusalWords(response)
  const says = `${as.user}: ${requestText(request)} was refused with ${response.code} by ${refusedBy(run, request, response)}.`
  return [{ kind: 'refused', about: aboutOf(request), says, ...(words === '' ? {} : { words }) }]
}

function aboutOf(request: Request): string {
  const { kind = request.resource, namespace, name = textAt(request.body, 'metadata', 'name') ?? '' } = request
  return objectText({ kind, name, ...(namespace === undefined || kind === 'Namespace' ? {} : { namespace }) })
}

function refusedBy({ answer }: PlayedRun, request: Request, response: Response): string {
  const words = refusalWords(response)
  const [, webhook] = /^admission webhook "([^"]+)" denied/.exec(words) ?? []
  if (webhook !== undefined) return `the webhook ${webhook}`
  const [, silent] = /failed calling webhook "([^"]+)"/.exec(words) ?? []
  if (silent !== undefined) return `the API server, as the webhook ${silent} does not answer`
  const [, policy] = /ValidatingAdmissionPolicy '([^']+)'/.exec(words) ?? []
  if (policy !== undefined) return `the admission policy ${policy}`
  const text = requestText(request)
  const denied = answer.refusals.some((each) => each.request === text && each.decision?.allowed === false)
  return denied ? 'RBAC: no rule allows it' : 'the API server'
}

/** Answers that controllers expect and go on from. */
const usualCodes: ReadonlySet<number> = new Set([404, 409, 415])

/** Requests of controllers about these objects that were refused, each once with its last words. */
export function controllerRefusals({ steps }: PlayedRun, lineage: readonly Placed[]): readonly Reason[] {
  const last = new Map<string, { readonly reason: Reason; readonly times: number }>()
  for (const { action, exchanges } of steps) {
    if (action.type !== 'work') continue
    for (const { request, response } of exchanges) {
      const placed = lineage.find((each) => isOn(request, each))
      if (!placed || isSuccess(response) || usualCodes.has(response.code)) continue
      const key = `${action.controller}: ${requestText(request)}`
      const times = (last.get(key)?.times ?? 0) + 1
      const says = `${key} was refused with ${response.code}${times > 1 ? `, ${times} times; it tries again and again` : ''}.`
      const about = objectText(nameOf(placed.object))
      last.set(key, { times, reason: { kind: 'controller-refused', about, says, words: refusalWords(response) } })
    }
  }
  return [...last.values()].map(({ reason }) => reason)
}

function isOn(request: Request, { resource, object: { metadata } }: Placed): boolean {
  return (
    resourceKey(request.group, request.resource) === resource &&
    request.name === metadata.name &&
    (metadata.namespace === undefined || request.namespace === metadata.namespace)
  )
}

/** Controllers whose last work on these objects ended with an error. */
export function controllerFailures({ steps }: PlayedRun, lineage: readonly Placed[]): readonly Reason[] {
  const last = new Map<string, { readonly reason?: Reason; readonly times: number }>()
  for (const { action, result } of steps) {
    if (action.type !== 'work') continue
    const placed = lineage.find(({ object }) => isItemOf(action.key, object.metadata))
    if (!placed) continue
    const item = `${action.controller} ${action.key}`
    if (result?.type !== 'error') {
      last.delete(item)
      continue
    }
    const times = (last.get(item)?.times ?? 0) + 1
    const about = objectText(nameOf(placed.object))
    const says = `${action.controller} failed ${times === 1 ? 'once' : `${times} times`} at ${about}, and tries again.`
    last.set(item, { times, reason: { kind: 'controller-failed', about, says, words: result.message } })
  }
  return [...last.values()].flatMap(({ reason }) => (reason ? [reason] : []))
}

function isItemOf(
  key: string,
  { namespace, name, uid }: { readonly namespace?: string; readonly name: string; readonly uid?: string },
): boolean {
  return key === (namespace === undefined ? name : `${namespace}/${name}`) || (uid !== undefined && key.endsWith(uid))
}
