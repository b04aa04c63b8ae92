import { access as accessOf } from '../access/access.ts'
import { accessJson, type CommandJson } from '../access/access-json.ts'
import { accessText } from '../report/access-text.ts'
import { operatorsOf, type Snapshot } from '../snapshot/load-snapshot.ts'
import { userOf } from './asking/asked-cluster.ts'
import { cannotBeAsked } from './asking/cannot-be-asked.ts'
import {
  actionType,
  durationType,
  flagType,
  type GivenAction,
  groupsType,
  readAction,
  userType,
} from './asking/parameter-types.ts'
import type { Question, QuestionAnswer } from './asking/question.ts'

/**
 * What `ask access` can be told; `accessQuestion.parameters` and
 * docs/reference/cli.md#ask-access say what each means.
 */
export interface AccessParameters {
  readonly do: GivenAction
  readonly as: string
  readonly asGroup?: readonly string[]
  readonly timeout?: number
  readonly proxyClusterScoped?: boolean
}

/** May somebody do this, request by request, on both roads. */
export interface AskedAccessAnswer extends QuestionAnswer {
  readonly question: 'access'
  readonly user: string
  readonly groups: readonly string[]
  readonly commands: readonly CommandJson[]
  /** the same for people */
  readonly text: string
}

/** The command `access` as a question. */
export const access: Question<AccessParameters, AskedAccessAnswer> = {
  name: 'access',
  meaning:
    'Whether somebody may do this, by which rule, directly and through Capsule Proxy, and with which least rights.',
  parameters: {
    do: {
      type: actionType,
      meaning: 'one command as one writes it for kubectl',
      example: "'delete namespace oil-dev'",
      isRequired: true,
    },
    as: { type: userType, meaning: 'who does it', example: 'alice', isRequired: true },
    asGroup: { type: groupsType, meaning: 'a group of that user', example: 'projectcapsule.dev' },
    timeout: { type: durationType, meaning: "kubectl's --timeout", example: '30s', otherwise: 'it waits for a week' },
    proxyClusterScoped: {
      type: flagType,
      meaning: 'Capsule Proxy runs with its feature gate ProxyClusterScoped',
      example: '',
    },
  },
  example: "--as alice --as-group projectcapsule.dev --do 'delete namespace oil-dev'",
  ask: askAccess,
  text: ({ text }) => text,
}

function askAccess(snapshot: Snapshot, given: AccessParameters): AskedAccessAnswer {
  const action = readAction(given.do, snapshot)
  if (!action.ok) throw cannotBeAsked(action.error.message)
  const user = userOf(given.as, given.asGroup)
  const answer = accessOf(
    snapshot.objects,
    { ...action.value, user },
    {
      ...operatorsOf(snapshot),
      ...(given.timeout === undefined ? {} : { timeoutSeconds: given.timeout }),
      proxy: { clusterScoped: given.proxyClusterScoped ?? false },
    },
  )
  const base = { question: 'access' as const, user: user.user, groups: user.groups }
  if (answer === undefined) {
    const finding = 'The action is no request that is known beforehand. Expected a TYPE and a NAME in it.'
    return { ...base, severity: 'none', certainty: 'unknown', findings: [finding], commands: [], text: `${finding}\n` }
  }
  const { commands, findings } = accessJson(answer)
  const works = commands.every(({ roads }) => roads.every(({ end }) => end === 'done'))
  return {
    ...base,
    severity: works ? 'none' : 'warning',
    certainty: 'likely',
    findings,
    commands,
    text: accessText(answer),
  }
}
