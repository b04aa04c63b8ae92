import { type JsonObject, objectAt } from '../../../object/json.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import type { TenantRule } from '../../tenant/tenant.ts'
import { audienceProblem } from './audience.ts'
import { ingressProblem } from './ingress.ts'
import { metadataProblem } from './metadata.ts'
import { firstOf, firstProblem } from './problems.ts'
import { quotaProblem } from './quota.ts'
import { servicesProblem } from './services.ts'
import { workloadsProblem } from './workloads.ts'

/** What is wrong with the first rule that is wrong. [pkg/ruleengine/validate.go:ValidateRuleStatusBody; core V3.5, extended A10.26] */
export function rulesProblem(state: ClusterState, rules: readonly TenantRule[]): string | undefined {
  const quotaPaths = new Map<string, string>()
  return firstOf(rules, (rule, index) => {
    const path = `rules[${index}]`
    return firstProblem(
      () => audienceProblem(path, rule.audience),
      () => quotaProblem(path, rule.quota, quotaPaths),
      () => (rule.enforce === undefined ? undefined : enforceProblem(state, `${path}.enforce`, rule.enforce)),
    )
  })
}

function enforceProblem(state: ClusterState, path: string, enforce: JsonObject): string | undefined {
  return firstProblem(
    () => workloadsProblem(`${path}.workloads`, objectAt(enforce, 'workloads')),
    () => servicesProblem(`${path}.services`, objectAt(enforce, 'services')),
    () => ingressProblem(`${path}.ingress`, objectAt(enforce, 'ingress')),
    () => metadataProblem(state, `${path}.metadata`, enforce.metadata),
  )
}
