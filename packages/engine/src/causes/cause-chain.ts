import { type ProcessName, type Step, textAt, type WatchEvent } from '@capsule-whatif/model'
import { requestText } from '../predict/causes.ts'
import type { PlayedRun } from './played-run.ts'
import type { Rule } from './rule.ts'
import { ruleOf } from './rules.ts'
import { changeOf, eventText, exchangeOf } from './writes.ts'

/** One link from an effect back to the action behind it: who wrote what, by which request, by which rule, called by what. */
export interface CauseLink {
  /** number of the step in the run */
  readonly step: number
  /** virtual seconds since the first action */
  readonly seconds: number
  /** the controller that worked, the user who asked, or the process that was started or stopped */
  readonly actor: string
  /** in which it runs; of controllers */
  readonly process?: ProcessName
  /** as whom the request was sent */
  readonly user?: string
  /** what it wrote: `removed Namespace oil-dev`; of a process: `started` or `stopped` */
  readonly did: string
  /** by which request; absent where it was written right in the storage, and of processes */
  readonly request?: SentRequest
  readonly rule?: Rule
  /** the watch event that called for the work of a controller; absent where none is known */
  readonly calledBy?: string
  /** how often it had worked on the same for the same cause before; absent where never */
  readonly triesBefore?: number
}

/** A request and the HTTP code of its answer. */
export interface SentRequest {
  /** `delete namespaces oil-dev` */
  readonly text: string
  /** HTTP code of the answer */
  readonly code: number
}

/** The links from a write back to the action. The first is the write itself. */
export function causeChain(run: PlayedRun, last: Step, written: WatchEvent): readonly CauseLink[] {
  const links: CauseLink[] = []
  let step: Step | undefined = last
  let event: WatchEvent | undefined = written
  while (step) {
    const caller = callerOf(run, step)
    links.push(linkOf(run, step, event, caller?.event))
    event = caller?.event
    step = caller?.step
  }
  return links
}

interface Caller {
  readonly step: Step
  /** absent where a process that began looked at everything */
  readonly event?: WatchEvent
}

/** The step that called for the work of another, and which of its writes did. */
function callerOf({ model, steps, start }: PlayedRun, { action, causedBy }: Step): Caller | undefined {
  const index = steps.findIndex(({ number }) => number === causedBy)
  const step = steps[index]
  if (!step || action.type !== 'work') return undefined
  const { memory } = steps[index - 1]?.state ?? start
  const calls = model.calls({ ...step.state, memory }, step.events)
  const own = calls.map((each) => each.filter(({ controller }) => controller === action.controller))
  const exactly = own.findIndex((each) => each.some(({ key }) => key === action.key))
  const found = exactly >= 0 ? exactly : own.findLastIndex((each) => each.length > 0)
  const event = step.events[found]
  return { step, ...(event ? { event } : {}) }
}

function linkOf(run: PlayedRun, step: Step, event: WatchEvent | undefined, called: WatchEvent | undefined): CauseLink {
  const { number, action, at } = step
  const base = { step: number, seconds: (at - run.start.clock) / 1000 }
  if (action.type === 'process') return { ...base, actor: action.process, did: action.running ? 'started' : 'stopped' }
  if (action.type !== 'work' && action.type !== 'request') return { ...base, actor: 'time', did: 'passed' }
  const exchange = event ? exchangeOf(step, event) : step.exchanges[0]
  const writer = action.type === 'work' ? action.controller : 'request'
  const worker = run.model.workers.get(writer)
  const rule = event && ruleOf(writeOf(writer, event, exchange?.request), run.capsule)
  const tries = action.type === 'work' ? triesBefore(run, step) : 0
  return {
    ...base,
    actor: action.type === 'work' ? action.controller : action.as.user,
    ...(worker ? { process: worker.process } : {}),
    ...(action.type === 'work' && exchange ? { user: exchange.as.user } : {}),
    did: event ? eventText(event) : 'worked',
    ...(exchange ? { request: { text: requestText(exchange.request), code: exchange.response.code } } : {}),
    ...(rule ? { rule } : {}),
    ...(called ? { calledBy: eventText(called) } : {}),
    ...(tries > 0 ? { triesBefore: tries } : {}),
  }
}

function writeOf(
  writer: string,
  event: WatchEvent,
  request: Step['exchanges'][number]['request'] | undefined,
): Parameters<typeof ruleOf>[0] {
  const [, plural = ''] = event.resource.split('/')
  const resource = request?.subresource ? `${plural}/${request.subresource}` : plural
  return { writer, ...(request ? { verb: request.verb } : {}), resource, change: changeOf(event) }
}

function triesBefore({ steps }: PlayedRun, { action, causedBy, number }: Step): number {
  if (action.type !== 'work') return 0
  return steps.filter(
    (each) =>
      each.number < number &&
      each.causedBy === causedBy &&
      each.action.type === 'work' &&
      each.action.controller === action.controller &&
      each.action.key === action.key,
  ).length
}

/** The words of a refusal. */
export function refusalWords(response: Step['exchanges'][number]['response']): string {
  return textAt(response.body, 'message') ?? ''
}
