import {
  findObject,
  isSuccess,
  type KubeObject,
  listAt,
  listObjects,
  type Step,
  textAt,
  type UserInfo,
} from '@capsule-whatif/model'
import { defaultUser, impersonatedUser } from '../../action/impersonated-user.ts'
import { causesOf } from '../../predict/causes.ts'
import { perform } from '../../schedule/likely.ts'
import { ownerOf } from '../../upgrade/everyday-actions.ts'
import { type AskedCluster, attempt } from '../asking/asked-cluster.ts'
import { type Certainty, certaintyOfAnswer } from '../asking/certainty.ts'
import { type RefusedRequest, refusedRequest } from '../asking/refusal.ts'
import { type Belonging, belongingOf, belongingText, belongsTo } from './belonging.ts'
import { type NamespaceChange, namespaceChange } from './namespace-change.ts'
import { type EditedFields, editedFields, ownershipEdit } from './ownership-edit.ts'
import { type Road, type RoadSteps, roads } from './roads.ts'

/** One way of giving a Namespace to a Tenant, or to none, and what came of it once all was quiet and the operator ran. */
export interface Way {
  readonly road: Road
  readonly fields: EditedFields
  /** the steps, as one writes them for kubectl */
  readonly steps: readonly string[]
  /** of the edit itself: `never` where it is refused */
  readonly accepted: Certainty
  readonly refused: readonly RefusedRequest[]
  /** whether label, owner reference and status say afterwards what was wanted */
  readonly reached: boolean
  /** absent where the Namespace is gone */
  readonly belonging?: Belonging
  /** who put everything back: a controller, or `admission` before it was written; absent where something of the edit stays */
  readonly putBackBy?: string
  readonly change: NamespaceChange
  /** of everything but the edit itself */
  readonly certainty: Certainty
}

/** Who may edit both fields on the cluster as it is. */
export interface Mover {
  readonly user: string
  readonly role: string
  /** whether the API server takes the edit from this user */
  readonly accepted: boolean
  /** HTTP code */
  readonly code: number
  /** why it is refused */
  readonly message?: string
  readonly certainty: Certainty
}

/** Tries every way: label, owner reference or both, on each road. `tenant` undefined: to none. */
export function waysOf(
  cluster: AskedCluster,
  namespace: KubeObject,
  tenant: KubeObject | undefined,
  as?: UserInfo,
): readonly Way[] {
  return roads.flatMap((road) => editedFields.map((fields) => wayOf(cluster, road, namespace, tenant, fields, as)))
}

function wayOf(
  cluster: AskedCluster,
  { road, before, after }: RoadSteps,
  namespace: KubeObject,
  tenant: KubeObject | undefined,
  fields: EditedFields,
  as: UserInfo | undefined,
): Way {
  const edit = ownershipEdit(namespace, tenant, fields)
  const user = as !== undefined && road === 'as it is' ? { ...edit, user: as } : edit
  const actions = [...before(cluster), user, ...after]
  const { answer, state, steps } = attempt(cluster, actions)
  const number = before(cluster).length + 1
  const isAccepted = answer.actions.some(({ action, refused }) => action === number && !refused)
  const { name } = namespace.metadata
  const belonging = belongingOf(state, name)
  const isAsBefore = belongingText(belonging) === belongingText(belongingOf(cluster.quiet.state, name))
  const putBackBy = isAccepted && isAsBefore ? lastWriterOf(name, steps) : undefined
  return {
    road,
    fields,
    steps: actions.map((action) => (typeof action === 'string' ? action : action.text)),
    accepted: road === 'as it is' ? certaintyOfAnswer(cluster.quiet, isAccepted) : isAccepted ? 'likely' : 'never',
    refused: answer.refusals.map(refusedRequest),
    reached: belongsTo(belonging, tenant?.metadata.name),
    ...(belonging === undefined ? {} : { belonging }),
    ...(putBackBy === undefined ? {} : { putBackBy }),
    change: namespaceChange(cluster.quiet.state, state, name),
    certainty: 'likely',
  }
}

/** The controller that wrote a Namespace last; `admission` where none did: what was asked for never got there. */
function lastWriterOf(name: string, steps: readonly Step[]): string {
  const [writer = ''] = causesOf(steps).of('/namespaces', '', name)
  return writer === '' || writer.includes(': ') ? 'admission' : writer
}

/** Asks for both fields in the name of everybody who might want to, on the cluster as it is. */
export function moversOf(
  cluster: AskedCluster,
  namespace: KubeObject,
  tenant: KubeObject | undefined,
  tenants: readonly KubeObject[],
): readonly Mover[] {
  const [action] = ownershipEdit(namespace, tenant, 'both').actions
  if (action?.type !== 'request') return []
  const { quiet } = cluster
  return candidates(cluster, tenants).map(({ user, role }) => {
    const run = perform(quiet.model, quiet.state, { type: 'request', as: user, request: action.request })
    const response = run.steps[0]?.response ?? { code: 500, body: {} }
    const message = textAt(response.body, 'message')
    const accepted = isSuccess(response)
    return {
      user: user.user,
      role,
      accepted,
      code: response.code,
      ...(accepted || message === undefined ? {} : { message }),
      certainty: certaintyOfAnswer(quiet, accepted),
    }
  })
}

interface Candidate {
  readonly user: UserInfo
  readonly role: string
}

function candidates({ quiet: { state } }: AskedCluster, tenants: readonly KubeObject[]): readonly Candidate[] {
  const owners = tenants.flatMap((tenant) => {
    const user = ownerOf(state, tenant)
    return user === undefined ? [] : [{ user, role: `owner of ${tenant.metadata.name}` }]
  })
  const configuration = findObject(state, 'capsule.clastix.io/capsuleconfigurations', undefined, 'default')
  const administrators = listAt(configuration ?? null, 'spec', 'administrators').map((each) => ({
    user: namedUser(textAt(each, 'kind') ?? '', textAt(each, 'name') ?? ''),
    role: 'administrator of the operator',
  }))
  const operator = operatorAccount(state)
  return [
    {
      user: defaultUser,
      role: 'administrator of the cluster',
    },
    ...administrators,
    ...owners,
    ...(operator === undefined ? [] : [{ user: impersonatedUser(operator, []), role: 'the operator itself' }]),
  ]
}

function namedUser(kind: string, name: string): UserInfo {
  return kind === 'Group' ? impersonatedUser(`a member of ${name}`, [name]) : impersonatedUser(name, [])
}

function operatorAccount(state: AskedCluster['quiet']['state']): string | undefined {
  const account = listObjects(state, '/serviceaccounts').find(
    ({ metadata }) => metadata.name === 'capsule' && metadata.labels?.['app.kubernetes.io/name'] === 'capsule',
  )
  return account && `system:serviceaccount:${account.metadata.namespace ?? ''}:${account.metadata.name}`
}
