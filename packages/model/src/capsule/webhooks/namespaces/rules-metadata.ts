import type { AdmissionRequest } from '../../../apiserver/admission.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { forCaller } from '../../rules/audience.ts'
import { enforceBodiesOf } from '../../rules/enforcement/enforce-body.ts'
import { judgeMetadata } from '../../rules/enforcement/metadata.ts'
import { mutateMetadata } from '../../rules/metadata-mutation.ts'
import { tenantByLabel } from '../../tenant/resolve-tenant.ts'
import { namespaceRuleBodies } from '../../tenant/rule-bodies.ts'
import { deny, errored } from '../answer.ts'
import type { Step } from './owner-reference.ts'
import type { NamespaceRule } from './review.ts'

const namespaceKind = { group: '', version: 'v1', kind: 'Namespace' }

/** A Namespace gets the metadata that the rules of its labelled Tenant give it. [mutation/rules_metadata.go; core N3.8] */
export function rulesMetadata(request: AdmissionRequest, state: ClusterState, namespace: KubeObject): Step {
  const resolved = tenantByLabel(state, namespace)
  if (resolved.error !== undefined) return { refusal: errored(resolved.error) }
  if (!resolved.tenant) return { namespace }
  const rules = forCaller(state, resolved.tenant, request.user, namespaceRuleBodies(namespace, resolved.tenant))
  if (rules.error !== undefined) return { refusal: errored(rules.error) }
  return { namespace: mutateMetadata(namespace, namespaceKind, rules.bodies) }
}

/**
 * A Namespace keeps to the metadata that the rules of its Tenant ask, as they stand in the Tenant.
 * [validation/rules_metadata.go; core N4.9, extended A10.21. Not shown by a recording]
 */
export const metadataByRules: NamespaceRule = ({ operation, request, state, tenant, namespace }) => {
  if (operation === 'DELETE') return undefined
  const rules = forCaller(state, tenant, request.user, namespaceRuleBodies(namespace, tenant))
  if (rules.error !== undefined) return errored(rules.error)
  const { refusal, audits } = judgeMetadata(namespace, namespaceKind, enforceBodiesOf(rules.bodies))
  return refusal === undefined ? undefined : { ...deny(refusal), audits }
}
