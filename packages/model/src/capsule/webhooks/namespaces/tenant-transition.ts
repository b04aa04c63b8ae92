import type { WebhookAnswer } from '../../../apiserver/admission.ts'
import { equalJson, type Json } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import { hasConsistentTenantReference, hasTenantReference, tenantLabelOf } from '../../tenant/resolve-tenant.ts'
import type { UserType } from '../../tenant/tenant.ts'
import { tenantReferencesOf } from '../../tenant/tenant-references.ts'
import { allowed, deny } from '../answer.ts'

/** While a Namespace terminates, its label and Tenant ownerReferences stay. [validation/handler.go; core N5.6a] */
export function judgeTerminatingUpdate(old: KubeObject, namespace: KubeObject): WebhookAnswer {
  const same =
    tenantLabelOf(old) === tenantLabelOf(namespace) &&
    equalJson(tenantReferencesOf(old) as unknown as Json, tenantReferencesOf(namespace) as unknown as Json)
  return same ? allowed : deny('namespace tenant ownership can not change during termination')
}

/**
 * An administrator's Namespace has label and ownerReference of one Tenant or neither. Others neither join nor leave one.
 * [validateNamespaceTenantReferenceTransition; core N5.6b, N5.6c]
 */
export function judgeTransition(type: UserType, old: KubeObject, namespace: KubeObject): WebhookAnswer | undefined {
  if (type === 'Admin')
    return hasConsistentTenantReference(namespace)
      ? undefined
      : deny('tenant label and ownerReference must both be set consistently or both be absent')
  const before = hasTenantReference(old)
  const after = hasTenantReference(namespace)
  if (!before && after) return deny('namespace can not be patched into a tenant')
  if (before && !after) return deny('namespace can not remove tenant ownership')
  return before ? undefined : allowed
}
