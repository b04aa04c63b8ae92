import { type JsonObject, parseApiVersion, type Request } from '@capsule-whatif/model'
import { didYouMean } from '../text/near-miss.ts'
import { type ActionContext, type ActionText, type Parsed, parsed, refused } from './action-text.ts'
import {
  type ActionCommand,
  commonOptions,
  isDryRun,
  parseTargets,
  parseType,
  requestAction,
  requestFor,
  usageError,
} from './command-context.ts'
import { filenameOption, fromFiles } from './commands-from-files.ts'
import { isSet, lastOf, type Options } from './parse-options.ts'

export const deleteCommand: ActionCommand = {
  usage: 'delete TYPE NAME… | delete TYPE/NAME… | delete TYPE --all | delete TYPE -l SELECTOR | delete -f FILE',
  options: [
    ...commonOptions,
    filenameOption,
    { name: 'all', type: 'flag' },
    { name: 'all-namespaces', short: 'A', type: 'flag' },
    { name: 'selector', short: 'l', type: 'text' },
    { name: 'field-selector', type: 'text' },
    { name: 'cascade', type: 'text' },
    { name: 'grace-period', type: 'text' },
    { name: 'now', type: 'flag' },
    { name: 'force', type: 'flag' },
    { name: 'wait', type: 'flag' },
    { name: 'ignore-not-found', type: 'flag' },
  ],
  parse: (options, context) => {
    const body = deleteOptions(options)
    if (!body.ok) return body
    if (options.values.filename !== undefined) return deleteFiles(options, context, body.value)
    const isListed =
      isSet(options, 'all') || ['selector', 'field-selector'].some((name) => lastOf(options, name) !== undefined)
    if (isListed) return deleteListed(options, context, body.value)
    const targets = parseTargets(options.words, context, deleteCommand.usage)
    if (!targets.ok) return targets
    return parsed(
      targets.value.map(({ resource, name }) =>
        deletion({ ...requestFor('delete', resource, options, name), body: body.value }, options),
      ),
    )
  },
}

/** kubectl waits until what it deleted is gone, unless told not to. */
function deletion(request: Request, options: Options): ActionText {
  const waits = lastOf(options, 'wait') !== 'false'
  return waits ? requestAction(request) : { type: 'request', request, wait: false }
}

function deleteFiles(options: Options, context: ActionContext, body: JsonObject): Parsed<readonly ActionText[]> {
  return fromFiles(options, context, deleteCommand.usage, ({ object, resource, namespace }) =>
    deletion(
      {
        verb: 'delete',
        group: resource.group,
        version: parseApiVersion(object.apiVersion).version,
        resource: resource.resource,
        kind: resource.kind,
        ...(namespace === undefined ? {} : { namespace }),
        name: object.metadata.name,
        body,
      },
      options,
    ),
  )
}

function deleteListed(options: Options, context: ActionContext, body: JsonObject): Parsed<readonly ActionText[]> {
  const [type, ...names] = options.words
  if (type === undefined) return usageError('a TYPE is missing.', deleteCommand.usage)
  if (names.length > 0) return usageError('a NAME cannot stand beside --all or a selector.', deleteCommand.usage)
  const resource = parseType(type, context)
  if (!resource.ok) return resource
  const list = { ...requestFor('list', resource.value, options), ...selectorQuery(options) }
  return parsed([{ type: 'deleteListed', list, request: { ...requestFor('delete', resource.value, options), body } }])
}

export function selectorQuery(options: Options): { readonly query?: Readonly<Record<string, string>> } {
  const labelSelector = lastOf(options, 'selector')
  const fieldSelector = lastOf(options, 'field-selector')
  const query = {
    ...(labelSelector === undefined ? {} : { labelSelector }),
    ...(fieldSelector === undefined ? {} : { fieldSelector }),
  }
  return Object.keys(query).length === 0 ? {} : { query }
}

const policies: Readonly<Record<string, string>> = {
  background: 'Background',
  foreground: 'Foreground',
  orphan: 'Orphan',
  true: 'Background',
  false: 'Orphan',
}

/** kubectl always names the propagation policy, Background unless told otherwise. [k8s.io/kubectl pkg/cmd/delete] */
function deleteOptions(options: Options): Parsed<JsonObject> {
  const cascade = lastOf(options, 'cascade') ?? 'background'
  const propagationPolicy = Object.hasOwn(policies, cascade) ? policies[cascade] : undefined
  if (propagationPolicy === undefined)
    return refused(
      `--cascade=${cascade} is not understood.${didYouMean(cascade, Object.keys(policies))} Expected background, foreground or orphan.`,
    )
  const grace = gracePeriod(options)
  if (grace !== undefined && !Number.isInteger(grace))
    return refused(`--grace-period=${lastOf(options, 'grace-period')} is not understood. Expected a number of seconds.`)
  return parsed({
    propagationPolicy,
    ...(grace === undefined || grace < 0 ? {} : { gracePeriodSeconds: grace }),
    ...(isDryRun(options) ? { dryRun: ['All'] } : {}),
  })
}

function gracePeriod(options: Options): number | undefined {
  const given = lastOf(options, 'grace-period')
  if (given !== undefined) return given.trim() === '' ? Number.NaN : Number(given)
  if (isSet(options, 'now')) return 1
  return isSet(options, 'force') ? 0 : undefined
}
