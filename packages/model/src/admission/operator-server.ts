import type { WebhookHandler } from '../apiserver/admission.ts'
import { isRunning, type ProcessName } from '../state/cluster-state.ts'
import type { WebhookServer } from './webhooks.ts'

/** Who answers: a process, for webhooks whose names end with the domain, one handler a path. */
export interface ServedWebhooks {
  readonly process: ProcessName
  readonly domain: string
  readonly handlers: Readonly<Record<string, WebhookHandler>>
}

/** An operator's webhook server. While the operator does not run nobody answers. [capsule-core.md W6] */
export function operatorServer({ process, domain, handlers }: ServedWebhooks): WebhookServer {
  return {
    answer(webhook, request, state) {
      if (!webhook.name.endsWith(domain)) return undefined
      if (!isRunning(state, process)) return 'unreachable'
      return handlers[webhook.path]?.(request, state)
    },
  }
}
