import type { CapsuleVersion, ClusterState, KubeObject, Operator, ProxyOptions, UserInfo } from '@capsule-whatif/model'
import type { ActionText } from '../action/action-text.ts'
import { kubectlDelete } from '../kubectl/delete-object.ts'
import { type ExtraRights, extraRights } from '../kubectl/extra-rights.ts'
import type { KubectlRun, Road } from '../kubectl/kubectl-run.ts'
import { kubectlSend } from '../kubectl/send-request.ts'
import { inputFindings } from '../predict/input-findings.ts'
import { startedCluster } from '../predict/started-cluster.ts'

/** Who does what; `text` is the action as it was written. */
export interface AccessQuestion {
  readonly text: string
  readonly actions: readonly ActionText[]
  readonly user: UserInfo
}

/** How the commands are sent, and to which cluster. */
export interface AccessOptions {
  /** the version of Capsule; default: what the objects tell, or else 0.14 */
  readonly capsule?: CapsuleVersion
  /** whether the Capsule operator runs; default true */
  readonly operatorRunning?: boolean
  /** operators that run beside Capsule; default none */
  readonly operators?: readonly Operator[]
  /** kubectl's --timeout; without it kubectl waits for 168 hours, which counts as for ever */
  readonly timeoutSeconds?: number
  /** how Capsule Proxy is set up */
  readonly proxy?: ProxyOptions
}

/** One command on one road. */
export interface RoadAnswer {
  readonly through: Road
  readonly run: KubectlRun
  readonly extraRights: ExtraRights
}

/** One request that an action stands for: the same directly and through Capsule Proxy. */
export interface CommandAnswer {
  readonly text: string
  readonly roads: readonly RoadAnswer[]
}

/** What is allowed to whom: one command on each road, with the findings that limit what is said. */
export interface AccessAnswer {
  readonly user: UserInfo
  readonly commands: readonly CommandAnswer[]
  readonly findings: readonly string[]
}

const roads: readonly Road[] = ['api-server', 'proxy']

/**
 * May somebody do this, and what do they see? Every command of kubectl as its sequence of requests, each with the rule that
 * decided about it, directly and through Capsule Proxy; and the smallest extra rights with which it succeeds as a whole.
 * Undefined where an action is no request that is known beforehand: apply, deletes by selector, events.
 */
export function access(
  objects: readonly KubeObject[],
  question: AccessQuestion,
  options: AccessOptions = {},
): AccessAnswer | undefined {
  const { model, loaded, state: quiet } = startedCluster(objects, options)
  const requests = question.actions.filter((action) => action.type === 'request')
  if (requests.length === 0 || requests.length < question.actions.length) return undefined
  const { user } = question
  const answerFor = ({ request, wait }: (typeof requests)[number]): CommandAnswer => ({
    text: requests.length === 1 ? question.text : `${question.text}: ${request.name ?? ''}`,
    roads: roads.map((through) => {
      const { timeoutSeconds, proxy } = options
      const kubectlOptions = {
        through,
        ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
        ...(proxy === undefined ? {} : { proxy }),
        ...(wait === undefined ? {} : { wait }),
      }
      const command = request.verb === 'delete' ? kubectlDelete : kubectlSend
      const run = (state: ClusterState): KubectlRun => command(model, state, user, request, kubectlOptions)
      return { through, run: run(quiet), extraRights: extraRights(model, quiet, user, run) }
    }),
  })
  return { user, commands: requests.map(answerFor), findings: inputFindings(loaded, options) }
}
