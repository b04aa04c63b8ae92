import type { WebhookServer } from '../admission/webhooks.ts'
import { capsuleHandlers } from './webhooks/index.ts'

/** Every webhook of the operator has a name under this domain. */
const webhookDomain = '.projectcapsule.dev'

/** The operator's webhook server: one handler a path. While the operator does not run nobody answers. [capsule-core.md W6] */
export const capsuleWebhookServer: WebhookServer = {
  answer(webhook, request, state) {
    if (!webhook.name.endsWith(webhookDomain)) return undefined
    if (!state.running.capsule) return 'unreachable'
    return capsuleHandlers[webhook.path]?.(request, state)
  },
}
