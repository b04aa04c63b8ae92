/** The user that a ServiceAccount is to the API server: `system:serviceaccount:<namespace>:<name>`. */
export interface ServiceAccountName {
  readonly namespace: string
  readonly name: string
}

export const serviceAccountPrefix = 'system:serviceaccount:'

/** What upstream says of a username that names no ServiceAccount. */
export const malformedServiceAccountName = 'Username must be in the form system:serviceaccount:namespace:name'

const dns1123Label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/
const dns1123Subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/

/** Namespace and name in a username, or undefined where it names no ServiceAccount. [apiserver serviceaccount.SplitUsername] */
export function parseServiceAccountName(username: string): ServiceAccountName | undefined {
  if (!username.startsWith(serviceAccountPrefix)) return undefined
  const parts = username.slice(serviceAccountPrefix.length).split(':')
  const [namespace, name] = parts
  if (parts.length !== 2 || namespace === undefined || name === undefined) return undefined
  if (namespace.length > 63 || !dns1123Label.test(namespace)) return undefined
  if (name.length > 253 || !dns1123Subdomain.test(name)) return undefined
  return { namespace, name }
}

export function formatServiceAccountName(namespace: string, name: string): string {
  return `${serviceAccountPrefix}${namespace}:${name}`
}
