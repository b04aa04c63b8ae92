import {
  type ClusterState,
  type LoadedState,
  listObjects,
  notModelled,
  type Operator,
  type ResourceKey,
} from '@capsule-whatif/model'

/** What a snapshot must hold for an answer to be certain, and what is uncertain without it. */
const needed: readonly { readonly resource: ResourceKey; readonly without: string }[] = [
  {
    resource: 'apiextensions.k8s.io/customresourcedefinitions',
    without: 'no CustomResourceDefinitions: custom resources cannot be placed, and requests for them are answered 404',
  },
  {
    resource: 'admissionregistration.k8s.io/validatingwebhookconfigurations',
    without: 'no ValidatingWebhookConfigurations: no webhook refuses anything',
  },
  {
    resource: 'admissionregistration.k8s.io/mutatingwebhookconfigurations',
    without: 'no MutatingWebhookConfigurations: no webhook changes anything',
  },
  {
    resource: 'rbac.authorization.k8s.io/clusterroles',
    without: 'no ClusterRoles: everybody but system:masters is refused, the controllers too',
  },
  {
    resource: 'rbac.authorization.k8s.io/clusterrolebindings',
    without: 'no ClusterRoleBindings: everybody but system:masters is refused, the controllers too',
  },
  {
    resource: 'capsule.clastix.io/capsuleconfigurations',
    without: 'no CapsuleConfiguration: the operator works with its defaults',
  },
  { resource: '/namespaces', without: 'no Namespaces: nothing can be created in one' },
]

/** What keeps an answer about this snapshot from being certain, where these operators run beside Capsule. */
export function inputFindings(
  { state, unknown }: LoadedState,
  { operators }: { readonly operators?: readonly Operator[] } = {},
): readonly string[] {
  const findings = needed
    .filter(({ resource }) => isEmpty(state, resource))
    .map(({ without }) => `The snapshot has ${without}.`)
  const kinds = [...new Set(unknown.map((object) => `${object.kind} (${object.apiVersion})`))]
  if (kinds.length > 0)
    findings.push(`Not part of the prediction, since nothing in the snapshot serves them: ${kinds.join(', ')}.`)
  return [...findings, ...notModelled(state, operators).map(asSentence)]
}

function asSentence(finding: string): string {
  return `${finding.slice(0, 1).toUpperCase()}${finding.slice(1)}.`
}

function isEmpty(state: ClusterState, resource: ResourceKey): boolean {
  return listObjects(state, resource).length === 0
}
