import { type Step, textAt } from '@capsule-whatif/model'
import { requestText } from '../predict/causes.ts'
import { isUsualRefusal } from '../predict/struggles.ts'
import type { Moment, PicturedRequest } from './picture.ts'

/** The moments of a run, and which step is which of them. */
export interface Moments {
  readonly moments: readonly Moment[]
  /** index of the moment, by number of the step */
  readonly byStep: ReadonlyMap<number, number>
}

/**
 * Steps in which nothing was written, asked or refused are left out: a controller looked, and found nothing to do. Those
 * with the numbers in `kept` stay.
 */
export function momentsOf(steps: readonly Step[], startMs: number, kept: ReadonlySet<number> = new Set()): Moments {
  const byStep = new Map<number, number>()
  const moments: Moment[] = []
  for (const step of steps) {
    if (!isMoment(step) && !kept.has(step.number)) continue
    const because = byStep.get(step.causedBy)
    byStep.set(step.number, moments.length)
    moments.push({
      atMs: step.at - startMs,
      ...turnOf(step),
      ...(because === undefined ? {} : { because }),
      requests: pictured(step),
    })
  }
  return { moments, byStep }
}

function isMoment({ action, events, exchanges }: Step): boolean {
  if (action.type === 'wait' || action.type === 'watch') return false
  return action.type !== 'work' || events.length > 0 || exchanges.some(({ response }) => isRefusal(response.code))
}

function isRefusal(code: number): boolean {
  return code >= 400 && !isUsualRefusal(code)
}

/** Who worked on what in a step, or asked for what. */
export function turnOf({ action }: Step): Pick<Moment, 'actor' | 'what'> {
  switch (action.type) {
    case 'work':
      return { actor: action.controller, what: action.key }
    case 'request':
      return { actor: action.as.user, what: requestText(action.request) }
    case 'process':
      return { actor: action.process, what: action.running ? 'started' : 'stopped' }
    case 'watch':
      return { actor: action.process, what: action.lags ? 'hears of nothing' : 'hears of everything again' }
    case 'wait':
      return { actor: 'time', what: 'passed' }
  }
}

function pictured({ action, exchanges }: Step): readonly PicturedRequest[] {
  return exchanges.map(({ request, response: { code, body } }) => {
    const text = requestText(request).replace(/\/$/, '')
    const isExpected = code < 400 || (action.type === 'work' && isUsualRefusal(code))
    if (isExpected) return { text, code }
    return { text, code, message: textAt(body, 'message') ?? textAt(body, 'text') ?? '' }
  })
}
