import {
  attributesOf,
  authorize,
  type ClusterState,
  type Grant,
  isMaster,
  type Reference,
  type Request,
  type UserInfo,
} from '@capsule-whatif/model'

/** What the API server's authorizer says of a request, and because of what. */
export interface AccessDecision {
  /** what RBAC says; admission may refuse it all the same */
  readonly allowed: boolean
  /** the rule that allows it, with its role and binding; absent where nothing allows it, and for system:masters */
  readonly decidedBy?: Grant
  /** the same as a sentence */
  readonly text: string
}

/** What the authorizer says of a request in a state: RBAC, and everything for system:masters. */
export function accessDecision(state: ClusterState, user: UserInfo, request: Request): AccessDecision {
  const { allowed, decidedBy, reason } = authorize(state, user, attributesOf(request))
  if (decidedBy) return { allowed, decidedBy, text: grantText(decidedBy) }
  if (allowed && isMaster(user)) return { allowed, text: 'allowed to system:masters' }
  return { allowed, text: reason === '' ? 'no RBAC rule allows it' : `no RBAC rule allows it (${reason})` }
}

/** A grant in words: the rule, its role, the binding and the subject that the caller is. */
export function grantText({ binding, role, subject, rule }: Grant): string {
  const names = rule.resourceNames.length > 0 ? ` named ${rule.resourceNames.join(', ')}` : ''
  const what = `[${rule.verbs.join(', ')}] on [${rule.resources.join(', ')}]${names}`
  return `allowed by ${referenceText(binding)}: ${referenceText(role)}, rule ${what}, to ${referenceText(subject)}`
}

function referenceText({ kind, namespace, name }: Reference): string {
  return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`
}
