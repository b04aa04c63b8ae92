import type { OwnerStatus, UserSpec } from '../tenant/tenant.ts'

function byKindAndName(a: UserSpec, b: UserSpec): number {
  return compareTexts(a.kind, b.kind) || compareTexts(a.name, b.name)
}

/** Order of Go's strings. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/**
 * An owner put into a list sorts it by kind and name; one that is there already gets the union of the ClusterRoles,
 * sorted. [pkg/api/rbac/owner_status_list.go:Upsert; core R3.5]
 */
export function withOwners(list: readonly OwnerStatus[], added: readonly OwnerStatus[]): readonly OwnerStatus[] {
  if (added.length === 0) return list
  const owners = [...list]
  for (const owner of added) {
    const index = owners.findIndex((other) => byKindAndName(other, owner) === 0)
    const existing = owners[index]
    if (existing) owners[index] = { ...existing, ...mergedRoles(existing, owner) }
    else owners.push(owner)
  }
  return owners.sort(byKindAndName)
}

function mergedRoles(a: OwnerStatus, b: OwnerStatus): Pick<OwnerStatus, 'clusterRoles'> {
  const roles = mergedTexts(a.clusterRoles, b.clusterRoles)
  return roles.length === 0 ? {} : { clusterRoles: roles }
}

/** The texts of two lists, each once, sorted. */
export function mergedTexts(a: readonly string[] | undefined, b: readonly string[] | undefined): readonly string[] {
  return [...new Set([...(a ?? []), ...(b ?? [])])].sort(compareTexts)
}

/** A list of users with some more, sorted by kind and name, each once. [pkg/api/rbac/users_list.go:Upsert] */
export function withUsers(list: readonly UserSpec[], added: readonly UserSpec[]): readonly UserSpec[] {
  const users = [...list]
  for (const { kind, name } of added)
    if (!users.some((user) => user.kind === kind && user.name === name)) users.push({ kind, name })
  return users.sort(byKindAndName)
}
