import type { ClusterModel, ClusterState, Json, Step } from '@capsule-whatif/model'
import { isTerminating, textAt } from '@capsule-whatif/model'
import { requestText } from '../predict/causes.ts'
import type { ScriptStep } from '../schedule/explore/script.ts'
import { playPath, type ScheduledMove, scheduledText } from './path.ts'
import type { ScheduleLine } from './schedule-line.ts'

export interface Stage {
  readonly model: ClusterModel
  readonly base: ClusterState
  readonly script: readonly ScriptStep[]
  /** what each step of the script is called */
  readonly names: readonly string[]
  readonly fine: boolean
}

/** A schedule for people: what each of its moves does. Time that passes is left out. */
export function scheduleLines(stage: Stage, path: readonly ScheduledMove[]): readonly ScheduleLine[] {
  const played = playPath(stage.model, stage.base, stage.script, path, stage.fine)
  const lines = path.map((scheduled, index) => {
    const steps = (played?.steps ?? []).filter((_, step) => played?.moveOf[step] === index)
    return { scheduled, line: lineOf(scheduled, steps, stage.names) }
  })
  return lines.filter(({ scheduled }) => scheduled.move.type !== 'time').map(({ line }) => line)
}

function lineOf(scheduled: ScheduledMove, steps: readonly Step[], names: readonly string[]): ScheduleLine {
  return {
    text: scheduledText(scheduled, names),
    writes: steps.flatMap(({ events }) => events.map(eventText)),
    refused: [...new Set(steps.flatMap(({ exchanges }) => exchanges.flatMap(refusalText)))],
  }
}

function eventText({ type, object, oldObject }: Step['events'][number]): string {
  const { namespace, name } = object.metadata
  const what = `${object.kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`
  if (type === 'added') return `created ${what}`
  if (type === 'deleted') return `removed ${what}`
  return isTerminating(object) && !(oldObject && isTerminating(oldObject))
    ? `marked ${what} to be deleted`
    : `changed ${what}`
}

function refusalText({ request, response }: Step['exchanges'][number]): readonly string[] {
  if (response.code < 400) return []
  const message = textAt(response.body as Json, 'message') ?? ''
  return [`${requestText(request)}: ${response.code}${message === '' ? '' : ` ${message}`}`]
}
