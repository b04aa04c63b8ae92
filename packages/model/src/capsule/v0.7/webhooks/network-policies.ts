import type { WebhookHandler } from '../../../apiserver/admission.ts'
import { labelsOf } from '../../../object/kube-object.ts'
import { networkPolicyLabel } from '../../tenant/constants.ts'
import { allowed, deny, errored } from '../../webhooks/answer.ts'
import { notInCache } from '../tenant/cached-tenant.ts'

/**
 * Generated NetworkPolicies are neither changed nor deleted. They are read by name, which the deletion of a collection does
 * not tell. [pkg/webhook/networkpolicy; 0.7 O6]
 */
export const validateNetworkPolicy: WebhookHandler = ({ oldObject, operation, name }) => {
  if (operation !== 'CREATE' && name === '') return errored(notInCache('NetworkPolicy', 'networking.k8s.io', ''))
  if (operation === 'CREATE' || !oldObject || labelsOf(oldObject)[networkPolicyLabel] === undefined) return allowed
  const done = operation === 'DELETE' ? 'deleted' : 'updated'
  return deny(`Capsule Network Policies cannot be ${done}: please, reach out to the system administrators`)
}
