import {
  allObjects,
  builtinResources,
  type ClusterState,
  type KubeObject,
  listObjects,
  type Step,
  type UserInfo,
} from '@capsule-whatif/model'
import { defaultUser } from '../action/impersonated-user.ts'
import { momentsOf } from '../pictures/moments.ts'
import { causesOf } from '../predict/causes.ts'
import { effectsBetween } from '../predict/effects.ts'
import { type PredictedAction, predictFrom } from '../predict/predict.ts'
import type { Answer } from '../predict/prediction.ts'
import { type QuietCluster, type QuietOptions, quietCluster } from '../predict/quiet-cluster.ts'
import { capsuleVersionOf } from '../snapshot/capsule-version.ts'
import { definedResources, type NamedResource } from '../snapshot/named-resource.ts'

/** Where one stands: at the end of a moment, or after one of the told steps of its run, from 0 for before the first. */
export interface Place {
  /** number of the moment; 0 is the start */
  readonly moment: number
  readonly step?: number
}

/** One action that was played until the cluster was quiet, and what it did. The first is the start, without an action. */
export interface SessionMoment {
  readonly number: number
  /** where the action was taken */
  readonly from: Place
  /** the action as it was typed */
  readonly text: string
  readonly user: UserInfo
  readonly answer: Answer
  readonly steps: readonly Step[]
  /** positions among the steps of those that are told: in which something was written, refused, started or stopped */
  readonly told: readonly number[]
  /** once it is quiet */
  readonly state: ClusterState
}

/**
 * Actions that were tried one after the other on the cluster of a snapshot, and where one stands among them. Never changes:
 * every line gives another session. Moments are a tree, since an action may be taken at any place: nothing is lost by going back.
 */
export interface Session {
  /** the cluster at the start */
  readonly cluster: QuietCluster
  /** with the version of Capsule that the objects tell at the start */
  readonly options: QuietOptions
  /** by number */
  readonly moments: readonly SessionMoment[]
  readonly at: Place
  /** number of the moment at the end of the branch that is followed when going forward */
  readonly tip: number
  /** who acts */
  readonly user: UserInfo
  /** who acts when nobody is named */
  readonly usualUser: UserInfo
}

/** How the cluster of a session is started, and who acts in it. */
export interface SessionOptions extends QuietOptions {
  /** who acts when nobody is named; default an administrator of the cluster */
  readonly user?: UserInfo
}

/** Begins a session with a cluster that holds these objects, once it is quiet. */
export function openSession(objects: readonly KubeObject[], options: SessionOptions = {}): Session {
  const { user = defaultUser, ...given } = options
  const capsule = options.capsule ?? capsuleVersionOf(objects)
  const quietOptions = { ...given, ...(capsule === undefined ? {} : { capsule }) }
  const cluster = quietCluster(objects, quietOptions)
  const { answer, state, steps } = predictFrom(cluster, [], options.patience)
  const start = { number: 0, from: { moment: 0 }, text: '', user, answer, state, steps, told: [] }
  return { cluster, options: quietOptions, moments: [start], at: { moment: 0 }, tip: 0, user, usualUser: user }
}

/**
 * Plays an action where one stands, until the cluster is quiet: the next moment. Causes of what it does may lie before it,
 * in what other actions had set off.
 */
export function playAction(session: Session, action: PredictedAction): Session {
  const { model, loaded } = session.cluster
  const state = presentState(session)
  const present: QuietCluster = { model, state, loaded, findings: [], pending: [] }
  const { answer: told, steps, state: quiet } = predictFrom(present, [action], session.options.patience)
  const { byStep } = momentsOf(steps, state.clock)
  const places = steps.flatMap((step, index) => (byStep.has(step.number) ? [index] : []))
  const number = session.moments.length
  const answer = {
    ...told,
    effects: effectsBetween(state, quiet, causesOf([...stepsUntil(session, session.at), ...steps])),
  }
  const { text, user } = action
  const moment = { number, from: session.at, text, user, answer, steps, told: places, state: quiet }
  return { ...session, moments: [...session.moments, moment], at: { moment: number }, tip: number }
}

/** The moment of this number. Places of a session lie in it, so there is one. */
export function momentOf({ moments }: Session, number: number): SessionMoment {
  const moment = moments[number]
  if (moment === undefined) throw new Error(`a session of ${moments.length} moments has no moment ${number}`)
  return moment
}

/** The cluster where one stands. */
export function presentState(session: Session): ClusterState {
  return stateAt(session, session.at)
}

export function stateAt(session: Session, { moment: number, step }: Place): ClusterState {
  const moment = momentOf(session, number)
  if (step === undefined) return moment.state
  const state = moment.steps[moment.told[step - 1] ?? -1]?.state
  return state ?? stateAt(session, moment.from)
}

/** The steps of a moment's run up to a place in it. */
export function stepsWithin(session: Session, { moment: number, step }: Place): readonly Step[] {
  const { steps, told } = momentOf(session, number)
  return step === undefined ? steps : steps.slice(0, (told[step - 1] ?? -1) + 1)
}

/** Everything that happened between the start and a place, in order. */
export function stepsUntil(session: Session, place: Place): readonly Step[] {
  if (place.moment === 0) return []
  return [...stepsUntil(session, momentOf(session, place.moment).from), ...stepsWithin(session, place)]
}

/** The numbers of the moments on the way from the start to one, both among them. */
export function pathTo(session: Session, number: number): readonly number[] {
  return number === 0 ? [0] : [...pathTo(session, momentOf(session, number).from.moment), number]
}

/** Virtual milliseconds from the start to a place. */
export function elapsedMs(session: Session, place: Place): number {
  return stateAt(session, place).clock - session.cluster.state.clock
}

/** The objects where one stands. */
export function presentObjects(session: Session): readonly KubeObject[] {
  return allObjects(presentState(session))
}

/** What a TYPE may name: what the cluster serves here, and then what it served at the start. */
export function resourcesIn({ cluster }: Pick<Session, 'cluster'>, state: ClusterState): readonly NamedResource[] {
  const definitions = listObjects(state, definitionsKey)
  const before = listObjects(cluster.state, definitionsKey)
  const gone = before.filter(({ metadata }) => !definitions.some((each) => each.metadata.name === metadata.name))
  return [...builtinResources, ...definedResources([...definitions, ...gone])]
}

const definitionsKey = 'apiextensions.k8s.io/customresourcedefinitions'

/** `3`, `3.12` */
export function momentText({ moment, step }: Place): string {
  return step === undefined ? String(moment) : `${moment}.${step}`
}
