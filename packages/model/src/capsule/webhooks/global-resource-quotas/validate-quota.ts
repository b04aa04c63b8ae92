import type { AdmissionRequest, WebhookAnswer } from '../../../apiserver/admission.ts'
import { goQuote } from '../../../object/go-format.ts'
import { at, isJsonArray, type Json, listAt } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import { labelSelectorRequirements } from '../../../object/label-selector.ts'
import { none, resourceNames } from '../../../object/resource-list.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { sameObject } from '../../controllers/same-object.ts'
import { globalHard } from '../../global-resource-quotas/global-resource-quota.ts'
import { hardLimitProblem } from '../../global-resource-quotas/hard-limits.ts'
import { firstOf } from '../../rules/validation/problems.ts'
import { allowed, deny } from '../answer.ts'

/**
 * A GlobalResourceQuota limits something, and keeps what is allocated; while its selectors change no limit may shrink.
 * [internal/webhook/globalresourcequota/calculation.go:validateGlobalResourceQuotaRequest; extended D4.4]
 */
export function validateGlobalResourceQuota(request: AdmissionRequest, state: ClusterState): WebhookAnswer {
  const { object, oldObject, operation } = request
  if (!object || operation === 'DELETE') return allowed
  const problem = problemOf(object) ?? (oldObject ? problemOfChange(object, oldObject, state) : undefined)
  return problem === undefined ? allowed : deny(`invalid GlobalResourceQuota: ${problem}`)
}

function problemOf(quota: KubeObject): string | undefined {
  const hard = globalHard(quota)
  const names = resourceNames(hard)
  if (names.length === 0) return 'spec.quota.hard must contain at least one resource'
  const negative = names.find((name) => (hard[name] ?? none).nano < 0n)
  if (negative !== undefined) return `spec.quota.hard[${goQuote(negative)}] must not be negative`
  return firstOf(listAt(quota.spec, 'namespaceSelectors'), selectorProblem)
}

function selectorProblem(selector: Json, index: number): string | undefined {
  const requirements = labelSelectorRequirements(selector)
  return requirements && 'error' in requirements
    ? `spec.namespaceSelectors[${index}] is invalid: ${requirements.error}`
    : undefined
}

function problemOfChange(quota: KubeObject, before: KubeObject, state: ClusterState): string | undefined {
  const selectorsChange = !sameObject(selectorsOf(quota), selectorsOf(before))
  return hardLimitProblem('spec.quota.hard', globalHard(quota), before, selectorsChange, state)
}

function selectorsOf(quota: KubeObject): Json | undefined {
  const selectors = at(quota.spec, 'namespaceSelectors')
  return isJsonArray(selectors) ? selectors : undefined
}
