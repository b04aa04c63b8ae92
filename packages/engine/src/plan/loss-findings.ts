import type { Outcome, Struggle } from '../predict/prediction.ts'
import type { PlanEffect, PlanFinding } from './plan.ts'
import { objectText } from './requests.ts'
import type { RuleId } from './rules.ts'

const rules: Partial<Readonly<Record<Outcome, RuleId>>> = {
  gone: 'object-lost',
  replaced: 'object-replaced',
  held: 'object-held',
}

const words: Partial<Readonly<Record<Outcome, string>>> = {
  gone: 'is lost',
  replaced: 'is lost and made again under a new uid',
  held: 'is terminating, held by finalizers',
}

/** What is lost, an object a finding, with what did it and the manifest behind it. */
export function lossFindings(effects: readonly PlanEffect[], isOtherWay: boolean): readonly PlanFinding[] {
  return effects.flatMap((effect): readonly PlanFinding[] => {
    const { outcome, severity, kind, group, namespace, name, origin, causes } = effect
    const rule = rules[outcome]
    if (rule === undefined) return []
    const object = { kind, group, ...(namespace === undefined ? {} : { namespace }), name }
    const by = causes.length === 0 ? '' : ` by ${causes.join(' <- ')}`
    const may = isOtherWay ? ' (when controllers are busy)' : ''
    const message = `${objectText(object)} ${words[outcome]}${may}${by}`
    return [{ rule, severity, message, object, ...(origin === undefined ? {} : { origin }), causes }]
  })
}

const struggleMax = 8

export function struggleFindings(struggles: readonly Struggle[]): readonly PlanFinding[] {
  return struggles.slice(0, struggleMax).map(({ actor, request, times, message }) => ({
    rule: 'controller-refused',
    severity: 'warning',
    message: `${actor} tries to ${request} and is refused, ${times} times: ${message}`,
  }))
}
