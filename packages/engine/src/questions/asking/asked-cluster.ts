import type { UserInfo } from '@capsule-whatif/model'
import { defaultUser, impersonatedUser } from '../../action/impersonated-user.ts'
import { type PredictedAction, type Prediction, predictFrom } from '../../predict/predict.ts'
import { type QuietCluster, type QuietOptions, quietCluster } from '../../predict/quiet-cluster.ts'
import { operatorsOf, type Snapshot } from '../../snapshot/load-snapshot.ts'
import { cannotBeAsked } from './cannot-be-asked.ts'
import { type GivenAction, readAction } from './parameter-types.ts'

/** A snapshot's cluster, ready to be tried on. */
export interface AskedCluster {
  readonly snapshot: Snapshot
  readonly quiet: QuietCluster
}

export function clusterOf(snapshot: Snapshot, options: QuietOptions = {}): AskedCluster {
  return { snapshot, quiet: quietCluster(snapshot.objects, { ...operatorsOf(snapshot), ...options }) }
}

/** What comes of actions on the cluster, one after the other, each once it is quiet; `as` acts where an action names nobody. */
export function attempt(
  { snapshot, quiet }: AskedCluster,
  actions: readonly GivenAction[],
  as: UserInfo = defaultUser,
): Prediction {
  return predictFrom(
    quiet,
    actions.map((action) => understood(action, snapshot, as)),
  )
}

/** The cluster as it is after actions, to go on from. */
export function after(cluster: AskedCluster, actions: readonly GivenAction[], as?: UserInfo): AskedCluster {
  if (actions.length === 0) return cluster
  const { state } = attempt(cluster, actions, as)
  return { ...cluster, quiet: { ...cluster.quiet, state } }
}

/** @throws Error where an action is not understood */
function understood(action: GivenAction, snapshot: Snapshot, as: UserInfo): PredictedAction {
  const read = readAction(action, snapshot)
  if (!read.ok) throw cannotBeAsked(read.error.message)
  return read.value.user === defaultUser ? { ...read.value, user: as } : read.value
}

/** Who asks: the named user with their groups, or an administrator of the cluster. */
export function userOf(name: string | undefined, groups: readonly string[] | undefined): UserInfo {
  return name === undefined ? defaultUser : impersonatedUser(name, groups ?? [])
}
