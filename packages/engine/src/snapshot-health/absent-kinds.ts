import { qualified, type ResourceKey } from '@capsule-whatif/model'
import { notNeeded } from '../collect/not-needed.ts'
import { allBut, type HealthCode, type HealthFinding } from './health-finding.ts'
import { keyOfResource, listedResources, named, type SnapshotView } from './snapshot-view.ts'

interface Needed extends Omit<HealthFinding, 'code'> {
  readonly code: HealthCode
  readonly resources: readonly ResourceKey[]
}

const collect = "collect it: 'capsule-whatif collect' prints how"
const accessQuestions = ['predict', 'plan', 'protections', 'migrate', 'access', 'owner-journey', 'upgrade'] as const

/** Kinds without which some answers are nothing worth, and what is then taken for true. */
const needed: readonly Needed[] = [
  {
    code: 'definitions-absent',
    severity: 'error',
    resources: ['apiextensions.k8s.io/customresourcedefinitions'],
    message: 'no CustomResourceDefinitions: custom resources, Tenants among them, take no part in any answer',
    limits: allBut(),
    advice: collect,
  },
  {
    code: 'namespaces-absent',
    severity: 'error',
    resources: ['/namespaces'],
    message: 'no Namespaces: nothing can be created in one, and none can be lost',
    limits: allBut(),
    advice: collect,
  },
  {
    code: 'webhooks-absent',
    severity: 'error',
    resources: ['admissionregistration.k8s.io/validatingwebhookconfigurations'],
    message: 'no ValidatingWebhookConfigurations: no webhook refuses anything',
    limits: allBut('quota-forecast', 'consistency', 'restore'),
    advice: collect,
  },
  {
    code: 'webhooks-absent',
    severity: 'error',
    resources: ['admissionregistration.k8s.io/mutatingwebhookconfigurations'],
    message: 'no MutatingWebhookConfigurations: no webhook changes anything, and new namespaces get no owner',
    limits: allBut('quota-forecast', 'consistency', 'restore'),
    advice: collect,
  },
  ...(['clusterroles', 'clusterrolebindings'] as const).map((resource) => ({
    code: 'roles-absent' as const,
    severity: 'error' as const,
    resources: [`rbac.authorization.k8s.io/${resource}`] as const,
    message: `no ${resource === 'clusterroles' ? 'ClusterRoles' : 'ClusterRoleBindings'}: everybody but system:masters is refused`,
    limits: accessQuestions,
    advice: collect,
  })),
  ...(['roles', 'rolebindings'] as const).map((resource) => ({
    code: 'roles-absent' as const,
    severity: 'warning' as const,
    resources: [`rbac.authorization.k8s.io/${resource}`] as const,
    message: `no ${resource === 'roles' ? 'Roles' : 'RoleBindings'}: rights in single namespaces are not seen`,
    limits: accessQuestions,
    advice: collect,
  })),
  {
    code: 'secrets-absent',
    severity: 'note',
    resources: ['/secrets'],
    message: 'no Secrets: no answer depends on them, but those that are lost are not listed',
    limits: ['predict', 'plan', 'cascade', 'blast-radius'],
    advice: 'nothing, or collect them: their values are taken out as they are read',
  },
]

const own: ReadonlySet<ResourceKey> = new Set([
  ...needed.flatMap(({ resources }) => resources),
  'capsule.clastix.io/capsuleconfigurations',
])

/** Built-in kinds of which every running cluster has objects. */
const everywhere: ReadonlySet<ResourceKey> = new Set<ResourceKey>([
  '/configmaps',
  '/serviceaccounts',
  '/services',
  'scheduling.k8s.io/priorityclasses',
])

/** Kinds of which the snapshot has no object, though answers would use them. */
export function absentKinds(view: SnapshotView): readonly HealthFinding[] {
  const missing = needed.filter(({ resources }) => resources.every((resource) => view.of(resource).length === 0))
  return [...missing.map(({ resources: _resources, ...finding }) => finding), ...kindsWithoutObjects(view)]
}

const uncollected: ReadonlySet<string> = new Set(notNeeded.map(({ resource }) => resource))

function kindsWithoutObjects(view: SnapshotView): readonly HealthFinding[] {
  const empty = [...listedResources, ...view.defined].filter(
    (each) =>
      !own.has(keyOfResource(each)) &&
      !uncollected.has(qualified(each.resource, each.group)) &&
      view.of(keyOfResource(each)).length === 0,
  )
  const surely = empty.filter((each) => everywhere.has(keyOfResource(each)))
  const maybe = empty.filter((each) => !everywhere.has(keyOfResource(each)))
  const names = (resources: typeof empty): string =>
    named(resources.map(({ resource, group }) => qualified(resource, group)))
  const limits = ['predict', 'plan', 'cascade', 'migrate', 'quota-forecast', 'blast-radius', 'uninstall'] as const
  return [
    ...surely.slice(0, 1).map(
      (): HealthFinding => ({
        code: 'kinds-uncollected',
        severity: 'warning',
        message: `not collected, since every cluster has some: ${names(surely)}; what becomes of them is not said`,
        limits,
        advice: collect,
      }),
    ),
    ...maybe.slice(0, 1).map(
      (): HealthFinding => ({
        code: 'kinds-without-objects',
        severity: 'note',
        message: `no objects of ${maybe.length} kinds, or they were not collected: ${names(maybe)}`,
        limits,
        advice: `nothing where the cluster has none; else ${collect}`,
      }),
    ),
  ]
}
