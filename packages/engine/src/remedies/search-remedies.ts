import {
  allObjects,
  at,
  type ClusterState,
  findObject,
  isTerminating,
  type KubeObject,
  labelsOf,
  ownerReferencesOf,
  resourceKey,
  type Step,
} from '@capsule-whatif/model'
import { tenantLabel } from '../questions/ownership/ownership-edit.ts'
import { type CommandContext, readCommand } from './command.ts'
import type { Goal } from './goal.ts'
import { type Kept, nameOf } from './kept.ts'
import type { Operation, OperationContext } from './operation.ts'
import { operationsOf } from './operations.ts'
import { type Played, playCommands } from './play-commands.ts'
import type { RemedyCommand, RemedyStep, TriedPlan } from './remedy.ts'

/** A plan that reaches the goal along the likely order, with nothing lost on the way. */
export interface Candidate {
  readonly steps: readonly RemedyStep[]
  readonly state: ClusterState
}

export interface SearchOptions {
  /** operations in one plan */
  readonly stepsMax: number
  /** plans that are played along the likely order */
  readonly plansMax: number
  readonly isOver: () => boolean
}

interface Node {
  readonly steps: readonly RemedyStep[]
  readonly state: ClusterState
  readonly missing: number
}

/** What a search has done so far. */
export interface SearchProgress {
  played: number
  best?: TriedPlan
  bestRank: number
  readonly limits: Set<string>
}

export function newProgress(): SearchProgress {
  return { played: 0, bestRank: Number.POSITIVE_INFINITY, limits: new Set() }
}

/**
 * Plans that reach the goal along the likely order and lose nothing, those of few operations first: of equally long ones
 * those that lack least of the goal go on first. A plan that loses something, or is refused, is not gone on with.
 */
export function* candidates(
  context: OperationContext,
  commands: CommandContext,
  kept: Kept,
  options: SearchOptions,
  progress: SearchProgress,
): Generator<Candidate> {
  const { goal, start } = context
  const operations = operationsOf(context)
  const missingIn = (state: ClusterState): number => goal.conditions.filter(({ holds }) => !holds(state)).length
  const seen = new Set([signatureOf(start, goal)])
  const open: Node[] = [{ steps: [], state: start, missing: missingIn(start) }]
  if (missingIn(start) === 0) yield { steps: [], state: start }
  for (let node = open.shift(); node; node = open.shift()) {
    if (node.steps.length >= options.stepsMax) continue
    for (const operation of operations) {
      if (options.isOver()) return void progress.limits.add('time')
      if (progress.played >= options.plansMax) return void progress.limits.add('plans')
      const next = extended(node, operation, context, commands, kept, progress)
      if (next === undefined) continue
      const signature = signatureOf(next.state, goal)
      if (seen.has(signature)) continue
      seen.add(signature)
      const missing = missingIn(next.state)
      if (missing === 0) yield next
      else insert(open, { ...next, missing })
    }
  }
}

function extended(
  { steps, state }: Node,
  operation: Operation,
  context: OperationContext,
  commands: CommandContext,
  kept: Kept,
  progress: SearchProgress,
): Candidate | undefined {
  const made = operation.commands(context, state)
  if (made.length === 0) return undefined
  progress.played++
  const { sent, ...played } = playStep(commands, state, made)
  const { name, why } = operation
  const undoByHand = operation.undoByHand?.(context)
  const undo = operation.undo(context, state)
  const step = { operation: name, why, commands: sent, undo, ...(undoByHand === undefined ? {} : { undoByHand }) }
  const all = [...steps, step]
  const lost = [...new Set([...played.steps.flatMap(kept.lostBy), ...kept.missingIn(played.state)])]
  const refused = played.refused === undefined ? [] : [`refused: ${played.refused}`]
  const missing = context.goal.conditions
    .filter(({ holds }) => !holds(played.state))
    .map(({ says }) => `missing: ${says}`)
  note(progress, all, [...lost, ...refused, ...missing], 100 * lost.length + 50 * refused.length + missing.length)
  return lost.length > 0 || refused.length > 0 ? undefined : { steps: all, state: played.state }
}

type PlayedStep = Played & { readonly sent: readonly RemedyCommand[] }

/** Plays the commands of a step; where one deletes what is still there at rest, kubectl must not wait for it. */
function playStep(context: CommandContext, start: ClusterState, made: readonly RemedyCommand[]): PlayedStep {
  const sent: RemedyCommand[] = []
  const steps: Step[] = []
  let state = start
  for (const command of made) {
    const played = playCommands(context, state, [command])
    const isHeld = played.refused === undefined && leavesBehind(context, state, played.state, command)
    sent.push(isHeld ? { text: `${command.text} --wait=false` } : command)
    steps.push(...played.steps)
    state = played.state
    if (played.refused !== undefined) return { sent, steps, state, refused: played.refused }
  }
  return { sent, steps, state }
}

/** Whether a deletion leaves something terminating. */
function leavesBehind(
  context: CommandContext,
  before: ClusterState,
  now: ClusterState,
  command: RemedyCommand,
): boolean {
  if (!command.text.startsWith('delete ')) return false
  return readCommand(context, before, command).actions.some((action) => {
    if (action.type !== 'request' || action.request.name === undefined) return false
    const { group, resource, namespace, name } = action.request
    const object = findObject(now, resourceKey(group, resource), namespace, name)
    return object !== undefined && isTerminating(object)
  })
}

function note(progress: SearchProgress, steps: readonly RemedyStep[], breaks: readonly string[], rank: number): void {
  if (rank >= progress.bestRank) return
  progress.bestRank = rank
  progress.best = { operations: steps.map(({ operation }) => operation), breaks }
}

/** Few operations and little missing first; the order of operations decides among equals. */
function insert(open: Node[], node: Node): void {
  const rank = ({ steps, missing }: Node): number => steps.length + missing
  const at = open.findIndex((each) => rank(each) > rank(node))
  if (at < 0) open.push(node)
  else open.splice(at, 0, node)
}

/** What of a state matters for going on: two that agree in it are one. */
function signatureOf(state: ClusterState, { conditions }: Goal): string {
  const { capsule } = state.running
  const reached = conditions.map(({ holds }) => Number(holds(state))).join('')
  return [`operator ${capsule}`, reached, ...allObjects(state).map(objectSignature).sort()].join('\n')
}

function objectSignature(object: KubeObject): string {
  const { metadata } = object
  return [
    nameOf(object),
    metadata.uid,
    isTerminating(object),
    (metadata.finalizers ?? []).join(),
    ownerReferencesOf(object)
      .map(({ uid }) => uid)
      .join(),
    labelsOf(object)[tenantLabel] ?? '',
    at(object, 'spec', 'preventDeletion') === true,
    object.kind === 'CapsuleConfiguration' ? JSON.stringify(at(object, 'spec')) : '',
  ].join(' ')
}
