import { type ClusterState, finalizersOf, type KubeObject, listObjects, type UserInfo } from '@capsule-whatif/model'
import { defaultUser } from '../../action/impersonated-user.ts'
import type { GivenAction } from '../asking/parameter-types.ts'

/** Something that is said to protect tenants and their namespaces. */
export interface Protection {
  readonly name: string
  readonly meaning: string
  /** what adds it: done by an administrator before anything is tried */
  readonly add: (place: ProtectedPlace) => readonly GivenAction[]
  /** whether the cluster has it, for this tenant */
  readonly isThere: (place: ProtectedPlace) => boolean
  /** who does what is tried, where that is the protection */
  readonly as?: UserInfo
  /** what it rests on, where no recording shows it */
  readonly basis?: string
}

/** The tenant that is protected, and what of it there is. */
export interface ProtectedPlace {
  readonly state: ClusterState
  readonly tenant: KubeObject
  readonly namespaces: readonly string[]
}

export const tenantDefinition = 'tenants.capsule.clastix.io'

const finalizer = 'capsule-whatif.example/protect'

function withFinalizer(type: string, object: KubeObject): GivenAction {
  const patch = { metadata: { finalizers: [...finalizersOf(object), finalizer] } }
  return `patch ${type} ${object.metadata.name} --type merge -p '${JSON.stringify(patch)}'`
}

function definitionOf({ state }: ProtectedPlace): KubeObject | undefined {
  return listObjects(state, 'apiextensions.k8s.io/customresourcedefinitions').find(
    ({ metadata }) => metadata.name === tenantDefinition,
  )
}

function namespacesOf({ state, namespaces }: ProtectedPlace): readonly KubeObject[] {
  return listObjects(state, '/namespaces').filter(({ metadata }) => namespaces.includes(metadata.name))
}

/** Finalizers that Capsule does not put there itself. */
function hasForeignFinalizer(object: KubeObject | undefined): boolean {
  return (
    object !== undefined &&
    finalizersOf(object).some((each) => !/projectcapsule|capsule\.clastix|customresourcecleanup/.test(each))
  )
}

const policies = 'validatingadmissionpolicies'

/** A policy of the API server that refuses to delete what one rule matches, and its binding. */
function refusingDeletion(name: string, group: string, version: string, resource: string): readonly GivenAction[] {
  const api = { group: 'admissionregistration.k8s.io', version: 'v1' }
  const policy = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: {
        resourceRules: [{ apiGroups: [group], apiVersions: [version], operations: ['DELETE'], resources: [resource] }],
      },
      validations: [{ expression: 'false', message: `${resource} are protected` }],
    },
  }
  const binding = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name },
    spec: { policyName: name, validationActions: ['Deny'] },
  }
  const creation = (resourceName: string, body: KubeObject): GivenAction => ({
    text: `create ${resourceName} ${name}`,
    actions: [{ type: 'request', request: { verb: 'create', ...api, resource: resourceName, kind: body.kind, body } }],
    user: defaultUser,
  })
  return [creation(policies, policy), creation('validatingadmissionpolicybindings', binding)]
}

/** Whether some policy of the cluster looks at deletions of a resource. */
function hasPolicyOn({ state }: ProtectedPlace, resource: string): boolean {
  return listObjects(state, `admissionregistration.k8s.io/${policies}`).some((policy) =>
    ['DELETE', resource].every((word) => JSON.stringify(policy.spec ?? null).includes(`"${word}"`)),
  )
}

const policyBasis = 'Admission policies are modelled from upstream; no recording shows one.'

/** The protections that people know, those that seem to hold among them. */
export const protectionsList: readonly Protection[] = [
  {
    name: 'preventDeletion',
    meaning: 'spec.preventDeletion of the Tenant',
    add: ({ tenant }) => [`patch tenant ${tenant.metadata.name} --type merge -p '{"spec":{"preventDeletion":true}}'`],
    isThere: ({ tenant }) =>
      (tenant.spec as { readonly preventDeletion?: unknown } | undefined)?.preventDeletion === true,
  },
  {
    name: 'finalizer on the Tenant',
    meaning: 'a finalizer that nobody removes, on the Tenant',
    add: ({ tenant }) => [withFinalizer('tenant', tenant)],
    isThere: ({ tenant }) => hasForeignFinalizer(tenant),
  },
  {
    name: 'finalizer on the Namespaces',
    meaning: 'a finalizer that nobody removes, on each Namespace of the Tenant',
    add: (place) => namespacesOf(place).map((namespace) => withFinalizer('namespace', namespace)),
    isThere: (place) => namespacesOf(place).length > 0 && namespacesOf(place).every(hasForeignFinalizer),
  },
  {
    name: 'finalizer on the definition',
    meaning: 'a finalizer that nobody removes, on the CustomResourceDefinition of Tenant',
    add: (place) =>
      [definitionOf(place)].filter((each) => each !== undefined).map((each) => withFinalizer('crd', each)),
    isThere: (place) => hasForeignFinalizer(definitionOf(place)),
  },
  {
    name: 'policy on definitions',
    meaning: 'a ValidatingAdmissionPolicy that refuses to delete CustomResourceDefinitions',
    add: () => refusingDeletion('capsule-whatif-definitions', 'apiextensions.k8s.io', '*', 'customresourcedefinitions'),
    isThere: (place) => hasPolicyOn(place, 'customresourcedefinitions'),
    basis: policyBasis,
  },
  {
    name: 'policy on Tenants',
    meaning: 'a ValidatingAdmissionPolicy that refuses to delete Tenants',
    add: () => refusingDeletion('capsule-whatif-tenants', 'capsule.clastix.io', '*', 'tenants'),
    isThere: (place) => hasPolicyOn(place, 'tenants'),
    basis: policyBasis,
  },
  {
    name: 'policy on Namespaces',
    meaning: 'a ValidatingAdmissionPolicy that refuses to delete Namespaces',
    add: () => refusingDeletion('capsule-whatif-namespaces', '', 'v1', 'namespaces'),
    isThere: (place) => hasPolicyOn(place, 'namespaces'),
    basis: policyBasis,
  },
  {
    name: 'Helm keep',
    meaning: 'the annotation helm.sh/resource-policy: keep on the definition of Tenant',
    add: () => [`annotate crd ${tenantDefinition} helm.sh/resource-policy=keep`],
    isThere: (place) => definitionOf(place)?.metadata.annotations?.['helm.sh/resource-policy'] === 'keep',
  },
  {
    name: 'operator stopped',
    meaning: 'the Capsule operator does not run, while it happens and afterwards',
    add: () => ['operator stop'],
    isThere: ({ state }) => !state.running.capsule,
  },
  {
    name: 'RBAC',
    meaning: 'whoever does it has no right to',
    add: () => [],
    isThere: () => false,
    as: { user: 'somebody', groups: ['system:authenticated'] },
  },
]
