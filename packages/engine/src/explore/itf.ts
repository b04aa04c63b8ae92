import { isTerminating, type Json, type KubeObject, type Step, textAt } from '@capsule-whatif/model'
import { timeText } from './obstacle.ts'
import type { Replay, ReplayedMove } from './replay-schedule.ts'

/** A value of an ITF trace. There is no null; whole numbers are written as texts. */
export type ItfValue =
  | boolean
  | string
  | { readonly '#bigint': string }
  | { readonly '#map': readonly (readonly [ItfValue, ItfValue])[] }
  | readonly ItfValue[]
  | { readonly [field: string]: ItfValue }

/** A state of a trace: its number, and a value for each variable. */
export type ItfState = { readonly '#meta': { readonly index: number } } & Readonly<Record<Variable, ItfValue>>

/** A trace in the Informal Trace Format. [apalache-mc, docs/src/adr/015adr-trace.md] */
export interface ItfTrace {
  readonly '#meta': {
    readonly format: 'ITF'
    readonly 'format-description': string
    readonly source: string
    readonly description: string
  }
  readonly vars: readonly Variable[]
  readonly states: readonly ItfState[]
}

const variables = ['action', 'time', 'elapsedMs', 'changed', 'answered', 'objects'] as const
type Variable = (typeof variables)[number]

/**
 * A replayed schedule as an ITF trace: the beginning, then a state for each step that a move took. Its variables:
 * `action`, what happened; `time`, and `elapsedMs` since the beginning, on the virtual clock; `changed`, what was written in
 * order; `answered`, requests of reconciles that were refused, and what somebody was answered; `objects`, all objects that
 * the schedule touches by name, each absent, present or terminating.
 *
 * @param source what the schedule is a run of, as the name of a file
 */
export function scheduleToItf(replay: Replay, startedAt: number, source: string): ItfTrace {
  const touched = touchedBy(replay.steps)
  const objects = new Map(touched)
  const states: ItfState[] = [stateOf(0, 'begin', startedAt, startedAt, undefined, objects)]
  for (const move of replay.moves) {
    for (const step of move.steps) {
      for (const { type, object } of step.events)
        objects.set(nameOf(object), type === 'deleted' ? 'absent' : lifeOf(object))
      states.push(stateOf(states.length, actionOf(move, step), step.at, startedAt, step, objects))
    }
  }
  return {
    '#meta': {
      format: 'ITF',
      'format-description': 'Informal Trace Format of Apalache, ADR-015',
      source,
      description: replay.failure?.message ?? `A schedule of ${replay.moves.length} moves`,
    },
    vars: variables,
    states,
  }
}

type Life = 'absent' | 'present' | 'terminating'

/** Every object that is written, as it was in the beginning. */
function touchedBy(steps: readonly Step[]): ReadonlyMap<string, Life> {
  const lives = new Map<string, Life>()
  for (const { events } of steps)
    for (const { object, oldObject } of events)
      if (!lives.has(nameOf(object))) lives.set(nameOf(object), oldObject ? lifeOf(oldObject) : 'absent')
  return lives
}

function stateOf(
  index: number,
  action: string,
  time: number,
  startedAt: number,
  step: Step | undefined,
  objects: ReadonlyMap<string, Life>,
): ItfState {
  return {
    '#meta': { index },
    action,
    time: timeText(time),
    elapsedMs: whole(time - startedAt),
    changed: (step?.events ?? []).map(({ type, object }) => ({ how: type, object: nameOf(object) })),
    answered: (step?.exchanges ?? []).flatMap(({ request, response: { code, body } }) =>
      step?.action.type === 'request' || code >= 400
        ? [
            {
              verb: request.verb,
              resource: request.resource,
              name: placeOf(request),
              code: whole(code),
              message: messageOf(code, body),
            },
          ]
        : [],
    ),
    objects: { '#map': [...objects] },
  }
}

function actionOf({ text, steps }: ReplayedMove, { action }: Step): string {
  if (action.type !== 'request')
    return steps.length > 1 && action.type === 'process' ? `${text}: ${action.process}` : text
  const { verb, resource } = action.request
  return `${text}: ${action.as.user} ${verb} ${resource} ${placeOf(action.request)}`
}

function placeOf({
  namespace = '',
  name = '',
  body,
}: {
  readonly namespace?: string
  readonly name?: string
  readonly body?: Json
}): string {
  const named = name === '' ? (textAt(body, 'metadata', 'name') ?? '') : name
  return namespace === '' ? named : `${namespace}/${named}`
}

function messageOf(code: number, body: Json | undefined): string {
  return code >= 400 ? (textAt(body, 'message') ?? '') : ''
}

function nameOf({ apiVersion, kind, metadata }: KubeObject): string {
  const { namespace = '', name } = metadata
  return `${apiVersion} ${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`
}

function lifeOf(object: KubeObject): Life {
  return isTerminating(object) ? 'terminating' : 'present'
}

function whole(number: number): ItfValue {
  return { '#bigint': String(Math.round(number)) }
}
