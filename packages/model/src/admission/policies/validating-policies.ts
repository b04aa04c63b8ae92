import type { AdmissionOutcome, AdmissionRequest } from '../../apiserver/admission.ts'
import { nameForRefusal } from '../../apiserver/admission-refusal.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { forbidden, type Refusal } from '../../object/status-errors.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { evaluateConditions } from '../match-conditions.ts'
import { type Invocation, invocationsOf } from './invocations.ts'
import { namespaceOf, policyVariables } from './policy-variables.ts'
import { type Denial, type Verdict, validate } from './validations.ts'

/** A denial with the sentence that says whose it is. */
type Denied = Denial & { readonly sentence: string }

interface Found {
  readonly denied: Denied[]
  readonly warnings: string[]
  readonly findings: string[]
}

/**
 * ValidatingAdmissionPolicy: all policies are asked, and the first denial is the answer; a binding may warn instead, or only
 * tell the audit log. Not shown by a recording.
 * [apiserver pkg/admission/plugin/policy/validating/dispatcher.go Dispatch; kubernetes.md 7.5.1-7.5.6]
 */
export function askValidatingPolicies(request: AdmissionRequest, state: ClusterState): AdmissionOutcome {
  const found: Found = { denied: [], warnings: [], findings: [] }
  for (const called of invocationsOf('validating', request, state)) {
    if ('error' in called) {
      const by = called.binding ? ` with binding '${called.binding.name}'` : ''
      if (called.policy.failsClosed)
        found.denied.push({ ...sentenceFor(`'${called.policy.name}'${by}`, called.error), reason: '' })
      continue
    }
    const place = namespaceOf(request, state)
    if ('refusal' in place) return { refusal: place.refusal, ...notesOf(found) }
    for (const param of called.params) {
      takeVerdict(called, verdictOf(called, request, state, param, place.namespace), found)
    }
  }
  const [first] = found.denied
  const verdict = first ? { refusal: refusalOf(request, first) } : { object: request.object }
  return { ...verdict, ...notesOf(found) }
}

function notesOf({ warnings, findings }: Found): Pick<Found, 'warnings' | 'findings'> {
  return { warnings, findings }
}

function verdictOf(
  { policy, version }: Invocation,
  request: AdmissionRequest,
  state: ClusterState,
  param: KubeObject | null,
  namespace: KubeObject | null,
): Verdict {
  const nothing = { denials: [], auditFailures: [], findings: [] }
  const conditions = evaluateConditions(policy.conditions, () =>
    policyVariables(policy, request, state, version, param, null),
  )
  if ('error' in conditions)
    return policy.failsClosed ? { ...nothing, denials: [{ message: conditions.error, reason: '' }] } : nothing
  if (!conditions.met) return nothing
  const verdict = validate(policy, policyVariables(policy, request, state, version, param, namespace))
  return { ...verdict, findings: [...conditions.findings, ...verdict.findings] }
}

/** What becomes of denials is the binding's business: Deny, Warn, Audit, which nobody sees here. */
function takeVerdict({ policy, binding }: Invocation, verdict: Verdict, found: Found): void {
  const by = `'${policy.name}' with binding '${binding.name}'`
  found.findings.push(...verdict.findings)
  for (const denial of verdict.denials) {
    for (const action of binding.validationActions) {
      if (action === 'Deny') found.denied.push({ ...denial, ...sentenceFor(by, denial.message) })
      if (action === 'Warn')
        found.warnings.push(`Validation failed for ValidatingAdmissionPolicy ${by}: ${denial.message}`)
    }
  }
  found.denied.push(...verdict.auditFailures.map((denial) => ({ ...denial, ...sentenceFor(by, denial.message) })))
}

function sentenceFor(by: string, message: string): Pick<Denied, 'message' | 'sentence'> {
  return { message, sentence: `ValidatingAdmissionPolicy ${by} denied request: ${message}` }
}

const codes: Readonly<Record<string, number>> = {
  Forbidden: 403,
  Unauthorized: 401,
  RequestEntityTooLarge: 413,
  Invalid: 422,
}

/** The text says forbidden, the code what the validation says. [kubernetes.md 7.5.3] */
function refusalOf(request: AdmissionRequest, { sentence, reason }: Denied): Refusal {
  const { body } = forbidden(request.type, nameForRefusal(request), sentence, [{ message: sentence }])
  const told = reason === '' ? 'Invalid' : reason
  const code = codes[told] ?? 422
  return { code, body: { ...body, reason: told, code } }
}
