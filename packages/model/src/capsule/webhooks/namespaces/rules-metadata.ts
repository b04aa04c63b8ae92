import type { AdmissionRequest } from '../../../apiserver/admission.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { forCaller } from '../../rules/audience.ts'
import { mutateMetadata } from '../../rules/metadata-mutation.ts'
import { tenantByLabel } from '../../tenant/resolve-tenant.ts'
import { namespaceRuleBodies } from '../../tenant/rule-bodies.ts'
import { errored } from '../answer.ts'
import type { Step } from './owner-reference.ts'

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
