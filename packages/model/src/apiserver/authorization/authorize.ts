import type { UserInfo } from '../../request/request.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { type Attributes, isResourceAttributes } from './attributes.ts'
import { type Grant, grantOf } from './grant.ts'
import { ruleAllows } from './policy-rule.ts'
import { aggregateErrors, visitRulesFor } from './rule-resolver.ts'

/** What the authorizer says of a request, and because of which rule and binding. */
export interface Decision {
  /** whether a rule allows it; admission comes after it */
  readonly allowed: boolean
  /** upstream's words; empty where it has none */
  readonly reason: string
  /** what kept bindings from being evaluated; empty where it is allowed */
  readonly evaluationErrors: readonly string[]
  /** absent where it is refused, or allowed because of system:masters */
  readonly decidedBy?: Grant
}

const allowedToMasters: Decision = { allowed: true, reason: '', evaluationErrors: [] }

/**
 * Everything is allowed to system:masters; anybody else needs a rule that allows it, and nothing forbids it then.
 * [kubernetes pkg/kubeapiserver/authorizer/reload.go:newForConfig, plugin/pkg/auth/authorizer/rbac/rbac.go:Authorize;
 * kubernetes.md 6.1.1, 6.1.6]
 *
 * Not modelled: the authorizer of nodes.
 */
export function authorize(state: ClusterState, user: UserInfo, attributes: Attributes): Decision {
  if (isMaster(user)) return allowedToMasters
  const errors: string[] = []
  const namespace = isResourceAttributes(attributes) ? attributes.namespace : ''
  for (const visited of visitRulesFor(state, user, namespace)) {
    if ('error' in visited) {
      errors.push(visited.error)
      continue
    }
    const rule = visited.rules.find((candidate) => ruleAllows(candidate, attributes))
    if (!rule) continue
    const { grant, text } = grantOf(visited.applied, rule)
    return { allowed: true, reason: `RBAC: allowed by ${text}`, evaluationErrors: [], decidedBy: grant }
  }
  const reason = errors.length > 0 ? `RBAC: ${aggregateErrors(errors)}` : ''
  return { allowed: false, reason, evaluationErrors: errors }
}

/** The group that may do everything: the API server's own requests, and administrators by certificate. */
export function isMaster(user: UserInfo): boolean {
  return user.groups.includes('system:masters')
}
