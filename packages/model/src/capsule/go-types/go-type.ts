import { type GoStructs, type GoType, goStructs } from '../../object/go-types/go-type.ts'
import { resourcePoolTypes } from './resource-pool-types.ts'
import { tenantTypes } from './tenant-types.ts'
import { tenantTypes07 } from './tenant-types-0.7.ts'

/** The fields of the operator's structs. */
export const fieldsOf: GoStructs = goStructs(
  (struct) => tenantTypes[struct] ?? tenantTypes07[struct] ?? resourcePoolTypes[struct],
)

/** The spec of a Tenant. */
export const tenantSpecType: GoType = { kind: 'struct', name: 'v1beta2.TenantSpec', pointer: false }

/** The spec of a Tenant in v0.7.4. */
export const tenantSpecType07: GoType = { kind: 'struct', name: 'v0.7/v1beta2.TenantSpec', pointer: false }

export const resourcePoolSpecType: GoType = { kind: 'struct', name: 'v1beta2.ResourcePoolSpec', pointer: false }
export const resourcePoolClaimSpecType: GoType = {
  kind: 'struct',
  name: 'v1beta2.ResourcePoolClaimSpec',
  pointer: false,
}
