import { actionOptions, actionVerbs } from '../action/parse-action.ts'
import { objectFormats } from '../report/session/objects-text.ts'
import {
  groupNames,
  momentNames,
  namespaceNames,
  objectNames,
  objectsOfType,
  typesOrPlaces,
  userNames,
} from './completed-names.ts'
import { knownWords } from './help-word.ts'
import type { Session } from './session.ts'
import { sessionWords } from './session-line.ts'
import type { Argument, OtherCommand } from './session-word.ts'

/** What may stand where the cursor is. */
export interface Completions {
  /** the beginning of a word that is there, and which each candidate continues */
  readonly word: string
  /** in the order of the alphabet */
  readonly candidates: readonly string[]
  /** whether names of files may stand there too */
  readonly files: boolean
}

interface Offer {
  readonly names: readonly string[]
  readonly files?: true
}

/** An option as completion needs it. */
interface Flag {
  readonly name: string
  readonly short?: string
  readonly hasValue: boolean
  readonly choices?: readonly string[]
}

/** What Tab offers in a line: words, verbs, types, names of objects, namespaces, users, flags and their values. */
export function completionsFor(
  session: Session,
  line: string,
  others: readonly OtherCommand[] = [],
  cursor: number = line.length,
): Completions {
  const words = line
    .slice(0, cursor)
    .replace(/^\s*(kubectl\s+)?/, '')
    .split(/\s+/)
  const word = words.at(-1) ?? ''
  const { names, files } = offerFor(session, words.slice(0, -1), word, others)
  const candidates = [...new Set(names)].filter((name) => name.startsWith(word) && name !== '').toSorted()
  return { word, candidates, files: files === true }
}

function offerFor(session: Session, before: readonly string[], word: string, others: readonly OtherCommand[]): Offer {
  const [verb, ...rest] = before
  if (verb === undefined) return { names: knownWords(sessionWords, { others }) }
  const own = sessionWords.find(({ name }) => name === verb)
  const other = others.find(({ name }) => name === verb)
  const flags = flagsOf(verb, rest[0], other)
  const action = other?.takesAction || own?.takes === 'action' ? actionIn(rest, flags) : undefined
  if (action !== undefined && action.length > 0) return offerFor(session, action, word, [])
  const valued = flagBefore(rest.at(-1), flags)
  if (valued) return valueOffer(session, valued)
  if (word.startsWith('-')) return flagOffer(session, word, flags)
  if (action !== undefined) return { names: actionVerbs }
  const plain = plainWords(rest, flags)
  if (other) return { names: plain.length === 0 ? other.subjects.map(({ name }) => name) : [] }
  if (verb === 'help') return { names: plain.length === 0 ? knownWords(sessionWords, { others }) : [] }
  return argumentOffer(session, verb, own?.takes ?? argumentOfAction(verb), plain, rest, word)
}

function flagsOf(verb: string, next: string | undefined, other: OtherCommand | undefined): readonly Flag[] {
  const subject = other?.subjects.find(({ name }) => name === next)
  if (other)
    return [...other.options, ...(subject?.options ?? [])].map(({ type, ...option }) => ({
      ...option,
      hasValue: type === 'string',
    }))
  const specs = actionOptions(['why', 'why-not', 'tree'].includes(verb) ? 'get' : verb)
  const wanted = sessionWords.find(({ name }) => name === verb)?.flags
  return specs
    .filter(({ name, short }) => wanted === undefined || wanted.includes(`--${name}`) || wanted.includes(`-${short}`))
    .map(({ type, ...spec }) => ({ ...spec, hasValue: type === 'text' }))
}

/** The action that begins after options; undefined where none has begun. */
function actionIn(rest: readonly string[], flags: readonly Flag[]): readonly string[] {
  let at = 0
  while (rest[at]?.startsWith('-')) at += flagBefore(rest[at], flags) ? 2 : 1
  return rest.slice(at)
}

/** The option that waits for its value after this word. */
function flagBefore(word: string | undefined, flags: readonly Flag[]): Flag | undefined {
  return flags.find(
    ({ name, short, hasValue }) => hasValue && (word === `--${name}` || (short !== undefined && word === `-${short}`)),
  )
}

function plainWords(rest: readonly string[], flags: readonly Flag[]): readonly string[] {
  return rest.filter((word, index) => !word.startsWith('-') && !flagBefore(rest[index - 1], flags))
}

function flagOffer(session: Session, word: string, flags: readonly Flag[]): Offer {
  const [written = '', value] = word.split('=')
  const flag = value === undefined ? undefined : flags.find(({ name }) => `--${name}` === written)
  if (flag) return { names: valueOffer(session, flag).names.map((name) => `${written}=${name}`) }
  return { names: flags.flatMap(({ name, short }) => [`--${name}`, ...(short === undefined ? [] : [`-${short}`])]) }
}

const fixedValues: Readonly<Record<string, readonly string[]>> = {
  output: objectFormats,
  cascade: ['background', 'foreground', 'orphan'],
  type: ['json', 'merge', 'strategic'],
  'dry-run': ['none', 'server'],
}

const files: readonly string[] = [
  'filename',
  'patch-file',
  'manifests',
  'previous',
  'policy',
  'out',
  'save',
  'resume',
  'itf',
]

function valueOffer(session: Session, { name, choices }: Flag): Offer {
  if (choices) return { names: choices }
  if (files.includes(name)) return { names: [], files: true }
  if (name === 'namespace') return { names: namespaceNames(session) }
  if (name === 'as') return { names: userNames(session) }
  if (name === 'as-group') return { names: groupNames(session) }
  if (name === 'tenant') return { names: objectsOfType(session, 'tenants', undefined) }
  if (name === 'definition') return { names: objectsOfType(session, 'customresourcedefinitions', undefined) }
  return { names: fixedValues[name] ?? [] }
}

function argumentOfAction(verb: string): Argument | undefined {
  return ['delete', 'patch', 'label', 'annotate', 'scale'].includes(verb) ? 'object' : undefined
}

const fixedWords: Readonly<Record<string, readonly string[]>> = {
  create: ['namespace'],
  operator: ['start', 'stop'],
  'controller-manager': ['restart'],
  what: ['all'],
}

function argumentOffer(
  session: Session,
  verb: string,
  argument: Argument | undefined,
  plain: readonly string[],
  rest: readonly string[],
  word: string,
): Offer {
  const [first] = plain
  if (argument === 'moment') return { names: momentNames(session, word) }
  if (argument === 'user') return { names: first === undefined ? userNames(session) : groupNames(session) }
  if (argument === 'file') return first === undefined ? { names: [], files: true } : { names: [] }
  if (argument !== 'object') return { names: first === undefined ? (fixedWords[verb] ?? []) : [] }
  if (first === undefined) return { names: typesOrPlaces(session, word, verb === 'tree') }
  const flag = rest.findIndex((each) => each === '-n' || each === '--namespace')
  return { names: objectNames(session, first, flag < 0 ? undefined : rest[flag + 1], verb.startsWith('why')) }
}
