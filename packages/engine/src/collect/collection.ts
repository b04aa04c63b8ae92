import { builtinResources, type JsonObject, qualified } from '@capsule-whatif/model'
import { type NotNeeded, notNeeded, notNeededPattern } from './not-needed.ts'

/** How a snapshot is collected. */
export interface Collection {
  /** one line for a shell: prints a snapshot with all that answers depend on */
  readonly command: string
  /** built-in resources that it collects where the cluster has them, as `deployments.apps`; custom resources come with them */
  readonly resources: readonly string[]
  readonly notNeeded: readonly NotNeeded[]
  /** the right to do so */
  readonly clusterRole: JsonObject
}

const listed = `kubectl api-resources --verbs=list -o name | grep -vxE '${notNeededPattern}' | paste -sd, -`

/** The command that collects what answers depend on, and the ClusterRole that it needs. */
export function collection(): Collection {
  return {
    command: `kubectl get "$(${listed})" --all-namespaces --show-managed-fields -o json`,
    resources: neededResources,
    notNeeded,
    clusterRole,
  }
}

const left: ReadonlySet<string> = new Set(notNeeded.map(({ resource }) => resource))

const needed = builtinResources.filter(
  ({ verbs, resource, group }) => verbs.includes('list') && !left.has(qualified(resource, group)),
)

const neededResources: readonly string[] = needed.map(({ resource, group }) => qualified(resource, group))

const groups = [...new Set(needed.map(({ group }) => group))]

/** To list everything that is collected; custom resources of other groups than Capsule's are to be added by their groups. */
const clusterRole: JsonObject = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name: 'capsule-whatif-collect' },
  rules: [
    ...groups.map((group) => ({
      apiGroups: [group],
      resources: needed.filter((each) => each.group === group).map(({ resource }) => resource),
      verbs: ['list'],
    })),
    { apiGroups: ['capsule.clastix.io'], resources: ['*'], verbs: ['list'] },
  ],
}
