import type { Reconcile } from '../../controllers/controller.ts'
import type { Json } from '../../object/json.ts'
import { type KubeObject, labelsOf, withMetadata } from '../../object/kube-object.ts'
import {
  managedByController,
  managedByLabel,
  managedRulesName,
  nameLabel,
  newTenantLabel,
} from '../tenant/constants.ts'
import { namespaceRuleBodies } from '../tenant/rule-bodies.ts'
import type { Tenant } from '../tenant/tenant.ts'
import { withController } from './controller-reference.ts'
import { type Failure, isNamespaceTerminating } from './failure.ts'
import { ruleStatuses } from './kinds.ts'
import { createOrUpdate, placeIn } from './writing.ts'

/**
 * Every namespace of a Tenant has a RuleStatus with the rules that are for it.
 * [CT/rulestatus.go:ensureRuleStatus; core R4.5]
 */
export function* ensureRuleStatus(tenant: Tenant, namespace: KubeObject): Reconcile<Failure | undefined> {
  const rules = namespaceRuleBodies(namespace, tenant)
  if (rules.error !== undefined) return { message: rules.error }
  const spec: Json = rules.bodies
  const place = placeIn(namespace.metadata.name, managedRulesName)
  const { failure } = yield* createOrUpdate(ruleStatuses, place, (object) =>
    withController({ ...withMetadata(object, { labels: labelsFor(object, tenant) }), spec }, tenant),
  )
  return failure && isNamespaceTerminating(failure) ? undefined : failure
}

function labelsFor(object: KubeObject, tenant: Tenant): Readonly<Record<string, string>> {
  return {
    ...labelsOf(object),
    [managedByLabel]: managedByController,
    [newTenantLabel]: tenant.metadata.name,
    [nameLabel]: managedRulesName,
  }
}
