import { allObjects, type ClusterState, listResources } from '@capsule-whatif/model'
import { resolveResource, typeNames } from '../action/resolve-resource.ts'
import { knownUsers } from './known-users.ts'
import { momentOf, presentState, resourcesIn, type Session } from './session.ts'

/** Words that name a type, or `TYPE/NAME` where the slash is there; where nothing is typed, types of which there is something. */
export function typesOrPlaces(session: Session, word: string, hasNamespaces: boolean): readonly string[] {
  const [type = '', name] = word.split('/')
  if (name !== undefined) return objectNames(session, type, undefined, true).map((each) => `${type}/${each}`)
  const state = presentState(session)
  const resources = resourcesIn(session, state)
  const namespaces = hasNamespaces ? namespaceNames(session) : []
  if (word !== '') return [...resources.flatMap(typeNames), ...resources.map(qualified), ...namespaces]
  const held = new Set(listResources(state))
  const present = resources.filter(({ group, resource }) => held.has(`${group}/${resource}`))
  return [...present.map(({ resource }) => resource), ...namespaces]
}

function qualified({ resource, group }: { readonly resource: string; readonly group: string }): string {
  return group === '' ? resource : `${resource}.${group}`
}

/** Names of objects of a type, of one namespace where that is given; of those that were there at the start too. */
export function objectNames(
  session: Session,
  type: string,
  namespace: string | undefined,
  alsoGone: boolean,
): readonly string[] {
  const states = alsoGone ? [presentState(session), session.cluster.state] : [presentState(session)]
  return states.flatMap((state) => namesIn(session, state, type, namespace))
}

/** The same of those that are there now. */
export function objectsOfType(session: Session, type: string, namespace: string | undefined): readonly string[] {
  return objectNames(session, type, namespace, false)
}

function namesIn(
  session: Session,
  state: ClusterState,
  type: string,
  namespace: string | undefined,
): readonly string[] {
  const resource = resolveResource(type, resourcesIn(session, state))
  if (!resource.ok) return []
  const { kind, namespaced } = resource.value
  return allObjects(state)
    .filter((object) => object.kind === kind)
    .filter(({ metadata }) => !namespaced || namespace === undefined || metadata.namespace === namespace)
    .map(({ metadata }) => metadata.name)
}

export function namespaceNames(session: Session): readonly string[] {
  return objectsOfType(session, 'namespaces', undefined)
}

export function userNames(session: Session): readonly string[] {
  return knownUsers(presentState(session)).users
}

export function groupNames(session: Session): readonly string[] {
  return knownUsers(presentState(session)).groups
}

/** Numbers of moments; after a dot, of the steps of that one. */
export function momentNames(session: Session, word: string): readonly string[] {
  const [number = '', step] = word.split('.')
  if (step === undefined) return session.moments.map((moment) => String(moment.number))
  const moment = session.moments[Number(number)]
  if (moment === undefined) return []
  return momentOf(session, moment.number).told.map((_, index) => `${number}.${index + 1}`)
}
