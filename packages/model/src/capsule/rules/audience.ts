import type { Json } from '../../object/json.ts'
import { isJsonObject, listAt, textAt } from '../../object/json.ts'
import type { UserInfo } from '../../request/request.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { configurationOf } from '../tenant/configuration.ts'
import { controllerUser } from '../tenant/constants.ts'
import { isAmong } from '../tenant/owners.ts'
import type { RuleBodies, RuleBody } from '../tenant/rule-bodies.ts'
import type { Tenant } from '../tenant/tenant.ts'

/**
 * The rules that concern a caller: those without audience, and those of which one entry fits him.
 * [pkg/ruleengine/audience.go:FilterNamespaceRulesByAudience; extended A10.4]
 */
export function forCaller(state: ClusterState, tenant: Tenant, caller: UserInfo, rules: RuleBodies): RuleBodies {
  if (rules.error !== undefined) return rules
  const bodies: RuleBody[] = []
  for (const body of rules.bodies) {
    const audience = listAt(body, 'audience')
    if (audience.length === 0 || audience.some((entry) => fits(state, tenant, caller, entry))) bodies.push(body)
  }
  return { bodies }
}

function fits(state: ClusterState, tenant: Tenant, caller: UserInfo, entry: Json): boolean {
  const name = isJsonObject(entry) ? (textAt(entry, 'name') ?? '') : ''
  switch (isJsonObject(entry) ? textAt(entry, 'kind') : undefined) {
    case 'Group':
      return caller.groups.includes(name)
    case 'User':
    case 'ServiceAccount':
      return caller.user === name
    default:
      return fitsCustom(state, tenant, caller, name)
  }
}

function fitsCustom(state: ClusterState, tenant: Tenant, caller: UserInfo, name: string): boolean {
  const spec = configurationOf(state).spec
  switch (name) {
    case 'CapsuleUser':
      return isAmong(spec?.users, caller)
    case 'Administrator':
      return isAmong(spec?.administrators, caller)
    case 'TenantOwner':
      return isAmong(tenant.spec?.owners, caller) || isAmong(tenant.status?.owners, caller)
    default:
      return caller.user === controllerUser
  }
}
