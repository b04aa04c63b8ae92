import type { WebhookHandler } from '../../../../apiserver/admission.ts'
import { firstAnswer } from '../../../webhooks/answer.ts'
import { prefix, quota } from './creation.ts'
import { freeze } from './freeze.ts'
import { patch } from './patch.ts'
import { userMetadata } from './user-metadata.ts'

/** Guards Namespaces against Capsule users, in upstream's order. [main.go; 0.7 N3 to N5] */
export const validateNamespace: WebhookHandler = firstAnswer([patch, quota, freeze, prefix, userMetadata])
