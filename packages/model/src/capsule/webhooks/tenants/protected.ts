import { deny } from '../answer.ts'
import type { TenantRule } from './review.ts'

/** A Tenant with preventDeletion is not deleted, by nobody. [validation/protected.go; core V3.7] */
export const protectedTenant: TenantRule = ({ tenant, operation }) =>
  operation === 'DELETE' && tenant.spec?.preventDeletion === true
    ? deny('tenant is protected and cannot be deleted')
    : undefined
