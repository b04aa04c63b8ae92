import type { Request, Verb } from '@capsule-whatif/model'
import type { NamedResource } from '../snapshot/named-resource.ts'
import { type ActionContext, type ActionText, allParsed, type Parsed, parsed, refused } from './action-text.ts'
import { isSet, lastOf, type OptionSpec, type Options } from './parse-options.ts'
import { resolveResource } from './resolve-resource.ts'

/** One command of kubectl that can be said: its options, how it is written, and what it sends. */
export interface ActionCommand {
  readonly usage: string
  readonly options: readonly OptionSpec[]
  readonly parse: (options: Options, context: ActionContext) => Parsed<readonly ActionText[]>
}

/** Options that every command takes, and those that change nothing here. */
export const commonOptions: readonly OptionSpec[] = [
  { name: 'namespace', short: 'n', type: 'text' },
  { name: 'as', type: 'text' },
  { name: 'as-group', type: 'text' },
  { name: 'output', short: 'o', type: 'text' },
  { name: 'dry-run', type: 'text' },
]

/** A resource and the names after it. */
export interface Target {
  readonly resource: NamedResource
  readonly name: string
}

export function usageError(what: string, usage: string): Parsed<never> {
  return refused(`${what} Expected: ${usage}`)
}

/** Targets of `TYPE NAME…` or `TYPE/NAME…`. */
export function parseTargets(
  words: readonly string[],
  context: ActionContext,
  usage: string,
): Parsed<readonly Target[]> {
  const [first, ...names] = words
  if (first === undefined) return usageError('a TYPE and a NAME are missing.', usage)
  if (words.every((word) => word.includes('/')))
    return allParsed(words.map((word) => slashTarget(word, context, usage)))
  if (first.includes('/') || names.some((name) => name.includes('/')))
    return usageError('TYPE/NAME and TYPE NAME cannot be mixed.', usage)
  const resource = parseType(first, context)
  if (!resource.ok) return resource
  if (names.length === 0) return usageError(`a NAME is missing after ${first}.`, usage)
  return parsed(names.map((name) => ({ resource: resource.value, name })))
}

export function parseType(type: string, context: ActionContext): Parsed<NamedResource> {
  if (type.includes(','))
    return refused(`several types at once (${type}) are not understood. Expected one TYPE for each action.`)
  return resolveResource(type, context.resources)
}

function slashTarget(word: string, context: ActionContext, usage: string): Parsed<Target> {
  const [type = '', name = '', ...more] = word.split('/')
  if (type === '' || name === '' || more.length > 0) return usageError(`${word} is not TYPE/NAME.`, usage)
  const resource = parseType(type, context)
  return resource.ok ? parsed({ resource: resource.value, name }) : resource
}

/** The part of a request that says what it is about. Namespaced resources are looked for in `default` without -n. */
export function requestFor(verb: Verb, resource: NamedResource, options: Options, name?: string): Request {
  const { group, version, kind } = resource
  return {
    verb,
    group,
    version,
    resource: resource.resource,
    kind,
    ...(resource.namespaced && !isSet(options, 'all-namespaces') ? { namespace: namespaceOf(options) } : {}),
    ...(name === undefined ? {} : { name }),
  }
}

export function namespaceOf(options: Options): string {
  return lastOf(options, 'namespace') ?? 'default'
}

/** The query parameters that kubectl sends with a write. */
export function writeQuery(
  options: Options,
  manager: string | undefined,
  isStrict: boolean,
): { readonly query?: Readonly<Record<string, string>> } {
  const query = {
    ...(manager === undefined ? {} : { fieldManager: manager }),
    ...(isStrict ? { fieldValidation: 'Strict' } : {}),
    ...(isDryRun(options) ? { dryRun: 'All' } : {}),
  }
  return Object.keys(query).length === 0 ? {} : { query }
}

export function isDryRun(options: Options): boolean {
  return lastOf(options, 'dry-run') === 'server'
}

export function requestAction(request: Request): ActionText {
  return { type: 'request', request }
}
