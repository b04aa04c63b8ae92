import { type JsonObject, objectAt, textAt } from '../../../object/json.ts'
import type { RuleBody } from '../../tenant/rule-bodies.ts'

/** What a rule says of objects that match: refuse, let pass, or only note in an Event. */
export type EnforceAction = 'deny' | 'allow' | 'audit'

/** The `enforce` part of a rule. */
export type EnforceBody = JsonObject

/** The `enforce` parts of rules, in their order. [pkg/ruleengine/convert.go:EnforceBodiesFromNamespaceRules] */
export function enforceBodiesOf(bodies: readonly RuleBody[]): readonly EnforceBody[] {
  return bodies.filter(({ enforce }) => enforce !== undefined).map((body) => objectAt(body, 'enforce'))
}

/** A rule that does not say what it does denies. [pkg/api/rules/enforce_func.go:OrDefault; extended A10.1] */
export function actionOf(body: EnforceBody): EnforceAction {
  const action = textAt(body, 'action')
  return action === 'allow' || action === 'audit' ? action : 'deny'
}
