import type { WebhookHandler } from '../apiserver/admission.ts'
import type { UserInfo } from '../request/request.ts'
import type { Controller } from './controller.ts'
import { defaultBackoff } from './kube-controller.ts'

/** One of an operator's controllers. Process, user and backoff are the operator's where it does not say its own. */
export type ManagedController = Omit<Controller, 'process' | 'user' | 'backoff'> &
  Partial<Pick<Controller, 'user' | 'backoff'>>

/** What an operator answers to the API server. */
export interface OperatorWebhooks {
  /** every webhook whose name ends with it is the operator's, as `.projectcapsule.dev` */
  readonly domain: string
  /** by path of the URL in the webhook's clientConfig, as `/namespaces`; a webhook without one is taken to allow, and that is said */
  readonly handlers: Readonly<Record<string, WebhookHandler>>
}

/**
 * An operator: a process beside Kubernetes' own that runs controllers and answers webhooks. Its definitions, its webhook
 * configurations and the rights of its user are objects of the cluster like others: the state holds them, or the operator
 * has none.
 */
export interface Operator {
  /** its process: what is stopped and started, and what exploration restarts */
  readonly name: string
  /** whose requests its controllers send */
  readonly user: UserInfo
  readonly controllers: readonly ManagedController[]
  readonly webhooks?: OperatorWebhooks
  /** how long it takes to go down, in virtual milliseconds: started meanwhile, it ends again; default 0 */
  readonly exitMs?: number
}

/** The controllers of an operator as the control plane runs them. */
export function controllersOf({ name, user, controllers }: Operator): readonly Controller[] {
  return controllers.map((controller) => ({ backoff: defaultBackoff, user, ...controller, process: name }))
}
