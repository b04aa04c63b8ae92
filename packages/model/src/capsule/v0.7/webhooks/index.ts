import type { WebhookHandler } from '../../../apiserver/admission.ts'
import { mutateDefaults } from '../../webhooks/defaults/mutating.ts'
import { judgeNode } from '../../webhooks/nodes/validating.ts'
import { validateClaim } from './claims.ts'
import { validateCordoning } from './cordoning.ts'
import { forCapsuleUsers } from './for-capsule-users.ts'
import { validateIngress } from './ingresses.ts'
import { mutateOwnerReferences } from './namespaces/owner-reference.ts'
import { validateNamespace } from './namespaces/validating.ts'
import { validateNetworkPolicy } from './network-policies.ts'
import { validatePod } from './pods.ts'
import { validateReplicatedObject } from './replicated-objects.ts'
import { validateService } from './services.ts'
import { validateTenant } from './tenants/validating.ts'

/** What the operator v0.7.4 serves, by path of the URL. [main.go, pkg/webhook/route; 0.7 H1] */
export const capsule07Handlers: Readonly<Record<string, WebhookHandler>> = {
  '/cordoning': validateCordoning,
  '/defaults': mutateDefaults,
  '/ingresses': validateIngress,
  '/namespace-owner-reference': forCapsuleUsers(mutateOwnerReferences),
  '/namespaces': forCapsuleUsers(validateNamespace),
  '/networkpolicies': forCapsuleUsers(validateNetworkPolicy),
  '/nodes': forCapsuleUsers(judgeNode),
  '/persistentvolumeclaims': validateClaim,
  '/pods': validatePod,
  '/services': validateService,
  '/tenantresource-objects': forCapsuleUsers(validateReplicatedObject),
  '/tenants': validateTenant,
}
