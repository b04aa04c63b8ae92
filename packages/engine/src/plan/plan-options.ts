import type { CapsuleVersion, Operator, UserInfo } from '@capsule-whatif/model'
import type { Patience } from '../schedule/likely.ts'
import type { Origin } from '../snapshot/source-text.ts'
import type { ManifestSet } from './manifest-set.ts'
import type { PlanHow } from './plan.ts'
import type { Policy } from './policy/policy.ts'

/** Which client sends the manifests, as whom, and what is held against what comes of it. */
export interface PlanOptions {
  readonly how: PlanHow
  /** default: kubernetes-admin, of system:masters */
  readonly user?: UserInfo
  /** where the client puts manifests that name no namespace; of Helm the release's; default `default` */
  readonly namespace?: string
  /** what to prune by: kubectl's -l, or the labels of a GitOps controller */
  readonly pruneSelector?: string
  /** kubectl's --prune --all */
  readonly pruneAll?: boolean
  /** kubectl's --prune-allowlist, each group/version/Kind */
  readonly pruneAllowlist?: readonly string[]
  /** --force-conflicts of server-side apply */
  readonly forceConflicts?: boolean
  /** name of the Helm release */
  readonly release?: string
  /** name of the Argo CD application */
  readonly app?: string
  /** the manifests of the Helm release as it is now */
  readonly previous?: ManifestSet
  /** whether drift is synced again, as Argo CD does with selfHeal; of gitops; default true */
  readonly selfHeal?: boolean
  /** the version of Capsule; default: what the objects tell, or else 0.14 */
  readonly capsule?: CapsuleVersion
  /** operators that run beside Capsule; default none */
  readonly operators?: readonly Operator[]
  /** whether the Capsule operator runs when the client begins; default true */
  readonly operatorRunning?: boolean
  readonly patience?: Patience
  /** where an object of the cluster was read, by `kind|group|namespace|name` */
  readonly originOf?: (key: string) => Origin | undefined
  readonly policy?: Policy
}
