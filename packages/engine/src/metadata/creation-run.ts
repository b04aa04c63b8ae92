import {
  type ClusterModel,
  type ClusterState,
  findObject,
  type Step,
  textAt,
  type UserInfo,
} from '@capsule-whatif/model'
import { defaultUser } from '../action/impersonated-user.ts'
import { settle } from '../schedule/likely.ts'
import { arrivalsOf, namespaceIn, podOf } from './arrivals.ts'
import type { Arrival, CreationRun, EarliestPod, Window } from './latency-answer.ts'
import { apiServersLabel, hasKey, keysBeyond, type MetadataKey } from './metadata-key.ts'
import { type Moment, momentsOf } from './moments.ts'
import {
  createNamespace,
  creationOfPod,
  findTenant,
  membersOf,
  type NamespaceForm,
  namespacesKey,
  podIn,
  probeName,
} from './probe.ts'

/** What is tried: a namespace of a Tenant, and which keys are looked for. */
export interface Trial {
  readonly model: ClusterModel
  readonly form: NamespaceForm
  readonly keys: readonly MetadataKey[]
}

interface Created {
  readonly trial: Trial
  readonly name: string
  readonly creation: Step
  readonly steps: readonly Step[]
  readonly moments: readonly Moment[]
  readonly arrivals: readonly Arrival[]
}

/** Creates a namespace, lets the controllers work until all is quiet, and tries a pod between any two writes. */
export function creationRun(
  trial: Trial,
  quiet: ClusterState,
  pace: string,
  lagMs: ClusterState['lagMs'],
): CreationRun {
  const { model, form, keys } = trial
  const name = probeName(form.tenant, 1)
  const creation = createNamespace(model, { ...quiet, lagMs }, form, name)
  const { steps, state: end } = settle(model, creation.state)
  const moments = momentsOf(creation.state, `${form.owner.user}: added namespaces ${name}`, steps)
  const ofNamespaces = keys.filter(({ on }) => on === 'Namespace')
  const arrivals = arrivalsOf(ofNamespaces, moments, namespaceIn(name), name)
  const created: Created = { trial, name, creation, steps, moments, arrivals }
  return {
    pace,
    namespaceKeys: arrivals,
    pods: [earliestPod(created, 'owner'), earliestPod(created, 'administrator')],
    losses: lossesBetween(quiet, end, form.tenant),
  }
}

/** Tries a pod at each moment until one is admitted. */
function earliestPod(created: Created, by: EarliestPod['by']): EarliestPod {
  const { moments, trial } = created
  const user = by === 'owner' ? trial.form.owner : defaultUser
  let refusedBefore: string | undefined
  for (const moment of moments) {
    const message = refusalOfPod(created, moment.state, user)
    if (message === undefined) return podAt(created, by, user, moment, refusedBefore)
    refusedBefore = message
  }
  return { by, ...(refusedBefore === undefined ? {} : { refusedBefore }), without: [], podKeys: [] }
}

function podAt(
  created: Created,
  by: EarliestPod['by'],
  user: UserInfo,
  moment: Moment,
  refusedBefore: string | undefined,
): EarliestPod {
  const { name, arrivals } = created
  const namespace = findObject(moment.state, namespacesKey, undefined, name)
  const missing = arrivals.filter(({ key }) => !namespace || !hasKey(namespace, key, name))
  return {
    by,
    admittedAfterMs: moment.afterMs,
    opens: moment.by,
    ...(refusedBefore === undefined ? {} : { refusedBefore }),
    without: missing.map((arrival) => ({ key: arrival.key, window: windowOf(moment, arrival) })),
    podKeys: podKeysFrom(created, user, moment),
  }
}

/** From the moment that opens it to the one that brings the key. */
export function windowOf({ by, afterMs }: Pick<Moment, 'by' | 'afterMs'>, arrival: Arrival): Window {
  if (arrival.by === undefined || arrival.afterMs === undefined) return { opens: by }
  return { opens: by, closes: arrival.by, ms: arrival.afterMs - afterMs }
}

/** What a pod created once the step that let it in is over gets, and when. */
function podKeysFrom({ trial, name, steps, creation }: Created, user: UserInfo, moment: Moment): readonly Arrival[] {
  const { model, form, keys } = trial
  const ofPods = keys.filter(({ on }) => on === 'Pod')
  const step = steps.find(({ at }) => at - creation.at >= moment.afterMs && moment.afterMs > 0)
  const from = step?.state ?? creation.state
  const pod = podIn(name, findTenant(from, form.tenant))
  const asked = model.apply(from, { type: 'request', as: user, request: creationOfPod(pod) })
  const moments = momentsOf(
    asked.state,
    `${user.user}: added pods ${name}/${pod.metadata.name}`,
    settle(model, asked.state).steps,
  )
  return arrivalsOf(ofPods, moments, podOf(name, pod.metadata.name), name)
}

/** With which words a pod of this user is refused; undefined where it is admitted. */
function refusalOfPod({ trial, name }: Created, state: ClusterState, user: UserInfo): string | undefined {
  const pod = podIn(name, findTenant(state, trial.form.tenant))
  const { response } = trial.model.apply(state, { type: 'request', as: user, request: creationOfPod(pod) })
  return response && response.code < 400 ? undefined : (textAt(response?.body, 'message') ?? 'refused')
}

/** Keys that the Tenant's namespaces had and have no more. */
function lossesBetween(before: ClusterState, after: ClusterState, tenant: string): CreationRun['losses'] {
  return membersOf(before, tenant).flatMap((namespace) => {
    const { name } = namespace.metadata
    const now = findObject(after, namespacesKey, undefined, name)
    const lost = now ? keysBeyond(namespace, now, name) : []
    return lost.filter(({ key }) => key !== apiServersLabel).map((key) => ({ namespace: name, key }))
  })
}
