import { type KubeObject, listAt, type Request, type Response, textAt } from '@capsule-whatif/model'
import { getCommand } from '../action/commands-on-objects.ts'
import { defaultUser, impersonatedUser } from '../action/impersonated-user.ts'
import { lastOf, type Options, parseOptions } from '../action/parse-options.ts'
import { resolveResource } from '../action/resolve-resource.ts'
import { isObjectFormat, objectFormats, objectsText } from '../report/session/objects-text.ts'
import { didYouMean } from '../text/near-miss.ts'
import { presentState, resourcesIn, type Session } from './session.ts'
import { type LineResult, notUnderstood, type SessionWord, said, type WordCall } from './session-word.ts'

/** Looking at what the cluster holds where one stands. */
export const lookWords: readonly SessionWord[] = [
  {
    name: 'get',
    usage: [
      [
        'get TYPE [NAME...] [-n NAMESPACE] [-l SELECTOR]',
        'what the cluster holds, of all namespaces without -n, also in the middle of a run',
      ],
      ['    -o wide|yaml|json|name', 'with owners, finalizers and labels; or the objects whole'],
      ['    --as USER [--as-group GROUP]', 'what that user is answered; otherwise looking is never refused'],
    ],
    takes: 'object',
    flags: ['-n', '-l', '-o', '-A', '--as', '--as-group'],
    run: look,
  },
]

function look(call: WordCall): LineResult {
  const { session, words } = call
  const options = parseOptions(words, getCommand.options)
  if (!options.ok) return notUnderstood(session, options.error.message)
  const format = lastOf(options.value, 'output') ?? 'table'
  if (!isObjectFormat(format))
    return notUnderstood(
      session,
      `-o ${format} is not understood.${didYouMean(format, objectFormats)} Expected one of ${objectFormats.join(', ')}.`,
    )
  const requests = requestsOf(session, options.value)
  if ('usage' in requests) return notUnderstood(session, requests.usage)
  const found = requests.map((request) => answered(session, options.value, request))
  const objects = found.flatMap((each) => each.objects)
  const problems = found.flatMap((each) => each.problems)
  const table = objects.length > 0 ? objectsText(objects, format, presentState(session).clock) : ''
  const none = objects.length === 0 && problems.length === 0 ? 'No resources found' : ''
  return said(session, [table.trimEnd(), ...problems, none].filter((each) => each !== '').join('\n'))
}

interface Wanted {
  readonly request: Request
  /** of those that a list gives; all where there are none */
  readonly names: readonly string[]
}

/** One list for each TYPE, of all namespaces where none is named; as another user, what kubectl would send. */
function requestsOf(session: Session, options: Options): readonly Wanted[] | { readonly usage: string } {
  const context = { resources: resourcesIn(session, presentState(session)), readFile: () => undefined }
  const isOther = lastOf(options, 'as') !== undefined
  const isEverywhere = !isOther && lastOf(options, 'namespace') === undefined
  const values = isEverywhere ? { ...options.values, 'all-namespaces': ['true'] } : options.values
  const wanted: Wanted[] = []
  for (const { type, names } of targetsOf(options.words)) {
    const words = [...(type === '' ? [] : [type]), ...(isOther ? names : [])]
    const requests = getCommand.parse({ words, values }, context)
    if (!requests.ok) return { usage: requests.error.message }
    for (const each of requests.value)
      if (each.type === 'request') wanted.push({ request: each.request, names: isOther ? [] : names })
  }
  return wanted
}

interface Target {
  readonly type: string
  readonly names: readonly string[]
}

/** `TYPE[,TYPE...] [NAME...]` or `TYPE/NAME...` */
function targetsOf([types = '', ...names]: readonly string[]): readonly Target[] {
  if (!types.includes('/')) return types.split(',').map((type) => ({ type, names }))
  return [types, ...names].map((word) => {
    const [type = '', ...named] = word.split('/')
    return { type, names: named }
  })
}

interface Found {
  readonly objects: readonly KubeObject[]
  readonly problems: readonly string[]
}

function answered(session: Session, options: Options, { request, names }: Wanted): Found {
  const name = lastOf(options, 'as')
  const user = name === undefined ? defaultUser : impersonatedUser(name, options.values['as-group'] ?? [])
  const { response } = session.cluster.model.apply(presentState(session), { type: 'request', as: user, request })
  if (response === undefined || response.code >= 400) return { objects: [], problems: [problemText(request, response)] }
  const all = request.verb === 'get' ? [response.body] : listAt(response.body, 'items')
  const objects = all.map((object) => ofKind(request, object as unknown as KubeObject))
  if (names.length === 0) return { objects, problems: [] }
  const missing = names.filter((each) => !objects.some(({ metadata }) => metadata.name === each))
  const known = new Set(objects.map(({ metadata }) => metadata.name))
  return {
    objects: objects.filter(({ metadata }) => names.includes(metadata.name)),
    problems: missing.map((each) => notFoundText(request, each, known)),
  }
}

/** The items of a list do not say of what kind they are. */
function ofKind({ group, version, kind = '' }: Request, object: KubeObject): KubeObject {
  const { apiVersion: _, kind: _kind, ...rest } = object
  return { apiVersion: group === '' ? version : `${group}/${version}`, kind, ...rest } as KubeObject
}

function problemText({ resource }: Request, response: Response | undefined): string {
  const reason = textAt(response?.body, 'reason')
  // what kubectl says of itself, having found that nothing serves it
  if (reason === undefined) return `error: the server doesn't have a resource type "${resource}"`
  return `Error from server (${reason}): ${textAt(response?.body, 'message') ?? ''}`
}

/** As the API server says it, and what was probably meant. */
function notFoundText({ resource, group }: Request, name: string, names: ReadonlySet<string>): string {
  const near = didYouMean(name, names)
  const text = `Error from server (NotFound): ${resource}${group === '' ? '' : `.${group}`} "${name}" not found`
  return near === '' ? text : `${text}.${near}`
}

/** The Kind that a word names in any of its ways; undefined where it names none. */
export function kindNamed(session: Session, word: string): string | undefined {
  const resource = resolveResource(word, resourcesIn(session, presentState(session)))
  return resource.ok ? resource.value.kind : undefined
}
