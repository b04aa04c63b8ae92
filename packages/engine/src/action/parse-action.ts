import type { UserInfo } from '@capsule-whatif/model'
import { didYouMean } from '../text/near-miss.ts'
import { type ActionContext, type ActionText, type Parsed, type ParsedAction, parsed, refused } from './action-text.ts'
import type { ActionCommand } from './command-context.ts'
import { deleteCommand } from './command-delete.ts'
import { applyCommand, createCommand, replaceCommand } from './commands-from-files.ts'
import { annotateCommand, getCommand, labelCommand, patchCommand, scaleCommand } from './commands-on-objects.ts'
import { impersonatedUser } from './impersonated-user.ts'
import { parseDuration } from './parse-duration.ts'
import { lastOf, type OptionSpec, type Options, parseOptions } from './parse-options.ts'
import { splitWords } from './split-words.ts'

const commands: Readonly<Record<string, ActionCommand>> = {
  create: createCommand,
  apply: applyCommand,
  replace: replaceCommand,
  delete: deleteCommand,
  patch: patchCommand,
  label: labelCommand,
  annotate: annotateCommand,
  scale: scaleCommand,
  get: getCommand,
}

const events: Readonly<Record<string, string>> = {
  operator: 'operator stop [NAME] | operator start [NAME]',
  'controller-manager': 'controller-manager restart',
  wait: 'wait DURATION, as 90s or 1h30m',
}

/** What an action may begin with. */
export const actionVerbs: readonly string[] = [...Object.keys(commands), ...Object.keys(events)]

/** How each action is written, for help texts. */
export const actionUsages: readonly string[] = [
  ...Object.values(commands).map(({ usage }) => usage),
  ...Object.values(events),
]

/** The options that a verb takes; none where it is no verb. */
export function actionOptions(verb: string): readonly OptionSpec[] {
  return Object.hasOwn(commands, verb) ? (commands[verb]?.options ?? []) : []
}

/**
 * Reads an action as one writes it for kubectl, with or without `kubectl` before it: what it sends to the API server, in
 * order. `edit`, `run`, `rollout` and what else asks the cluster or a person are not understood.
 */
export function parseAction(text: string, context: ActionContext): Parsed<ParsedAction> {
  const words = splitWords(text)
  if (!words.ok) return inAction(text, words.error.message)
  const [verb = '', ...rest] = words.value[0] === 'kubectl' ? words.value.slice(1) : words.value
  const result = Object.hasOwn(events, verb) ? parseEvent(verb, rest, context) : parseCommand(verb, rest, context)
  return result.ok ? result : inAction(text, result.error.message)
}

/** The files that an action names with -f or --patch-file, so that they can be read before it is parsed. */
export function filesOfAction(text: string): readonly string[] {
  const words = splitWords(text)
  if (!words.ok) return []
  const [verb = '', ...rest] = words.value[0] === 'kubectl' ? words.value.slice(1) : words.value
  const command = Object.hasOwn(commands, verb) ? commands[verb] : undefined
  const options = command === undefined ? undefined : parseOptions(rest, command.options)
  if (!options?.ok) return []
  return [...(options.value.values.filename ?? []), ...(options.value.values['patch-file'] ?? [])]
}

function inAction(text: string, message: string): Parsed<never> {
  return refused(`in the action ${JSON.stringify(text)}: ${message}`)
}

function parseCommand(verb: string, rest: readonly string[], context: ActionContext): Parsed<ParsedAction> {
  const command = Object.hasOwn(commands, verb) ? commands[verb] : undefined
  if (command === undefined) {
    const what = verb === '' ? 'there is no action.' : `${verb} is no action that is understood.`
    return refused(`${what}${didYouMean(verb, actionVerbs)} Expected one of ${actionVerbs.join(', ')}.`)
  }
  const options = parseOptions(rest, command.options)
  if (!options.ok) return options
  const dryRun = lastOf(options.value, 'dry-run') ?? 'none'
  if (dryRun !== 'none' && dryRun !== 'server')
    return refused(`--dry-run=${dryRun} sends nothing to the API server. Expected --dry-run=server or none.`)
  const actions = command.parse(options.value, context)
  return actions.ok ? withUser(actions.value, options.value) : actions
}

function withUser(actions: readonly ActionText[], options: Options): Parsed<ParsedAction> {
  const user: UserInfo | undefined = userOf(options)
  if (user === undefined && options.values['as-group'] !== undefined)
    return refused('--as-group needs --as USER beside it.')
  return parsed(user === undefined ? { actions } : { actions, user })
}

function userOf(options: Options): UserInfo | undefined {
  const name = lastOf(options, 'as')
  return name === undefined ? undefined : impersonatedUser(name, options.values['as-group'] ?? [])
}

function parseEvent(verb: string, rest: readonly string[], { operators = [] }: ActionContext): Parsed<ParsedAction> {
  const [word = '', ...more] = rest
  if (verb === 'operator' && more.length === 1 && isSwitch(word)) return switchOf(word, more[0] ?? '', operators)
  const action = more.length > 0 ? undefined : eventOf(verb, word)
  if (action !== undefined) return parsed({ actions: [action] })
  const near = didYouMean(word, { operator: ['stop', 'start'], 'controller-manager': ['restart'] }[verb] ?? [])
  return refused(`${[verb, ...rest].join(' ')} is not understood.${near} Expected: ${events[verb] ?? ''}.`)
}

function eventOf(verb: string, word: string): ActionText | undefined {
  if (verb === 'operator') return isSwitch(word) ? { type: 'operator', running: word === 'start' } : undefined
  if (verb === 'controller-manager')
    return word === 'restart' ? { type: 'controllerManager', change: 'restart' } : undefined
  const milliseconds = parseDuration(word)
  return milliseconds === undefined ? undefined : { type: 'wait', milliseconds }
}

function isSwitch(word: string): boolean {
  return word === 'stop' || word === 'start'
}

function switchOf(word: string, name: string, operators: readonly string[]): Parsed<ParsedAction> {
  const known = ['capsule', ...operators]
  if (known.includes(name)) return parsed({ actions: [{ type: 'operator', running: word === 'start', name }] })
  const near = didYouMean(name, known)
  return refused(`no operator ${name} runs in this cluster.${near} Expected ${known.join(' or ')}.`)
}
