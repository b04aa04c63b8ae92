import type { Json, PatchType } from '@capsule-whatif/model'
import { loadYamlValue } from '../snapshot/load-yaml-value.ts'
import { didYouMean } from '../text/near-miss.ts'
import { type ActionContext, type ActionText, allParsed, type Parsed, parsed, refused } from './action-text.ts'
import {
  type ActionCommand,
  commonOptions,
  parseTargets,
  parseType,
  requestAction,
  requestFor,
  type Target,
  usageError,
  writeQuery,
} from './command-context.ts'
import { selectorQuery } from './command-delete.ts'
import { isSet, lastOf, type Options } from './parse-options.ts'

const patchTypes: readonly PatchType[] = ['strategic', 'merge', 'json']

export const patchCommand: ActionCommand = {
  usage: "patch TYPE NAME [--type json|merge|strategic] -p '{…}' [--subresource status]",
  options: [
    ...commonOptions,
    { name: 'type', type: 'text' },
    { name: 'patch', short: 'p', type: 'text' },
    { name: 'patch-file', type: 'text' },
    { name: 'subresource', type: 'text' },
  ],
  parse: (options, context) => {
    const targets = parseTargets(options.words, context, patchCommand.usage)
    if (!targets.ok) return targets
    const patch = patchOf(options, context)
    if (!patch.ok) return patch
    const subresource = lastOf(options, 'subresource')
    return parsed(
      targets.value.map(({ resource, name }) =>
        requestAction({
          ...requestFor('patch', resource, options, name),
          ...(subresource === undefined ? {} : { subresource }),
          ...writeQuery(options, 'kubectl-patch', false),
          ...patch.value,
        }),
      ),
    )
  },
}

/** The patch, written as JSON or YAML; strategic unless told otherwise, custom resources too. [k8s.io/kubectl cmd/patch] */
function patchOf(options: Options, context: ActionContext): Parsed<{ patchType: PatchType; body: Json }> {
  const written = lastOf(options, 'type') ?? 'strategic'
  const patchType = patchTypes.find((type) => type === written)
  if (patchType === undefined)
    return refused(
      `--type=${written} is not understood.${didYouMean(written, patchTypes)} Expected json, merge or strategic.`,
    )
  const file = lastOf(options, 'patch-file')
  const text = lastOf(options, 'patch') ?? (file === undefined ? undefined : context.readFile(file))
  if (text === undefined)
    return usageError(
      file === undefined ? "-p '{…}' is missing." : `the file ${file} cannot be read.`,
      patchCommand.usage,
    )
  const body = loadYamlValue(text)
  if ('problem' in body) return refused(`the patch is not understood: ${body.problem}`)
  const isList = Array.isArray(body.value)
  if (typeof body.value !== 'object' || body.value === null || isList !== (patchType === 'json'))
    return refused(
      `the patch must be ${patchType === 'json' ? 'a list of operations' : 'an object'} with --type ${patchType}.`,
    )
  return parsed({ patchType, body: body.value as Json })
}

export const getCommand: ActionCommand = {
  usage: 'get TYPE [NAME…] [-l SELECTOR] [-A]',
  options: [
    ...commonOptions,
    { name: 'selector', short: 'l', type: 'text' },
    { name: 'field-selector', type: 'text' },
    { name: 'all-namespaces', short: 'A', type: 'flag' },
  ],
  parse: (options, context) => {
    const [type, ...names] = options.words
    if (type === undefined) return usageError('a TYPE is missing.', getCommand.usage)
    if (names.length === 0 && !type.includes('/')) {
      const resource = parseType(type, context)
      if (!resource.ok) return resource
      return parsed([requestAction({ ...requestFor('list', resource.value, options), ...selectorQuery(options) })])
    }
    const targets = parseTargets(options.words, context, getCommand.usage)
    if (!targets.ok) return targets
    return parsed(targets.value.map(({ resource, name }) => requestAction(requestFor('get', resource, options, name))))
  },
}

export const scaleCommand: ActionCommand = {
  usage: 'scale TYPE NAME --replicas=COUNT',
  options: [...commonOptions, { name: 'replicas', type: 'text' }],
  parse: (options, context) => {
    const replicas = lastOf(options, 'replicas') ?? ''
    if (!/^\d+$/.test(replicas)) return usageError('--replicas=COUNT is missing or no number.', scaleCommand.usage)
    const targets = parseTargets(options.words, context, scaleCommand.usage)
    if (!targets.ok) return targets
    const body = { spec: { replicas: Number(replicas) } }
    return parsed(
      targets.value.map(({ resource, name }) => {
        const request = requestFor('patch', resource, options, name)
        const query = writeQuery(options, undefined, false)
        return requestAction({ ...request, subresource: 'scale', ...query, patchType: 'merge', body })
      }),
    )
  },
}

export const labelCommand: ActionCommand = mapCommand('label', 'labels')
export const annotateCommand: ActionCommand = mapCommand('annotate', 'annotations')

/** label and annotate send a merge patch with what they set and null for what they take away. [k8s.io/kubectl cmd/label] */
function mapCommand(verb: string, field: 'labels' | 'annotations'): ActionCommand {
  const usage = `${verb} TYPE NAME KEY=VALUE… KEY-… [--overwrite]`
  return {
    usage,
    options: [...commonOptions, { name: 'overwrite', type: 'flag' }],
    parse: (options, context) => {
      const first = options.words.findIndex((word, index) => index > 0 && isChange(word))
      if (first < 0) return usageError('a KEY=VALUE or KEY- is missing.', usage)
      const changes = allParsed(options.words.slice(first).map((word) => parseChange(word, usage)))
      if (!changes.ok) return changes
      const targets = parseTargets(options.words.slice(0, first), context, usage)
      if (!targets.ok) return targets
      const values = Object.fromEntries(changes.value)
      return parsed(targets.value.map((target) => mapAction(verb, field, target, values, options)))
    },
  }
}

function mapAction(
  verb: string,
  field: 'labels' | 'annotations',
  { resource, name }: Target,
  values: Readonly<Record<string, string | null>>,
  options: Options,
): ActionText {
  const request = {
    ...requestFor('patch', resource, options, name),
    ...writeQuery(options, `kubectl-${verb}`, false),
    patchType: 'merge' as const,
    body: { metadata: { [field]: values } },
  }
  const set = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== null)
  if (isSet(options, 'overwrite') || set.length === 0) return { type: 'request', request }
  return { type: 'request', request, unlessSet: { field, values: Object.fromEntries(set) } }
}

function isChange(word: string): boolean {
  return word.includes('=') || word.endsWith('-')
}

function parseChange(word: string, usage: string): Parsed<readonly [string, string | null]> {
  const equals = word.indexOf('=')
  if (equals > 0) return parsed([word.slice(0, equals), word.slice(equals + 1)])
  if (equals < 0 && word.endsWith('-') && word.length > 1) return parsed([word.slice(0, -1), null])
  return usageError(`${word} is neither KEY=VALUE nor KEY-.`, usage)
}
