import type { Verb } from '@capsule-whatif/model'
import { capsule07Rules, capsuleRules } from './capsule-rules.ts'
import { kubernetesRules } from './kubernetes-rules.ts'
import type { Rule, RuleOfWriter } from './rule.ts'
import type { Change } from './writes.ts'

/** A write as far as rules look at it. */
export interface Write {
  readonly writer: string
  /** absent where it was written right in the storage */
  readonly verb?: Verb
  readonly resource: string
  readonly change: Change
}

/** The rule behind a write: of those of its writer the first that fits. */
export function ruleOf(write: Write, capsule: '0.7' | '0.14'): Rule | undefined {
  const rules = [...kubernetesRules, ...(capsule === '0.7' ? capsule07Rules : capsuleRules)]
  const found = rules.find((rule) => fits(rule, write))
  return found && { says: found.says, source: found.source }
}

function fits({ writer, verbs, resources, changes }: RuleOfWriter, write: Write): boolean {
  return (
    writer === write.writer &&
    (verbs === undefined || (write.verb !== undefined && verbs.includes(write.verb))) &&
    (resources === undefined || resources.includes(write.resource)) &&
    (changes === undefined || changes.includes(write.change))
  )
}
