import type { AdmissionOutcome, AdmissionRequest } from '../../apiserver/admission.ts'
import { nameForRefusal } from '../../apiserver/admission-refusal.ts'
import { listAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { forbidden, type Refusal } from '../../object/status-errors.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { evaluateConditions } from '../match-conditions.ts'
import { type Invocation, invocationsOf, type Misconfigured } from './invocations.ts'
import { expressionOf, mutate } from './mutations.ts'
import { namespaceOf, policyVariables } from './policy-variables.ts'
import { notModelled } from './validations.ts'

interface Progress {
  object: KubeObject | undefined
  readonly errors: { readonly sentence: string; readonly reason: string }[]
  readonly findings: string[]
}

interface Place {
  readonly request: AdmissionRequest
  readonly state: ClusterState
  readonly namespace: KubeObject | null
  readonly decode: (object: KubeObject) => KubeObject
}

/**
 * MutatingAdmissionPolicy: its mutations one after the other, each on what the one before made. Reinvoked are those that
 * asked for it. Not shown by a recording. Not modelled: the delay until a new definition's kind is known.
 * [apiserver pkg/admission/plugin/policy/mutating/dispatcher.go; kubernetes.md 7.5.1, 7.5.7]
 */
export function applyMutatingPolicies(
  request: AdmissionRequest,
  state: ClusterState,
  decode: (object: KubeObject) => KubeObject,
  again: boolean,
): AdmissionOutcome {
  const progress: Progress = { object: request.object, errors: [], findings: [] }
  const all = invocationsOf('mutating', request, state).filter(({ policy }) => !again || policy.reinvoked)
  const invocations = all.filter(isInvocation)
  for (const called of all) if (!isInvocation(called)) pushError(progress, called, called.error, '')
  const place = invocations.length > 0 ? namespaceOf(request, state) : { namespace: null }
  if ('refusal' in place) return { refusal: place.refusal, warnings: [] }
  for (const invocation of invocations) {
    for (const param of invocation.params) invoke(invocation, param, { request, state, decode, ...place }, progress)
  }
  const notes = { warnings: [], findings: progress.findings }
  const refusal = refusalOf(request, progress)
  return refusal ? { refusal, ...notes } : { object: progress.object, ...notes }
}

function isInvocation(called: Invocation | Misconfigured): called is Invocation {
  return !('error' in called)
}

function invoke(invocation: Invocation, param: KubeObject | null, place: Place, progress: Progress): void {
  const { policy, version } = invocation
  const { request, state, namespace, decode } = place
  const seen = (within: KubeObject | null): ReturnType<typeof policyVariables> =>
    policyVariables(policy, { ...request, object: progress.object }, state, version, param, within)
  const conditions = evaluateConditions(policy.conditions, () => seen(null))
  if ('error' in conditions) pushError(progress, invocation, conditions.error, 'Invalid')
  if ('error' in conditions || !conditions.met) return
  progress.findings.push(...conditions.findings)
  for (const mutation of listAt(policy.spec, 'mutations')) {
    if (!progress.object) return
    const mutated = mutate(mutation, progress.object, request.type, seen(namespace))
    if ('object' in mutated) progress.object = decode(mutated.object)
    else if ('failed' in mutated) pushError(progress, invocation, mutated.failed, 'Invalid')
    else progress.findings.push(notModelled(policy, expressionOf(mutation), mutated.notEvaluated))
  }
}

/** What goes wrong counts where the policy fails closed. [generic/policy_dispatcher.go PolicyError] */
function pushError(
  progress: Progress,
  { policy, binding }: Pick<Misconfigured, 'policy' | 'binding'>,
  error: string,
  reason: string,
): void {
  if (!policy.failsClosed) return
  const by = binding ? `policy '${policy.name}' with binding '${binding.name}'` : `policy "${policy.name}"`
  progress.errors.push({ sentence: `${by} denied request: ${error}`, reason })
}

/** Message and reason are those of the first error, the code is 403 whatever the reason; all are named as causes. */
function refusalOf(request: AdmissionRequest, { errors }: Progress): Refusal | undefined {
  const [first] = errors
  if (!first) return undefined
  const causes = errors.map(({ sentence }) => ({ message: sentence }))
  const { code, body } = forbidden(request.type, nameForRefusal(request), first.sentence, causes)
  return { code, body: { ...body, message: first.sentence, ...(first.reason === '' ? {} : { reason: first.reason }) } }
}
