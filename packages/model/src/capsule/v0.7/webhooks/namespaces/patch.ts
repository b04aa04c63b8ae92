import { labelsOf } from '../../../../object/kube-object.ts'
import { tenantLabel } from '../../../tenant/constants.ts'
import { deny, errored, type Rule } from '../../../webhooks/answer.ts'
import { cachedTenant } from '../../tenant/cached-tenant.ts'
import { isTenantOwner } from '../../tenant/owners.ts'

/** A labelled Namespace is changed by owners of the Tenant that its label named before; the new label is not looked at. [pkg/webhook/namespace/patch.go; 0.7 N4.3] */
export const patch: Rule = ({ oldObject, operation, user }, state) => {
  const label = operation === 'UPDATE' && oldObject ? labelsOf(oldObject)[tenantLabel] : undefined
  if (label === undefined) return undefined
  const { tenant, error } = cachedTenant(state, label)
  if (!tenant) return errored(error, 400)
  return isTenantOwner(tenant, user)
    ? undefined
    : deny(`namespace/${oldObject?.metadata.name ?? ''} can not be patched`)
}
