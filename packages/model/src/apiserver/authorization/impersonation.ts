import { goStringSlice } from '../../object/go-format.ts'
import { badRequest, type Refusal } from '../../object/status-errors.ts'
import type { Impersonation, UserInfo } from '../../request/request.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import type { ResourceAttributes } from './attributes.ts'
import { authorize } from './authorize.ts'
import { forbiddenByAuthorizer } from './forbidden.ts'

/** As whom a request goes on, or why it does not. */
export type Impersonated = { readonly user: UserInfo } | { readonly refusal: Refusal }

/** One way to be allowed to impersonate. */
interface Mode {
  readonly name: string
  readonly applies: (wanted: Impersonation) => boolean
}

const serviceAccountPrefix = 'system:serviceaccount:'
const nodePrefix = 'system:node:'
const authenticationGroup = 'authentication.k8s.io'

const constrainedModes: readonly Mode[] = [
  { name: 'arbitrary-node', applies: (wanted) => isAlone(wanted) && isNode(wanted.user) },
  { name: 'serviceaccount', applies: (wanted) => isAlone(wanted) && serviceAccountOf(wanted.user) !== undefined },
  { name: 'user-info', applies: ({ user }) => !isNode(user) && serviceAccountOf(user) === undefined },
]

/**
 * Who a request counts for when its sender asks to be taken for somebody else. Constrained modes need a right on what is
 * asked (`impersonate-on:MODE:VERB`) and one on who is impersonated (`impersonate:MODE`); the old right `impersonate` on
 * users and groups is tried last. Where all fail, the first that applied tells why.
 * [apiserver pkg/endpoints/filters/impersonation/{constrained_impersonation,mode}.go; kubernetes.md 6.4.3 to 6.4.5]
 *
 * Shown by no recording. Not modelled: uids and extra fields; the mode associated-node, which needs the node in the
 * extra fields of the sender's token.
 */
export function impersonate(
  state: ClusterState,
  sender: UserInfo,
  wanted: Impersonation,
  target: ResourceAttributes,
): Impersonated {
  if (wanted.user === '') return { refusal: badRequest(withoutUser(wanted)) }
  let first: Refusal | undefined
  for (const mode of constrainedModes.filter(({ applies }) => applies(wanted))) {
    const refusal = tryConstrained(state, sender, wanted, target, mode.name)
    if (!refusal) return { user: identityOf(wanted, mode.name) }
    first ??= refusal
  }
  const refusal = tryIdentity(state, sender, wanted, 'impersonate', '')
  return refusal ? { refusal: first ?? refusal } : { user: identityOf(wanted, 'legacy') }
}

function withoutUser({ groups = [] }: Impersonation): string {
  const printed = `&user.DefaultInfo{Name:"", UID:"", Groups:${goStringSlice(groups)}, Extra:map[string][]string(nil)}`
  return `requested ${printed} without impersonating a user name`
}

function isAlone({ groups = [] }: Impersonation): boolean {
  return groups.length === 0
}

function isNode(user: string): boolean {
  return user.startsWith(nodePrefix) && user.length > nodePrefix.length
}

function serviceAccountOf(user: string): { readonly namespace: string; readonly name: string } | undefined {
  if (!user.startsWith(serviceAccountPrefix)) return undefined
  const [namespace = '', name = '', ...rest] = user.slice(serviceAccountPrefix.length).split(':')
  return namespace === '' || name === '' || rest.length > 0 ? undefined : { namespace, name }
}

function tryConstrained(
  state: ClusterState,
  sender: UserInfo,
  wanted: Impersonation,
  target: ResourceAttributes,
  mode: string,
): Refusal | undefined {
  const onTarget = check(state, sender, { ...target, verb: `impersonate-on:${mode}:${target.verb}` })
  return onTarget ?? tryIdentity(state, sender, wanted, `impersonate:${mode}`, authenticationGroup)
}

/** The right to take this name and these groups. */
function tryIdentity(
  state: ClusterState,
  sender: UserInfo,
  { user, groups = [] }: Impersonation,
  verb: string,
  group: string,
): Refusal | undefined {
  const constrained = group !== ''
  const ofName = check(state, sender, { ...identity(verb, group), ...nameAttributes(user, constrained) })
  if (ofName) return ofName
  const ofGroups = { ...identity(verb, group), resource: 'groups' }
  if (constrained && groups.includes('')) {
    return forbiddenByAuthorizer(sender, ofGroups, { reason: 'impersonating the empty string group is not allowed' })
  }
  if (constrained && groups.includes('system:masters')) {
    const attributes = { ...ofGroups, name: 'system:masters' }
    return forbiddenByAuthorizer(sender, attributes, {
      reason: 'impersonating the system:masters group is not allowed',
    })
  }
  if (constrained && groups.length >= manyGroups && !check(state, sender, { ...ofGroups, name: '*' })) return undefined
  for (const name of groups) {
    const refusal = check(state, sender, { ...ofGroups, name })
    if (refusal) return refusal
  }
  return undefined
}

/** For so many groups one right on all of them is asked for first. */
const manyGroups = 4

function identity(verb: string, group: string): ResourceAttributes {
  return { verb, group, resource: 'users', subresource: '', namespace: '', name: '' }
}

function nameAttributes(user: string, constrained: boolean): Partial<ResourceAttributes> {
  if (constrained && isNode(user)) return { resource: 'nodes', name: user.slice(nodePrefix.length) }
  const account = serviceAccountOf(user)
  return account ? { resource: 'serviceaccounts', ...account } : { name: user }
}

function check(state: ClusterState, sender: UserInfo, attributes: ResourceAttributes): Refusal | undefined {
  const decision = authorize(state, sender, attributes)
  return decision.allowed ? undefined : forbiddenByAuthorizer(sender, attributes, decision)
}

/** Everybody is authenticated, unless they say who they are not; service accounts and nodes have groups of their own. */
function identityOf({ user, groups = [] }: Impersonation, mode: string): UserInfo {
  const account = serviceAccountOf(user)
  const own =
    mode === 'arbitrary-node' ? ['system:nodes'] : account && groups.length === 0 ? groupsOf(account.namespace) : groups
  const told =
    own.includes('system:authenticated') || own.includes('system:unauthenticated') || user === 'system:anonymous'
  return { user, groups: told ? own : [...own, 'system:authenticated'] }
}

function groupsOf(namespace: string): readonly string[] {
  return ['system:serviceaccounts', `system:serviceaccounts:${namespace}`]
}
