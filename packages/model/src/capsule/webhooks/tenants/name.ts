import { matchesPattern } from '../../regular-expression.ts'
import { deny } from '../answer.ts'
import type { TenantRule } from './review.ts'

/** A new Tenant's name has a lower case letter or digit somewhere. [validation/name.go; core V3.1] */
export const name: TenantRule = ({ tenant, operation }) =>
  operation === 'CREATE' && !matchesPattern('[a-z0-9]([-a-z0-9]*[a-z0-9])?', tenant.metadata.name)
    ? deny('tenant name has forbidden characters')
    : undefined
