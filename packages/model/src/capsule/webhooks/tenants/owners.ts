import { ownersProblem } from '../../tenant/owner-validation.ts'
import { deny } from '../answer.ts'
import type { TenantRule } from './review.ts'

/** Owners that are ServiceAccounts are named by their username. [validation/owners.go; core V3.7] */
export const owners: TenantRule = ({ tenant, operation }) => {
  const problem = operation === 'DELETE' ? undefined : ownersProblem(tenant.spec?.owners)
  return problem === undefined ? undefined : deny(problem)
}
