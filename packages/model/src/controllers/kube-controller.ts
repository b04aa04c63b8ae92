import type { UserInfo } from '../request/request.ts'
import type { Backoff, Controller } from './controller.ts'
import { kubeSystemServiceAccount } from './service-account-user.ts'

/** Who kube-apiserver is when it sends requests to itself. [apiserver pkg/server/config.go, loopback client] */
export const apiserverUser: UserInfo = { user: 'system:apiserver', groups: ['system:masters'] }

/** 5 ms, doubled with every failure, at most 1000 s. [client-go util/workqueue DefaultTypedControllerRateLimiter] */
export const defaultBackoff: Backoff = { baseMs: 5, maxMs: 1_000_000 }

export interface PlaceParts {
  readonly namespace: string
  readonly name: string
}

/** The two halves of a work item's key `namespace/name`. */
export function splitPlace(key: string): PlaceParts {
  const slash = key.indexOf('/')
  return { namespace: key.slice(0, Math.max(slash, 0)), name: key.slice(slash + 1) }
}

/** A controller of kube-controller-manager: it works as the service account of its name, and tries again as all of them do. */
export function kubeController(
  parts: Pick<Controller, 'name' | 'observe' | 'start' | 'resumes' | 'reconcile'>,
): Controller {
  const user = kubeSystemServiceAccount(parts.name)
  return { process: 'kube-controller-manager', user, backoff: defaultBackoff, ...parts }
}
