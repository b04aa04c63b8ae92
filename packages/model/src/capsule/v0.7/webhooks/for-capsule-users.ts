import type { WebhookHandler } from '../../../apiserver/admission.ts'
import { allowed } from '../../webhooks/answer.ts'
import { isCapsuleUser } from '../tenant/capsule-user.ts'

/** Whoever is no Capsule user may do anything. [pkg/webhook/utils/in_capsule_groups.go; 0.7 3] */
export function forCapsuleUsers(handler: WebhookHandler): WebhookHandler {
  return (request, state) => (isCapsuleUser(state, request.user) ? handler(request, state) : allowed)
}
