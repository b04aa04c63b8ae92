/** Group and version of an apiVersion: "apps/v1" and, for the core group, "v1". */
export interface GroupVersion {
  readonly group: string
  readonly version: string
}

/** Group and version; the group is empty in `v1`. */
export function parseApiVersion(apiVersion: string): GroupVersion {
  const slash = apiVersion.indexOf('/')
  return slash < 0
    ? { group: '', version: apiVersion }
    : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) }
}

/** `v1`, or `apps/v1`. */
export function formatApiVersion(group: string, version: string): string {
  return group === '' ? version : `${group}/${version}`
}

/** The resource as messages print it: `tenants.capsule.clastix.io`, `pods`. */
export function qualified(name: string, group: string): string {
  return group === '' ? name : `${name}.${group}`
}

/** Where objects of a resource are stored, whatever their version: `capsule.clastix.io/tenants`, `/pods`. */
export type ResourceKey = `${string}/${string}`

/** The key by which a state keeps objects of a resource. */
export function resourceKey(group: string, resource: string): ResourceKey {
  return `${group}/${resource}`
}
