import type { Operation } from '../../src/apiserver/admission.ts'
import type { Json, JsonObject } from '../../src/object/json.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import type { UserInfo } from '../../src/request/request.ts'
import type { ClusterState } from '../../src/state/cluster-state.ts'
import {
  admissionRequest,
  alice,
  ask,
  configuration,
  objectOf,
  reference,
  stateOf,
  tenant,
  verdictOf,
} from './webhook-world.ts'

/** A Tenant `oil` with rules, and its namespace `oil-dev`. */
export function ruledWorld(rules: readonly JsonObject[], ...more: readonly KubeObject[]): ClusterState {
  return stateOf(
    configuration(),
    tenant('oil', 'alice', { rules }, { namespaces: ['oil-dev'] }),
    objectOf('Namespace', { name: 'oil-dev', ownerReferences: [reference('oil')], labels: { env: 'dev' } }),
    ...more,
  )
}

/** A rule that does this to what it matches. */
export function rule(action: 'allow' | 'deny' | 'audit', enforce: JsonObject, rest: JsonObject = {}): JsonObject {
  return { enforce: { action, ...enforce }, ...rest }
}

export function inNamespace(
  kind: string,
  fields: { readonly [field: string]: Json } = {},
  metadata: Partial<KubeObject['metadata']> = {},
): KubeObject {
  return objectOf(kind, { name: 'x', namespace: 'oil-dev', ...metadata }, fields)
}

/** What the webhook of rules says of an object: `allowed`, or `<code> <message>`. */
export function judged(
  rules: readonly JsonObject[],
  object: KubeObject,
  { caller = alice, operation = 'CREATE' }: { readonly caller?: UserInfo; readonly operation?: Operation } = {},
): string {
  const request = admissionRequest(operation, caller, object)
  return verdictOf(ask('/rules/generic/validating', request, ruledWorld(rules)))
}

/** The object as the webhook of rules leaves it. */
export function mutatedByRules(rules: readonly JsonObject[], object: KubeObject): KubeObject {
  const answer = ask('/rules/generic/mutating', admissionRequest('CREATE', alice, object), ruledWorld(rules))
  if (!answer.allowed) throw new Error(answer.message)
  return answer.object ?? object
}
