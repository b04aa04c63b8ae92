import type { WebhookServer } from '../admission/webhooks.ts'
import type { WebhookHandler } from '../apiserver/admission.ts'

/** Every webhook of the operator has a name under this domain. */
export const webhookDomain = '.projectcapsule.dev'

/** The operator's webhook server: one handler a path. While the operator does not run nobody answers. [capsule-core.md W6] */
export function capsuleWebhookServer(handlers: Readonly<Record<string, WebhookHandler>>): WebhookServer {
  return {
    answer(webhook, request, state) {
      if (!webhook.name.endsWith(webhookDomain)) return undefined
      if (!state.running.capsule) return 'unreachable'
      return handlers[webhook.path]?.(request, state)
    },
  }
}
