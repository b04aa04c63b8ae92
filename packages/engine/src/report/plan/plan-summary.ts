import type { Plan, PlanEffect } from '../../plan/plan.ts'
import type { Outcome } from '../../predict/prediction.ts'

const words: Readonly<Record<Outcome, string>> = {
  gone: 'lost',
  replaced: 'lost and made again',
  held: 'held by finalizers',
  created: 'created',
  changed: 'changed',
}

const order: readonly Outcome[] = ['gone', 'replaced', 'held', 'created', 'changed']

/** The plan in one line: how bad, and how many of what. */
export function planSummary({ severity, items, effects, assertions, settled, seconds }: Plan): string {
  const refused = items.filter(({ result }) => result === 'refused' || result === 'error').length
  const failed = assertions.filter(({ held }) => !held).length
  const parts = [
    ...order.map((outcome) => counted(outcome, effects)),
    refused === 0 ? '' : `${refused} refused`,
    failed === 0 ? '' : `${failed} ${failed === 1 ? 'assertion fails' : 'assertions fail'}`,
  ].filter((part) => part !== '')
  const quiet = `${settled ? 'quiet' : 'not quiet'} after ${Math.round(seconds)} s`
  return `${severity === 'none' ? 'fine' : severity}: ${parts.length === 0 ? 'nothing changes' : parts.join(', ')} (${quiet})`
}

function counted(outcome: Outcome, effects: readonly PlanEffect[]): string {
  const count = effects.filter((effect) => effect.outcome === outcome).length
  return count === 0 ? '' : `${count} ${words[outcome]}`
}
