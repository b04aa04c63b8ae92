import { builtinResources, type KubeObject, type Request } from '@capsule-whatif/model'
import { type Parsed, parsed, refused } from '../../action/action-text.ts'
import { defaultUser } from '../../action/impersonated-user.ts'
import { filesOfAction, parseAction } from '../../action/parse-action.ts'
import { parseDuration } from '../../action/parse-duration.ts'
import type { PredictedAction } from '../../predict/predict.ts'
import type { Snapshot } from '../../snapshot/load-snapshot.ts'
import { definedResources, type NamedResource } from '../../snapshot/named-resource.ts'
import { didYouMean } from '../../text/near-miss.ts'
import type { ParameterType } from './parameter.ts'

const lastOf = (texts: readonly string[]): string => texts.at(-1) ?? ''

/** Any text. */
export const textType: ParameterType<string> = { placeholder: 'TEXT', parse: (texts) => parsed(lastOf(texts)) }

/** A user's name. */
export const userType: ParameterType<string> = { placeholder: 'USER', parse: (texts) => parsed(lastOf(texts)) }

/** Groups of a user. */
export const groupsType: ParameterType<readonly string[]> = {
  placeholder: 'GROUP',
  isMany: true,
  parse: (texts) => parsed(texts),
}

/** It is there or not. */
export const flagType: ParameterType<boolean> = { placeholder: '', isFlag: true, parse: () => parsed(true) }

/** One of a closed list. */
export function choiceType<Choice extends string>(...choices: readonly Choice[]): ParameterType<Choice> {
  return {
    placeholder: choices.join('|'),
    choices,
    parse: (texts) => {
      const text = lastOf(texts)
      const found = choices.find((choice) => choice === text)
      return found === undefined ? refused(notAChoice(text, choices)) : parsed(found)
    },
    check: (value) => (choices.includes(value) ? undefined : notAChoice(value, choices)),
  }
}

function notAChoice(text: string, choices: readonly string[]): string {
  return `cannot be ${JSON.stringify(text)}.${didYouMean(text, choices)} Expected ${choices.join(' or ')}.`
}

/** A number of things, from 1. */
export const countType: ParameterType<number> = {
  placeholder: 'COUNT',
  parse: (texts) => {
    const text = lastOf(texts)
    return /^[1-9]\d{0,5}$/.test(text)
      ? parsed(Number(text))
      : refused(`cannot be ${JSON.stringify(text)}. Expected a number from 1 to 999999.`)
  },
}

/** kubectl's way of saying how long, in seconds. */
export const durationType: ParameterType<number> = {
  placeholder: 'DURATION',
  parse: (texts) => {
    const milliseconds = parseDuration(lastOf(texts))
    return milliseconds === undefined
      ? refused(`cannot be ${JSON.stringify(lastOf(texts))}. Expected a duration, as 30s or 5m.`)
      : parsed(milliseconds / 1000)
  },
}

/** The name of a Namespace of the snapshot. */
export const namespaceType: ParameterType<string> = namedType('NAMESPACE', 'Namespace')

/** The name of a Tenant of the snapshot. */
export const tenantType: ParameterType<string> = namedType('TENANT', 'Tenant')

function namedType(placeholder: string, kind: string): ParameterType<string> {
  return {
    placeholder,
    parse: (texts) => parsed(lastOf(texts)),
    check: (name, { objects }) => {
      const names = objects.filter((object) => object.kind === kind).map(({ metadata }) => metadata.name)
      if (names.includes(name)) return undefined
      const expected = names.length === 0 ? `It has no ${kind} at all.` : `It has ${some(names)}.`
      return `names the ${kind} ${JSON.stringify(name)}, which the snapshot does not have.${didYouMean(name, names)} ${expected}`
    },
  }
}

const shownMax = 6

function some(names: readonly string[]): string {
  const rest = names.length > shownMax ? ` and ${names.length - shownMax} more` : ''
  return `${names.slice(0, shownMax).join(', ')}${rest}`
}

/** An action as one writes it for kubectl: its text, or what was made of it (which can hold files). */
export type GivenAction = string | PredictedAction

export const actionType: ParameterType<GivenAction> = {
  placeholder: "'ACTION'",
  files: (texts) => texts.flatMap(filesOfAction),
  parse: (texts, { snapshot, readFile }) => actionOf(lastOf(texts), snapshot, readFile),
  check: (value, snapshot) => {
    const read = readAction(value, snapshot)
    return read.ok ? undefined : `is not understood: ${read.error.message}`
  },
}

export const actionsType: ParameterType<readonly GivenAction[]> = {
  placeholder: "'ACTION'",
  isMany: true,
  files: (texts) => texts.flatMap(filesOfAction),
  parse: (texts, { snapshot, readFile }) => {
    const actions: GivenAction[] = []
    for (const text of texts) {
      const action = actionOf(text, snapshot, readFile)
      if (!action.ok) return action
      actions.push(action.value)
    }
    return parsed(actions)
  },
}

/** What an action means on this snapshot; one that was read already means what it meant. */
export function readAction(value: GivenAction, snapshot: Snapshot): Parsed<PredictedAction> {
  return typeof value === 'string' ? actionOf(value, snapshot, () => undefined) : parsed(value)
}

function actionOf(
  text: string,
  { objects, operators = [] }: Snapshot,
  readFile: (file: string) => string | undefined,
): Parsed<PredictedAction> {
  const names = operators.map(({ name }) => name)
  const result = parseAction(text, { resources: resourcesOf(objects), readFile, operators: names })
  if (!result.ok) return result
  return parsed({ text, actions: result.value.actions, user: result.value.user ?? defaultUser })
}

/** What the cluster of these objects serves: what every cluster does, and what its definitions add. */
export function resourcesOf(objects: readonly KubeObject[]): readonly NamedResource[] {
  return [...builtinResources, ...definedResources(objects)]
}

/** Objects in files: a backup, manifests, another snapshot. */
export const sourceType: ParameterType<Snapshot> = {
  placeholder: 'FILE',
  isMany: true,
  sources: (texts) => texts,
  parse: (texts, reading) => {
    const read = texts.map((text) => reading.sourceOf(text))
    const objects = read.flatMap((each) => each?.objects ?? [])
    if (objects.length === 0) return refused(`names ${texts.join(', ')}, which holds no object.`)
    return parsed({
      objects,
      origins: read.flatMap((each) => each?.origins ?? []),
      issues: read.flatMap((each) => each?.issues ?? []),
    })
  },
}

/** An object of the snapshot as kubectl delete names it: `tenant oil`, `configmap settings -n oil-dev`. */
export const objectType: ParameterType<string> = {
  placeholder: "'TYPE NAME'",
  parse: (texts) => parsed(lastOf(texts)),
  check: (value, snapshot) => {
    const read = deletionRequest(value, snapshot)
    if (!read.ok) return `is not understood: ${read.error.message}`
    const { kind, namespace, name = '' } = read.value
    const ofKind = snapshot.objects.filter((object) => object.kind === kind)
    if (ofKind.some(({ metadata }) => metadata.name === name && (metadata.namespace ?? '') === (namespace ?? '')))
      return undefined
    const place = namespace === undefined ? name : `${namespace}/${name}`
    const near = didYouMean(
      place,
      ofKind.map(({ metadata }) =>
        metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`,
      ),
    )
    return `names ${kind} ${place}, which the snapshot does not have.${near} Expected a TYPE and a NAME in it, with -n NAMESPACE where it lies in one.`
  },
}

/** The request that deletes an object named as for kubectl. */
export function deletionRequest(object: string, snapshot: Snapshot, policy = 'background'): Parsed<Request> {
  const read = readAction(`delete ${object} --cascade=${policy}`, snapshot)
  if (!read.ok) return read
  const [first, ...more] = read.value.actions
  if (first?.type !== 'request' || more.length > 0) return refused('it is not one object. Expected a TYPE and a NAME.')
  return parsed(first.request)
}
