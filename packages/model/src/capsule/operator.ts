import type { Operator } from '../controllers/operator.ts'
import { capsuleControllers } from './controllers/index.ts'
import { operatorUser } from './controllers/operator.ts'
import { capsule07Controllers } from './v0.7/controllers/index.ts'
import { capsule07Handlers } from './v0.7/webhooks/index.ts'
import { webhookDomain } from './webhook-domain.ts'
import { capsuleHandlers } from './webhooks/index.ts'

/** The releases of Capsule that are modelled: as v0.7.4 and as v0.14.0. */
export type CapsuleVersion = '0.7' | '0.14'

/** Capsule, by version. */
export const capsuleOperators: Readonly<Record<CapsuleVersion, Operator>> = {
  '0.7': {
    name: 'capsule',
    user: operatorUser,
    controllers: capsule07Controllers,
    webhooks: { domain: webhookDomain, handlers: capsule07Handlers },
    // of the recorded managers of v0.7.4, those started right after the stop never wrote, those started seconds later did
    exitMs: 1000,
  },
  '0.14': {
    name: 'capsule',
    user: operatorUser,
    controllers: capsuleControllers,
    webhooks: { domain: webhookDomain, handlers: capsuleHandlers },
  },
}
