import { malformedServiceAccountName, parseServiceAccountName } from './service-account-name.ts'
import type { UserSpec } from './tenant.ts'

/** What is wrong with an owner: a ServiceAccount has to be named by its username. [pkg/tenant/owners.go:ValidateTenantOwner; core V3.7] */
export function ownerProblem(owner: UserSpec): string | undefined {
  return owner.kind === 'ServiceAccount' && !parseServiceAccountName(owner.name)
    ? malformedServiceAccountName
    : undefined
}

/** What is wrong with the first owner of a list that is wrong. */
export function ownersProblem(owners: readonly UserSpec[] | undefined): string | undefined {
  return (owners ?? []).map(ownerProblem).find((problem) => problem !== undefined)
}
