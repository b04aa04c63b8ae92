import type { Variables } from '../../cel/evaluation.ts'
import { type Json, listAt, textAt } from '../../object/json.ts'
import { evaluateAdmission } from '../cel/variables.ts'
import { failedExpression } from '../match-conditions.ts'
import type { Policy } from './policy.ts'

/** What a policy has against a request. */
export interface Denial {
  readonly message: string
  /** empty for failures, which are told as Invalid */
  readonly reason: string
}

export interface Verdict {
  readonly denials: readonly Denial[]
  /** failures of audit annotations: they deny whatever the binding does with denials */
  readonly auditFailures: readonly Denial[]
  readonly findings: readonly string[]
}

interface Findings {
  readonly denials: Denial[]
  readonly auditFailures: Denial[]
  readonly findings: string[]
}

const messageBytesMax = 5 * 1024

/**
 * Every validation that does not hold denies; one that fails does where the policy fails closed. What only the model
 * cannot evaluate is taken to hold, with a finding.
 * [apiserver pkg/admission/plugin/policy/validating/validator.go Validate; kubernetes.md 7.5.3]
 */
export function validate(policy: Policy, variables: Variables): Verdict {
  const found: Findings = { denials: [], auditFailures: [], findings: [] }
  for (const validation of listAt(policy.spec, 'validations')) checkValidation(policy, validation, variables, found)
  for (const annotation of listAt(policy.spec, 'auditAnnotations'))
    checkAnnotation(policy, annotation, variables, found)
  return found
}

function checkValidation(policy: Policy, validation: Json, variables: Variables, found: Findings): void {
  const expression = textAt(validation, 'expression') ?? ''
  const evaluation = evaluateAdmission(expression, variables)
  if ('notEvaluated' in evaluation) {
    found.findings.push(notModelled(policy, expression, evaluation.notEvaluated))
  } else if ('failed' in evaluation) {
    if (policy.failsClosed) found.denials.push({ message: failedExpression(expression, evaluation.failed), reason: '' })
  } else if (evaluation.value !== true) {
    const message = messageOf(policy, validation, variables, found)
    found.denials.push({ message, reason: textAt(validation, 'reason') ?? 'Invalid' })
  }
}

/** A finding that names what was not evaluated, and what was made of it. */
export function notModelled(policy: Policy, expression: string, because: string): string {
  const kind = policy.kind === 'validating' ? 'ValidatingAdmissionPolicy' : 'MutatingAdmissionPolicy'
  const taken = policy.kind === 'validating' ? 'taken to hold' : 'taken to change nothing'
  return `not modelled: expression ${expression} of ${kind} ${policy.name} (${because}), ${taken}`
}

/** The message that is computed, if it is one line, else the given one, else the expression. */
function messageOf(policy: Policy, validation: Json, variables: Variables, found: Findings): string {
  const given = (textAt(validation, 'message') ?? '').trim()
  const fallback = given === '' ? `failed expression: ${(textAt(validation, 'expression') ?? '').trim()}` : given
  const expression = textAt(validation, 'messageExpression') ?? ''
  if (expression === '') return fallback
  const evaluation = evaluateAdmission(expression, variables)
  if ('notEvaluated' in evaluation) found.findings.push(notModelled(policy, expression, evaluation.notEvaluated))
  const computed = 'value' in evaluation && typeof evaluation.value === 'string' ? evaluation.value.trim() : ''
  return computed === '' || computed.length > messageBytesMax || computed.includes('\n') ? fallback : computed
}

/** What is written into the audit log is not modelled; that writing it fails is. */
function checkAnnotation(policy: Policy, annotation: Json, variables: Variables, found: Findings): void {
  const expression = textAt(annotation, 'valueExpression') ?? ''
  const evaluation = evaluateAdmission(expression, variables)
  if ('notEvaluated' in evaluation) found.findings.push(notModelled(policy, expression, evaluation.notEvaluated))
  if ('failed' in evaluation && policy.failsClosed)
    found.auditFailures.push({ message: failedExpression(expression, evaluation.failed), reason: '' })
}
