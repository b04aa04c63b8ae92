import type { Backoff, Controller, Enqueue } from '../../controllers/controller.ts'
import type { UserInfo } from '../../request/request.ts'
import { controllerUser } from '../tenant/constants.ts'

/** The operator's service account, as the API server sees it. [core 0.1] */
export const operatorUser: UserInfo = {
  user: controllerUser,
  groups: ['system:serviceaccounts', 'system:serviceaccounts:capsule-system', 'system:authenticated'],
}

/** A failed item is tried again after 5 ms·2ⁿ, at most 1000 s. [controller-runtime's rate limiter; core 0.4] */
const operatorBackoff: Backoff = { baseMs: 5, maxMs: 1_000_000 }

/** Latency from a write to the start of the pass that it causes, usual on the recorded cluster when quiet. */
const passDelayMs = 100
/** Event handlers work at once, without a queue. */
const handlerDelayMs = 20

export function enqueuePass(controller: string, key: string): Enqueue {
  return { controller, key, afterMs: passDelayMs }
}

export function enqueueHandler(controller: string, key: string): Enqueue {
  return { controller, key, afterMs: handlerDelayMs }
}

export type OperatorController = Pick<Controller, 'name' | 'observe' | 'start' | 'resumes' | 'reconcile'>

/** A controller of the operator's manager. */
export function operatorController(controller: OperatorController): Controller {
  return { ...controller, process: 'capsule', user: operatorUser, backoff: operatorBackoff }
}

export function uniqueEnqueues(enqueues: readonly Enqueue[]): readonly Enqueue[] {
  const seen = new Set<string>()
  return enqueues.filter(({ controller, key }) => {
    const item = `${controller}|${key}`
    if (seen.has(item)) return false
    seen.add(item)
    return true
  })
}
