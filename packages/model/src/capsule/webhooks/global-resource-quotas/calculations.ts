import type { AdmissionRequest, WebhookAnswer } from '../../../apiserver/admission.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { capsuleGroup } from '../../tenant/constants.ts'
import { allowed } from '../answer.ts'
import { enforceGlobalResourceQuotas } from './enforce.ts'
import { validateGlobalResourceQuota } from './validate-quota.ts'

/**
 * One path for the quotas themselves and for what they limit. From the sources and the specification alone: no recording
 * has a quota. [internal/webhook/globalresourcequota/calculation.go:handle; extended D4.4, D4.5]
 */
export function calculateGlobalResourceQuotas(request: AdmissionRequest, state: ClusterState): WebhookAnswer {
  const { type, subresource, operation } = request
  if (operation !== 'CREATE' && operation !== 'UPDATE') return allowed
  const isQuota = type.group === capsuleGroup && type.resource === 'globalresourcequotas' && subresource === ''
  return isQuota ? validateGlobalResourceQuota(request, state) : enforceGlobalResourceQuotas(request, state)
}
